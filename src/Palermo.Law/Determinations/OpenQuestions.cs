using System.Collections.Immutable;
using Palermo.Law.Facts;
using Palermo.Law.Logic;

namespace Palermo.Law.Determinations;

/// <summary>One answer of a settling set, in atoms.</summary>
/// <param name="Value">The answer: found, or excluded.</param>
/// <param name="All">True: all of the atoms (closing a list); false: any one of them is enough.</param>
public sealed record Answer(ImmutableArray<AtomId> Atoms, bool Value, bool All);

/// <summary>
/// A question worth asking, with what its answers would do.
/// </summary>
/// <param name="Id">The element's name for a question about a whole list, else the atom.</param>
/// <param name="Atoms">What is asked about; only atoms that can still matter and were not refused.</param>
/// <param name="IfYes">The result if one of the atoms is found, whichever; unknown: still open.</param>
/// <param name="IfNo">The result if all of the atoms are excluded; unknown: still open.</param>
/// <param name="Spares">How many other atoms need no longer be asked, on the better answer.</param>
/// <param name="Minutes">What asking costs.</param>
/// <param name="Harm">What telling may cost the person, 0 to 4; the mean over the atoms.</param>
/// <param name="Worth">Expected decision per cost, the ranking value; answers are taken as equally likely.</param>
public sealed record Question(
    string Id,
    FactElement Element,
    ImmutableArray<AtomId> Atoms,
    Truth IfYes,
    Truth IfNo,
    int Spares,
    double Minutes,
    double Harm,
    double Worth)
{
    /// <summary>One harm point weighs as much as this many minutes.</summary>
    public const double MinutesPerHarm = 3;
}

/// <summary>What still matters, what would settle it, and what to ask first.</summary>
/// <param name="StillMatters">Atoms whose value can still change the result; all others need not be asked, which protects people.</param>
/// <param name="Ranked">Best first; none about atoms whose words were not checked, which no finding can settle.</param>
/// <param name="NotToBeAsked">Of those, the ones that were refused or are not safe to ask.</param>
/// <param name="ToMet">The smallest sets of answers that make the definition met; empty when none can.</param>
/// <param name="ToNotMet">The smallest sets that exclude it.</param>
public sealed record OpenQuestions(
    ImmutableArray<AtomId> StillMatters,
    ImmutableArray<AtomId> NotToBeAsked,
    ImmutableArray<ImmutableArray<Answer>> ToMet,
    ImmutableArray<ImmutableArray<Answer>> ToNotMet,
    ImmutableArray<Question> Ranked)
{
    public static OpenQuestions None { get; } = new([], [], [], [], []);

    public bool IsSettled => StillMatters.IsEmpty;

    /// <summary>
    /// One ranking over several determinations of the same findings: each question's worth summed, with how many of the
    /// instruments an answer would settle.
    /// </summary>
    public static ImmutableArray<(Question Question, int SettledByYes, int SettledByNo, int Asking)> Across(IEnumerable<Determination> determinations) =>
    [
        .. determinations
            .SelectMany(d => d.Open.Ranked)
            .GroupBy(q => q.Id, StringComparer.Ordinal)
            .Select(g => (
                Question: g.First() with { Atoms = [.. g.SelectMany(q => q.Atoms).Distinct()], Worth = g.Sum(q => q.Worth), Minutes = g.Max(q => q.Minutes) },
                SettledByYes: g.Count(q => q.IfYes.IsKnown),
                SettledByNo: g.Count(q => q.IfNo.IsKnown),
                Asking: g.Count()))
            .OrderByDescending(q => q.Question.Worth)
            .ThenBy(q => q.Question.Id, StringComparer.Ordinal),
    ];
}
