using System.Collections.Immutable;
using Palermo.Casework.Determinations;
using Palermo.Casework.Facts;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Casework.Interviews;

/// <summary>
/// Chooses what an interview asks next: always the best open question of the definition, never one that the case has answered
/// on any occasion, never one that was declined, and never the most distressing ones first.
/// </summary>
public sealed class Interviewer(InstrumentLibrary library)
{
    /// <summary>An interview does not open with an item of this cost or above.</summary>
    public const double HarshestOpening = 3;

    private static readonly ImmutableArray<FactElement> Lists = [FactElement.Act, FactElement.Means, FactElement.Purpose];

    /// <summary>The texts that can be computed with, the Protocol first.</summary>
    public ImmutableArray<InstrumentVersion> Texts { get; } =
        [library.Protocol, .. library.Definitions.Where(v => v.IsVerified && v.Kind != InstrumentKind.Draft && v.InForce.To is null && v.Key != library.Protocol.Key)];

    public static string ListId(FactElement element) => element.ToString().ToLowerInvariant();

    public static FactElement? ListElement(string id) => Lists.Where(e => ListId(e) == id).Select(e => (FactElement?)e).FirstOrDefault();

    /// <summary>The Protocol's own facts of an element, in the order of its text.</summary>
    public ImmutableArray<string> Members(FactElement element) =>
        [.. library.Vocabulary.Facts.Where(f => f.Element == element && !f.IsExtra).Select(f => f.Id.Value)];

    /// <param name="interview">The occasion; what was put off on it is not asked again on it.</param>
    /// <param name="beyond">When the Protocol is settled, also ask what settles most other texts.</param>
    public InterviewItem Next(CaseKnowledge knowledge, Guid episode, Guid interview, bool beyond)
    {
        var asked = Asked(knowledge, episode, interview);
        var findings = knowledge.LawFindings(episode);
        var query = CaseKnowledge.QueryFor(StandardOfProof.Alleged);
        var opening = !knowledge.Standing.Any(f => f.EpisodeId == episode);
        var protocol = Determiner.Determine(findings, library.Protocol, query);
        var next = Choose(protocol.Open.Ranked, asked, opening);
        if (next is null && beyond)
        {
            var open = Texts.Skip(1).Select(t => Determiner.Determine(findings, t, query)).Where(d => d.IsComputed && d.Result.IsUnknown);
            next = OpenQuestions.Across(open).SelectMany(q => q.Question.Atoms).Select(a => a.Value).Where(a => !asked.Contains(a)).Select(a => new SingleItem(a)).FirstOrDefault();
        }

        return next ?? new NothingLeft();
    }

    /// <summary>The item with a name; null when there is none.</summary>
    public InterviewItem? Find(string id) =>
        ListElement(id) is { } element ? new ListItem(element, Members(element))
        : library.KnowsAtom(id) && library.Vocabulary.FindGroup(id) is null ? new SingleItem(id)
        : null;

    /// <summary>What telling an item may cost the person, 0 to 4.</summary>
    public int Distress(string code) =>
        library.Vocabulary.Find(code)?.Harm ?? library.Versions.SelectMany(v => v.Atoms).FirstOrDefault(a => a.Id == code)?.Harm ?? 0;

    private static InterviewItem? Choose(ImmutableArray<Question> ranked, HashSet<string> asked, bool opening)
    {
        InterviewItem? harsh = null;
        foreach (var question in ranked)
        {
            ImmutableArray<string> fresh = [.. question.Atoms.Select(a => a.Value).Where(a => !asked.Contains(a))];
            if (fresh.IsEmpty)
            {
                continue;
            }

            InterviewItem item = fresh.Length > 1 && ListElement(question.Id) is { } element ? new ListItem(element, fresh) : new SingleItem(fresh[0]);
            if (!opening || question.Harm < HarshestOpening)
            {
                return item;
            }

            harsh ??= item;
        }

        return harsh;
    }

    /// <summary>Everything said on any occasion, and what was put off or passed over on this one. What was only begun, a note without an answer, is still open.</summary>
    private static HashSet<string> Asked(CaseKnowledge knowledge, Guid episode, Guid interview) =>
    [
        .. knowledge.Standing
            .Where(f => f.EpisodeId == episode && (f.InterviewId == interview || f.Answer is not (FactAnswer.AskLater or FactAnswer.NotAsked)) && f is not { Answer: FactAnswer.AskLater, Note: not null })
            .Select(f => f.Code),
    ];
}
