using System.Collections.Immutable;
using Palermo.Law.Facts;

namespace Palermo.Law.Determinations;

/// <summary>What is known about one atom after the query's filters, and the findings that say so.</summary>
/// <param name="Findings">Positions in the given findings: those that support the state, or all that contradict each other.</param>
public sealed record AtomStatus(AtomId Atom, InputState State, ImmutableArray<int> Findings)
{
    /// <summary>The firmest standard at which the state is found; meaningful for true, false and conflict.</summary>
    public StandardOfProof Standard { get; init; }

    /// <summary>A less firm finding says otherwise.</summary>
    public bool IsOutweighing { get; init; }

    public static AtomStatus NotAsked(AtomId atom) => new(atom, InputState.NotAsked, []);

    /// <summary>
    /// Joins what several findings say. The firmest prevails, and only findings of the same standard contradict each other:
    /// so a stricter standard can leave an atom open but can never settle what a laxer one left open.
    /// </summary>
    internal static AtomStatus Of(AtomId atom, IReadOnlyList<Said> said)
    {
        StandardOfProof? strongest = null;
        foreach (var one in said)
        {
            strongest = one.IsKnown && !(one.Standard <= strongest) ? one.Standard : strongest;
        }

        if (strongest is not { } firmest)
        {
            var state = said.Any(s => s.State == InputState.Refused) ? InputState.Refused
                : said.Any(s => s.State == InputState.AskedUnknown) ? InputState.AskedUnknown
                : InputState.NotAsked;
            return new(atom, state, [.. said.SelectMany(s => s.Findings)]);
        }

        var yes = said.Any(s => s.Standard == firmest && (s.State is InputState.True or InputState.Conflict));
        var no = said.Any(s => s.Standard == firmest && (s.State is InputState.False or InputState.Conflict));
        var settled = yes && no ? InputState.Conflict : yes ? InputState.True : InputState.False;
        var supporting = said.Where(s => settled == InputState.Conflict ? s.IsKnown : s.State == settled);
        return new(atom, settled, [.. supporting.SelectMany(s => s.Findings).Distinct().Order()])
        {
            Standard = firmest,
            IsOutweighing = settled != InputState.Conflict && said.Any(s => s.IsKnown && s.State != settled),
        };
    }
}

/// <summary>What one finding, or one rule that rests on several, says about an atom.</summary>
internal readonly record struct Said(InputState State, StandardOfProof Standard, ImmutableArray<int> Findings)
{
    public bool IsKnown => State is InputState.True or InputState.False or InputState.Conflict;
}
