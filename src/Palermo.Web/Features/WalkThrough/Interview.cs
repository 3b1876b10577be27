using System.Collections.Immutable;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Web.Features.WalkThrough;

/// <summary>
/// Chooses the next question: always the best open one, never one that was answered, refused or said to be not known.
/// </summary>
public sealed class Interview(InstrumentLibrary library)
{
    public static readonly AtomId OpenList = "other_exploitation";

    public static readonly AtomId Child = "under_18";

    private static readonly ImmutableArray<FactElement> Lists = [FactElement.Act, FactElement.Means, FactElement.Purpose];

    private static readonly ImmutableArray<bool> Answers = [true, false];

    /// <summary>The texts that can be computed with, the Protocol first.</summary>
    public ImmutableArray<InstrumentVersion> Texts { get; } =
        [library.Protocol, .. library.Definitions.Where(v => v.IsVerified && v.Kind != InstrumentKind.Draft && v.InForce.To is null && v.Key != library.Protocol.Key)];

    /// <summary>Facts that decide something beside the definition: whether the Protocol's cooperation rules apply, and intention.</summary>
    public ImmutableArray<AtomId> Beside { get; } =
    [
        .. library.Vocabulary.Facts.Where(f => f.Element == FactElement.Scope && library.Protocol.Atoms.Any(a => a.Id == f.Id)).Select(f => f.Id),
        .. library.Protocol.Atoms.Where(a => a.Own is not null).Select(a => a.Id),
    ];

    public static string ListId(FactElement element) => element switch
    {
        FactElement.Act => "act",
        FactElement.Means => "means",
        FactElement.Purpose => "purpose",
        _ => throw new ArgumentOutOfRangeException(nameof(element), element, "this element is no list"),
    };

    public static FactElement? ListElement(string id) => id switch
    {
        "act" => FactElement.Act,
        "means" => FactElement.Means,
        "purpose" => FactElement.Purpose,
        _ => null,
    };

    /// <summary>Whether a name is one of a list or of a fact that can be asked about.</summary>
    public static bool IsQuestion(string id, InstrumentLibrary library) =>
        ListElement(id) is not null || (library.KnowsAtom(id) && library.Vocabulary.FindGroup(id) is null);

    /// <summary>The Protocol's own facts of an element, in the order of its text.</summary>
    public ImmutableArray<AtomId> Members(FactElement element) =>
        [.. library.Vocabulary.Facts.Where(f => f.Element == element && !f.IsExtra).Select(f => f.Id)];

    public Step Next(Walk walk)
    {
        foreach (var question in walk.Determine(library.Protocol, library).Open.Ranked)
        {
            if (Ask(walk, question, walk.OneByOne) is { } step)
            {
                return step;
            }
        }

        return walk.Beyond ? NextBeyond(walk) : new Finish();
    }

    /// <summary>The question with a name, shown whole so that every answer to it can be changed; null when there is none.</summary>
    public Step? Find(string id) =>
        ListElement(id) is { } element ? new ListQuestion(element, Members(element), IsWhole: true)
        : IsQuestion(id, library) ? new OneQuestion(id)
        : null;

    /// <summary>A list question as it was first asked: only what nobody has answered yet.</summary>
    public Step? FindFresh(Walk walk, string id) => ListElement(id) is { } element ? Fresh(walk, element, Members(element)) : Find(id);

    /// <summary>The result under the Protocol if a question were answered so.</summary>
    public Truth IfAnswered(Walk walk, IEnumerable<(AtomId Atom, InputState State)> answers) =>
        walk.With(answers).Determine(library.Protocol, library).Result;

    /// <summary>Under how many texts the definition would be met, not met and open if a question were answered so.</summary>
    public (int Met, int NotMet, int Open) Tally(Walk walk, AtomId atom, InputState state)
    {
        var answered = walk.With([(atom, state)]);
        var results = Texts.Select(t => answered.Determine(t, library).Result).ToList();
        return (results.Count(r => r.IsTrue), results.Count(r => r.IsFalse), results.Count(r => r.IsUnknown));
    }

    /// <summary>Who else asks: the texts whose result an answer can still change.</summary>
    public ImmutableArray<InstrumentVersion> AskedBy(Walk walk, AtomId atom) =>
        [.. Texts.Where(t => walk.Determine(t, library).Open.StillMatters.Contains(atom))];

    /// <summary>The fact whose answer settles most other texts against what telling may cost; where none settles any, the best ranked.</summary>
    private Step NextBeyond(Walk walk)
    {
        var open = Texts.Skip(1).Select(t => walk.Determine(t, library)).Where(d => d.Result.IsUnknown).ToList();
        var fresh = OpenQuestions.Across(open).SelectMany(q => q.Question.Atoms).Distinct().Where(a => walk.State(a) == InputState.NotAsked);
        return fresh.OrderByDescending(a => (double)open.Sum(d => Settles(d, a)) / (1 + Harm(a))).FirstOrDefault() is { Value: not null } best
            ? new OneQuestion(best)
            : new Finish();
    }

    /// <summary>Of the answers yes and no, how many settle a determination.</summary>
    private static int Settles(Determination open, AtomId atom)
    {
        var instrument = open.Instrument;
        if ((instrument.Vocabulary.Find(atom)?.Index ?? instrument.Atoms.FirstOrDefault(a => a.Id == atom)?.Own) is not { } bit)
        {
            return 0;
        }

        return Answers.Count(value => Determiner.Judge(open.Facts.With(bit, value), instrument).Result.IsKnown);
    }

    private int Harm(AtomId atom) =>
        library.Vocabulary.Find(atom)?.Harm ?? library.Versions.SelectMany(v => v.Atoms).FirstOrDefault(a => a.Id == atom)?.Harm ?? 0;

    private Step? Ask(Walk walk, Question question, ImmutableArray<FactElement> oneByOne)
    {
        if (ListElement(question.Id) is not { } element)
        {
            return walk.State(question.Atoms[0]) == InputState.NotAsked ? new OneQuestion(question.Atoms[0]) : null;
        }

        var fresh = question.Atoms.Where(a => walk.State(a) == InputState.NotAsked).ToImmutableArray();
        return fresh.IsEmpty ? null
            : oneByOne.Contains(element) || fresh.Length == 1 ? new OneQuestion(fresh[0])
            : Fresh(walk, element, fresh);
    }

    private ListQuestion? Fresh(Walk walk, FactElement element, ImmutableArray<AtomId> atoms)
    {
        ImmutableArray<AtomId> fresh = [.. atoms.Where(a => walk.State(a) == InputState.NotAsked)];
        return fresh.IsEmpty || !Lists.Contains(element) ? null : new ListQuestion(element, fresh, fresh.Length == Members(element).Length);
    }
}
