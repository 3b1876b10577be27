using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Episodes;
using Palermo.Casework.Evidence;
using Palermo.Casework.Facts;
using Palermo.Casework.Findings;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Desks;

public sealed partial class CaseDesk
{
    /// <summary>The longest note or reason, in characters.</summary>
    public const int LongestText = 20_000;

    public Task<Guid> StartInterviewAsync(Actor actor, Purpose purpose, Guid caseId, InterviewDraft draft, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "interview.started", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Write);
            if (draft.Language is { } language && !IsLanguage(language))
            {
                throw DeskRefused.For(DeskProblem.UnknownCode);
            }

            await RequireEpisode(session, draft.EpisodeId, cancellation);
            var interview = new Interview
            {
                Id = setting.Ids.Next(), CaseId = caseId, EpisodeId = draft.EpisodeId, HeardFrom = draft.HeardFrom, HeldOn = draft.HeldOn, StartedAt = session.At, StartedBy = actor.UserId,
                Language = draft.Language, Interpreter = draft.Interpreter, Private = draft.Private,
            };
            session.Context.Add(interview);
            session.Record = ("interview", interview.Id);
            session.Change();
            return interview.Id;
        }, cancellation);

    public Task<Guid> AddEpisodeAsync(Actor actor, Purpose purpose, Guid caseId, EpisodeDraft draft, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "episode.added", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Write);
            var episode = new Episode
            {
                Id = setting.Ids.Next(), CaseId = caseId, From = draft.From, To = draft.To, Countries = draft.Countries,
                Number = 1 + await session.Context.Set<Episode>().Where(e => e.CaseId == caseId).MaxAsync(e => (int?)e.Number, cancellation) ?? 1,
            };
            session.Context.Add(episode);
            session.Record = ("episode", episode.Id);
            session.Change();
            return episode.Id;
        }, cancellation);

    /// <summary>Says when and where an episode was.</summary>
    /// <param name="version">The version that the editor had before them.</param>
    public Task ChangeEpisodeAsync(Actor actor, Purpose purpose, Guid caseId, Guid episodeId, int version, EpisodeDraft draft, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "episode.changed", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Write);
            var episode = await RequireEpisode(session, episodeId, cancellation);
            if (episode.Version != version)
            {
                throw new DeskConflict();
            }

            if (draft.Countries.Any(c => !IsCountry(c)))
            {
                throw DeskRefused.For(DeskProblem.UnknownCode);
            }

            (episode.From, episode.To, episode.Countries, episode.Version) = (draft.From, draft.To, draft.Countries, version + 1);
            session.Record = ("episode", episode.Id);
            session.Touched("episode.period", "episode.countries");
            session.Change();
            return true;
        }, cancellation);

    /// <summary>
    /// Saves answers of one interview. An answer supersedes the one that its editor saw; if somebody else's has come meanwhile,
    /// both stand and neither is lost. Saving the same answer again changes nothing.
    /// </summary>
    public Task<ImmutableArray<AnswerResult>> AnswerAsync(Actor actor, Purpose purpose, Guid caseId, Guid interviewId, ImmutableArray<AnswerDraft> answers, CancellationToken cancellation)
    {
        if (answers.Any(a => !setting.Library.KnowsAtom(a.Code) || setting.Library.Vocabulary.FindGroup(a.Code) is not null))
        {
            throw DeskRefused.For(DeskProblem.UnknownCode);
        }

        if (answers.Any(a => a.Note?.Length > LongestText))
        {
            throw DeskRefused.For(DeskProblem.TooLong);
        }

        return Act(actor, purpose, caseId, "facts.answered", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Write);
            var interview = await session.Context.Set<Interview>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == interviewId && i.CaseId == caseId, cancellation)
                ?? throw DeskRefused.For(DeskProblem.UnknownInterview);
            var codes = answers.Select(a => a.Code).ToList();
            var heads = await session.Context.Set<StatedFact>()
                .Where(f => f.CaseId == caseId && f.InterviewId == interviewId && f.SupersededBy == null && codes.Contains(f.Code)).ToListAsync(cancellation);
            var results = ImmutableArray.CreateBuilder<AnswerResult>(answers.Length);
            foreach (var draft in answers)
            {
                results.Add(Save(session, interview, draft, heads.FindAll(h => h.Code == draft.Code), heads));
            }

            session.Record = ("interview", interviewId);
            session.Touched([.. codes]);
            session.Change();
            return results.ToImmutable();
        }, cancellation);
    }

    /// <summary>Settles a field that two people edited at once: the chosen answer is recorded anew and supersedes all of them.</summary>
    public Task<Guid> ChooseAnswerAsync(Actor actor, Purpose purpose, Guid caseId, Guid chosen, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "facts.chosen", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Write);
            var answer = await session.Context.Set<StatedFact>().FirstOrDefaultAsync(f => f.Id == chosen && f.CaseId == caseId && f.SupersededBy == null, cancellation)
                ?? throw DeskRefused.For(DeskProblem.UnknownRecord);
            var heads = await session.Context.Set<StatedFact>()
                .Where(f => f.CaseId == caseId && f.EpisodeId == answer.EpisodeId && f.InterviewId == answer.InterviewId && f.Code == answer.Code && f.SupersededBy == null).ToListAsync(cancellation);
            var note = answer.Note is { } words ? session.Open<string>(Tier.Facts, "fact", "note", answer.Id, 0, words) : null;
            var fact = NewFact(session, answer.EpisodeId, answer.InterviewId, answer.HeardFrom, answer.SaidOn, new AnswerDraft(answer.Code, answer.Answer, note));
            heads.ForEach(h => h.Supersede(fact.Id, session.At));
            session.Context.Add(fact);
            session.Record = ("fact", fact.Id);
            session.Change();
            return fact.Id;
        }, cancellation);

    public Task<string> AddEvidenceAsync(Actor actor, Purpose purpose, Guid caseId, EvidenceDraft draft, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "evidence.added", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Write);
            if (draft.Description?.Length > LongestText)
            {
                throw DeskRefused.For(DeskProblem.TooLong);
            }

            var id = setting.Ids.Next();
            var item = new EvidenceItem
            {
                Id = id, CaseId = caseId, Kind = draft.Kind, ObtainedOn = draft.ObtainedOn, RecordedAt = session.At, RecordedBy = actor.UserId,
                Number = 1 + (await session.Context.Set<EvidenceItem>().Where(e => e.CaseId == caseId).MaxAsync(e => (int?)e.Number, cancellation) ?? 0),
                Description = string.IsNullOrWhiteSpace(draft.Description) ? null : session.Seal(Tier.Facts, "evidence", "description", id, 0, draft.Description),
            };
            session.Context.Add(item);
            session.Record = ("evidence", id);
            session.Change();
            return item.Key;
        }, cancellation);

    /// <summary>
    /// Makes findings. One about an atom on which the same office has found at the same standard supersedes that; others stand
    /// beside it and may contradict it, which the determination then shows.
    /// </summary>
    public Task<ImmutableArray<Guid>> FindAsync(Actor actor, Purpose purpose, Guid caseId, ImmutableArray<FindingDraft> drafts, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "findings.made", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Write);
            var evidence = await session.Context.Set<EvidenceItem>().AsNoTracking().Where(e => e.CaseId == caseId).ToListAsync(cancellation);
            var standing = await session.Context.Set<CaseFinding>().Where(f => f.CaseId == caseId && f.SupersededBy == null).ToListAsync(cancellation);
            var made = ImmutableArray.CreateBuilder<Guid>(drafts.Length);
            foreach (var draft in drafts)
            {
                await RequireEpisode(session, draft.EpisodeId, cancellation);
                var cited = draft.Evidence.Select(k => evidence.Find(e => e.Key == k)?.Id ?? throw DeskRefused.For(DeskProblem.UnknownEvidence)).ToImmutableArray();
                var finding = NewFinding(session, draft, cited);
                foreach (var earlier in standing.Where(f => f.EpisodeId == draft.EpisodeId && f.Atom == draft.Atom && f.Standard == draft.Standard && f.Office == actor.Office))
                {
                    earlier.Supersede(finding.Id, session.At);
                }

                session.Context.Add(finding);
                made.Add(finding.Id);
            }

            session.Touched([.. drafts.Select(d => d.Atom)]);
            session.Change();
            return made.MoveToImmutable();
        }, cancellation);

    private AnswerResult Save(CaseSession session, Interview interview, AnswerDraft draft, List<StatedFact> heads, List<StatedFact> all)
    {
        if (draft.KeepsNote && (heads.Find(h => h.Id == draft.Seen) ?? heads.Find(h => h.RecordedBy == session.Actor.UserId)) is { Note: { } kept } before)
        {
            draft = draft with { Note = session.Open<string>(Tier.Facts, "fact", "note", before.Id, 0, kept) };
        }

        var same = heads.Find(h => h.Answer == draft.Answer && string.IsNullOrWhiteSpace(draft.Note) == h.Note is null);
        if (same is not null && (string.IsNullOrWhiteSpace(draft.Note) || session.Open<string>(Tier.Facts, "fact", "note", same.Id, 0, same.Note!) == draft.Note))
        {
            return new AnswerResult(draft.Code, same.Id, heads.Count > 1);
        }

        var fact = NewFact(session, interview.EpisodeId, interview.Id, interview.HeardFrom, interview.HeldOn, draft);
        var seen = heads.FindAll(h => h.Id == draft.Seen || h.RecordedBy == session.Actor.UserId);
        seen.ForEach(h => h.Supersede(fact.Id, session.At));
        session.Context.Add(fact);
        all.RemoveAll(seen.Contains);
        all.Add(fact);
        return new AnswerResult(draft.Code, fact.Id, heads.Count > seen.Count);
    }

    private StatedFact NewFact(CaseSession session, Guid episode, Guid interview, HeardFrom from, DateOnly? saidOn, AnswerDraft draft)
    {
        var id = setting.Ids.Next();
        return new StatedFact
        {
            Id = id, CaseId = session.Case.Id, EpisodeId = episode, InterviewId = interview, Code = draft.Code, Answer = draft.Answer, HeardFrom = from, SaidOn = saidOn,
            RecordedAt = session.At, RecordedBy = session.Actor.UserId,
            Note = string.IsNullOrWhiteSpace(draft.Note) ? null : session.Seal(Tier.Facts, "fact", "note", id, 0, draft.Note),
        };
    }

    private CaseFinding NewFinding(CaseSession session, FindingDraft draft, ImmutableArray<Guid> evidence)
    {
        var id = setting.Ids.Next();
        var grounds = new FindingGrounds(Given(draft.Reason), Given(draft.AcceptedBecause));
        var finding = new CaseFinding
        {
            Id = id, CaseId = session.Case.Id, EpisodeId = draft.EpisodeId, Atom = draft.Atom, State = draft.State, Standard = draft.Standard, Origin = draft.Origin,
            Role = session.Actor.Roles.IsEmpty ? "" : session.Actor.Roles[0], Office = session.Actor.Office, RecordedBy = session.Actor.UserId, RecordedAt = session.At,
            Evidence = evidence, InferredFrom = draft.InferredFrom, Nexus = draft.Nexus, Target = draft.Target,
            Grounds = grounds is { Reason: null, AcceptedBecause: null } ? null : session.Seal(Tier.Facts, "finding", "grounds", id, 0, grounds),
        };
        var problems = FindingRules.Check(finding, grounds, a => setting.Library.KnowsAtom(a));
        if (!problems.IsEmpty)
        {
            throw DeskRefused.For(problems.AsSpan());
        }

        if (grounds.Reason?.Length > LongestText || grounds.AcceptedBecause?.Length > LongestText)
        {
            throw DeskRefused.For(DeskProblem.TooLong);
        }

        return finding;
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static async Task<Episode> RequireEpisode(CaseSession session, Guid episode, CancellationToken cancellation) =>
        await session.Context.Set<Episode>().FirstOrDefaultAsync(e => e.Id == episode && e.CaseId == session.Case.Id, cancellation) ?? throw DeskRefused.For(DeskProblem.UnknownEpisode);
}
