using System.Collections.Immutable;
using System.Globalization;
using Palermo.Casework.Episodes;
using Palermo.Casework.Evidence;
using Palermo.Casework.Facts;
using Palermo.Casework.Findings;
using Palermo.Casework.Persons;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Casework.Determinations;

/// <summary>
/// What a case knew at one time, and what that establishes. Pure: the same rows and time give the same determination, today
/// and in ten years.
/// </summary>
/// <param name="Facts">Every answer ever recorded, superseded ones included.</param>
/// <param name="Findings">Every finding ever made, superseded ones included.</param>
/// <param name="Grounds">The opened words of findings by finding; where they are missing, the finding stands without words.</param>
/// <param name="Notes">The opened notes of answers by answer; needed only where a text asks for words.</param>
public sealed record CaseKnowledge(
    ImmutableArray<Episode> Episodes,
    ImmutableArray<StatedFact> Facts,
    ImmutableArray<CaseFinding> Findings,
    ImmutableArray<AgeRecord> Ages,
    ImmutableArray<EvidenceItem> Evidence,
    ImmutableDictionary<Guid, FindingGrounds> Grounds,
    ImmutableDictionary<Guid, string> Notes,
    DateTimeOffset AsOf)
{
    /// <summary>The atom by which laws learn that age is uncertain and childhood is to be believed.</summary>
    public const string ReasonsToBelieveChild = "reasons_to_believe_child";

    private ImmutableArray<StatedFact>? _standing;

    /// <summary>The same case as it was known at another time.</summary>
    public CaseKnowledge At(DateTimeOffset at) => this with { AsOf = at, _standing = null };

    /// <summary>The answers that nobody had superseded, in the order in which they were recorded.</summary>
    public ImmutableArray<StatedFact> Standing => _standing ??=
        [.. Facts.Where(f => f.StoodAt(AsOf)).OrderBy(f => f.RecordedAt).ThenBy(f => f.Id)];

    /// <summary>The age status that held.</summary>
    public AgeStatus Age => Ages.Where(a => a.At <= AsOf).OrderBy(a => a.At).ThenBy(a => a.Id).LastOrDefault()?.Status ?? AgeStatus.NotRecorded;

    /// <summary>Fields with more than one standing answer: two people edited at once, and a person has to choose.</summary>
    public ImmutableArray<ImmutableArray<StatedFact>> EditConflicts =>
        [.. Standing.GroupBy(FieldKey.Of).Where(g => g.Count() > 1).Select(g => g.ToImmutableArray())];

    /// <summary>Facts of an episode about which the standing answers say both yes and no: the variants of the account, none of them scored.</summary>
    public ImmutableArray<Variants> Contradictions =>
    [
        .. Standing.Where(f => f.IsDefinite)
            .GroupBy(f => (f.EpisodeId, f.Code))
            .Where(g => g.Any(f => f.Answer == FactAnswer.Yes) && g.Any(f => f.Answer == FactAnswer.No))
            .Select(g => new Variants(g.Key.EpisodeId, g.Key.Code, [.. g])),
    ];

    /// <summary>What the case's records say to the law, about one episode or about all.</summary>
    public ImmutableArray<Finding> LawFindings(Guid? episode = null)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var keys = Evidence.ToDictionary(e => e.Id, e => e.Key);
        var days = Episodes.ToDictionary(e => e.Id, e => new Interval(e.From, e.To));
        if (Age is AgeStatus.PresumedChild)
        {
            findings.Add(new Finding(ReasonsToBelieveChild, InputState.True) { Standard = StandardOfProof.Balance, By = "age record" });
        }

        foreach (var fact in Standing.Where(f => f.Answer is not (FactAnswer.NotAsked or FactAnswer.AskLater) && (episode is null || f.EpisodeId == episode)))
        {
            findings.Add(new Finding(fact.Code, State(fact.Answer))
            {
                Standard = StandardOfProof.Alleged,
                By = Words(fact.HeardFrom),
                Reason = Notes.GetValueOrDefault(fact.Id),
                Evidence = [.. fact.Evidence.Select(keys.GetValueOrDefault).OfType<string>()],
                When = days.GetValueOrDefault(fact.EpisodeId),
            });
        }

        foreach (var found in Findings.Where(f => f.StoodAt(AsOf) && (episode is null || f.EpisodeId == episode)).OrderBy(f => f.RecordedAt).ThenBy(f => f.Id))
        {
            var grounds = Grounds.GetValueOrDefault(found.Id);
            findings.Add(new Finding(found.Atom, found.State)
            {
                Standard = found.Standard,
                Origin = found.Origin,
                By = $"{found.Role}, {found.Office}",
                Reason = grounds?.Reason ?? grounds?.AcceptedBecause,
                Evidence = [.. found.Evidence.Select(keys.GetValueOrDefault).OfType<string>()],
                InferredFrom = [.. found.InferredFrom.Select(a => new AtomId(a))],
                Nexus = found.Nexus,
                Target = found.Target,
                When = days.GetValueOrDefault(found.EpisodeId),
            });
        }

        return findings.ToImmutable();
    }

    /// <summary>
    /// What the case's records establish under a text at a standard. Protection is at stake, so where the text presumes a child
    /// while age is uncertain, so does the result.
    /// </summary>
    public Determination Determine(InstrumentVersion instrument, StandardOfProof standard, Guid? episode = null, string language = "en") =>
        Determiner.Determine(LawFindings(episode), instrument, QueryFor(standard, language));

    public static Query QueryFor(StandardOfProof standard, string language = "en") =>
        new() { Standard = standard, Mode = Mode.Protection, Language = language };

    /// <summary>The answer as the law reads it: only yes and no are known.</summary>
    public static InputState State(FactAnswer answer) => answer switch
    {
        FactAnswer.Yes => InputState.True,
        FactAnswer.No => InputState.False,
        FactAnswer.Unknown => InputState.AskedUnknown,
        FactAnswer.Declined => InputState.Refused,
        _ => InputState.NotAsked,
    };

    private static string Words(HeardFrom from) => from switch
    {
        HeardFrom.ThePerson => "the person",
        _ => from.ToString().ToLower(CultureInfo.InvariantCulture),
    };
}

/// <summary>The answers about one fact that say yes and no, oldest first.</summary>
public sealed record Variants(Guid EpisodeId, string Code, ImmutableArray<StatedFact> Answers);
