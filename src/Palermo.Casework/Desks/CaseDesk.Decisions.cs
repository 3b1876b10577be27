using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Cases;
using Palermo.Casework.Consents;
using Palermo.Casework.Decisions;
using Palermo.Casework.Determinations;
using Palermo.Casework.Evidence;
using Palermo.Casework.Processes;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;
using Palermo.Law.Cases;
using Palermo.Law.Determinations;
using Palermo.Law.Instruments;

namespace Palermo.Casework.Desks;

/// <summary>What is proposed.</summary>
/// <param name="Instrument"><c>id</c> for the version in force at the time of the conduct, or <c>id/version</c>.</param>
public sealed record ProposalDraft(Guid EpisodeId, string Step, string Outcome, string Instrument, ProposalReasons Reasons);

/// <summary>What became of a proposal.</summary>
/// <param name="DecisionId">The decision; null: a second reader comes first, or the proposal went back.</param>
public sealed record ProposalResult(Guid ProposalId, ProposalState State, Guid? DecisionId);

/// <summary>A decision and what it rests on, checked against each other.</summary>
public sealed record ReadDecision(Decision Decision, DecisionContent Content);

public sealed partial class CaseDesk
{
    /// <summary>
    /// Makes a move without a decision. Handing a case to an authority is a disclosure: it is refused without a consent or an
    /// approved exception that covers it.
    /// </summary>
    /// <param name="toOffice">For a referral: the authority's key.</param>
    public Task MoveAsync(Actor actor, Purpose purpose, Guid caseId, string move, string? reason, string? toOffice, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "case.moved", async session =>
        {
            session.Require(Tier.Workload, AccessRight.Write);
            var file = session.Case;
            var step = setting.Process.MovesIn(file.State).FirstOrDefault(m => m.Id == move) ?? throw DeskRefused.For(DeskProblem.NoSuchMove);
            if (step.NeedsReason && string.IsNullOrWhiteSpace(reason))
            {
                throw DeskRefused.For(DeskProblem.ReasonMissing);
            }

            if (setting.Process.DecisionIn(step.To) is not null && file.DecidingOffice is null)
            {
                file.DecidingOffice = await Recipient(session, toOffice, cancellation);
            }

            Step(session, step.Id, step.To, null, reason);
            return true;
        }, cancellation);

    /// <summary>Puts a person on a case.</summary>
    public Task AssignAsync(Actor actor, Purpose purpose, Guid caseId, Guid userId, AssignmentKind kind, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "case.assigned", async session =>
        {
            session.Require(Tier.Workload, AccessRight.Write);
            if (userId == Guid.Empty)
            {
                throw DeskRefused.For(DeskProblem.UnknownRecord);
            }

            // Nobody opens a colleague's case to themselves: it is given, or taken from the authority's queue.
            if (userId == actor.UserId && kind == AssignmentKind.Worker && session.Scope is { IsInQueue: false, IsAssigned: false })
            {
                throw DeskRefused.For(DeskProblem.SamePerson);
            }

            if (kind == AssignmentKind.SecondReader
                && await session.Context.Set<Proposal>().AnyAsync(p => p.CaseId == caseId && p.ProposedBy == userId && p.State == ProposalState.AwaitingSecondReader, cancellation))
            {
                throw DeskRefused.For(DeskProblem.SamePerson);
            }

            var standing = await session.Context.Set<Assignment>().AnyAsync(a => a.CaseId == caseId && a.UserId == userId && a.Kind == kind && a.To == null, cancellation);
            if (!standing)
            {
                var assignment = new Assignment { Id = setting.Ids.Next(), CaseId = caseId, UserId = userId, Kind = kind, From = session.At, By = actor.UserId };
                session.Context.Add(assignment);
                session.Record = ("assignment", assignment.Id);
                session.Change();
            }

            return true;
        }, cancellation);

    /// <summary>Proposes a decision; makes it at once where no second reader is needed.</summary>
    public Task<ProposalResult> ProposeAsync(Actor actor, Purpose purpose, Guid caseId, ProposalDraft draft, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "decision.proposed", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Decide);
            await RequireEpisode(session, draft.EpisodeId, cancellation);
            if (await session.Context.Set<Proposal>().AnyAsync(p => p.CaseId == caseId && p.State == ProposalState.AwaitingSecondReader, cancellation))
            {
                throw DeskRefused.For(DeskProblem.AlreadyDone);
            }

            var knowledge = await KnowledgeOf(session, cancellation);
            var instrument = TextFor(knowledge, draft.EpisodeId, draft.Instrument);
            var (step, outcome, determination) = Check(session, knowledge, draft.EpisodeId, draft.Step, draft.Outcome, instrument, draft.Reasons);
            var id = setting.Ids.Next();
            var proposal = new Proposal
            {
                Id = id, CaseId = caseId, EpisodeId = draft.EpisodeId, Step = draft.Step, Outcome = draft.Outcome, Instrument = instrument.Key, ProposedBy = actor.UserId, ProposedAt = session.At,
                Reasons = session.Seal(Tier.Facts, "proposal", "reasons", id, 1, draft.Reasons),
                State = ProposalRules.NeedsSecondReader(outcome, determination) ? ProposalState.AwaitingSecondReader : ProposalState.Decided,
                InputHash = determination.InputHash,
            };
            session.Context.Add(proposal);
            session.Record = ("proposal", id);
            await AbandonReturned(session, cancellation);
            if (proposal.State == ProposalState.AwaitingSecondReader)
            {
                session.Change();
                return new ProposalResult(id, proposal.State, null);
            }

            return new ProposalResult(id, proposal.State, Decide(session, knowledge, proposal, draft.Reasons, step, outcome, determination, null, await Latest(session, draft.Step, cancellation)));
        }, cancellation);

    /// <summary>
    /// Records what a second person comes to on the same findings. If it is the same outcome, the decision is made; if not, or if
    /// the findings changed meanwhile, the proposal goes back.
    /// </summary>
    public Task<ProposalResult> ReadSecondAsync(Actor actor, Purpose purpose, Guid caseId, Guid proposalId, string outcome, string reason, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "decision.second-read", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Decide);
            var proposal = await session.Context.Set<Proposal>().FirstOrDefaultAsync(p => p.Id == proposalId && p.CaseId == caseId, cancellation) ?? throw DeskRefused.For(DeskProblem.UnknownRecord);
            if (proposal.State != ProposalState.AwaitingSecondReader)
            {
                throw DeskRefused.For(DeskProblem.AlreadyDone);
            }

            if (proposal.ProposedBy == actor.UserId)
            {
                throw DeskRefused.For(DeskProblem.SamePerson);
            }

            if (string.IsNullOrWhiteSpace(reason))
            {
                throw DeskRefused.For(DeskProblem.ReasonMissing);
            }

            var knowledge = await KnowledgeOf(session, cancellation);
            var reasons = session.Open<ProposalReasons>(Tier.Facts, "proposal", "reasons", proposal.Id, 1, proposal.Reasons);
            var instrument = setting.Library.Find(proposal.Instrument)!;
            var step = setting.Process.DecisionIn(session.Case.State);
            if (step?.Id != proposal.Step || step.Find(outcome) is null)
            {
                throw DeskRefused.For(ProposalProblem.UnknownOutcome);
            }

            var id = setting.Ids.Next();
            session.Context.Add(new SecondReading
            {
                Id = id, CaseId = caseId, ProposalId = proposal.Id, ProposalVersion = proposal.Version, ReaderId = actor.UserId, At = session.At, Outcome = outcome,
                Reason = session.Seal(Tier.Facts, "second-reading", "reason", id, 0, reason),
            });
            session.Record = ("second-reading", id);
            var determination = knowledge.Determine(instrument, step.Standard, proposal.EpisodeId, reasons.Language);
            var agrees = outcome == proposal.Outcome && determination.InputHash == proposal.InputHash && knowledge.EditConflicts.IsEmpty;
            proposal.State = agrees ? ProposalState.Decided : ProposalState.Returned;
            proposal.Version++;
            if (!agrees)
            {
                session.Change();
                return new ProposalResult(proposal.Id, proposal.State, null);
            }

            var decision = Decide(session, knowledge, proposal, reasons, step, step.Find(outcome)!, determination, (actor.UserId, reason), await Latest(session, proposal.Step, cancellation));
            return new ProposalResult(proposal.Id, proposal.State, decision);
        }, cancellation);

    /// <summary>The proposal that waits for this reader, without its outcome and reasons; null: none.</summary>
    public Task<Proposal?> AwaitingAsync(Actor actor, Purpose purpose, Guid caseId, CancellationToken cancellation) =>
        Look(actor, purpose, caseId, "decision.awaiting", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Read);
            var proposal = await session.Context.Set<Proposal>().AsNoTracking().FirstOrDefaultAsync(p => p.CaseId == caseId && p.State == ProposalState.AwaitingSecondReader, cancellation);
            if (proposal is not null && session.Form == Blind)
            {
                proposal.Outcome = "";
                proposal.Reasons = [];
            }

            return proposal;
        }, cancellation);

    /// <summary>Reads a decision and makes sure that it is what was decided.</summary>
    /// <exception cref="VaultException">The row and the sealed content no longer say the same: one was changed outside the program.</exception>
    public Task<ReadDecision> ReadDecisionAsync(Actor actor, Purpose purpose, Guid caseId, Guid decisionId, CancellationToken cancellation) =>
        Look(actor, purpose, caseId, "decision.read", async session =>
        {
            session.RequireInFull(Tier.Facts, AccessRight.Read);
            var decision = await session.Context.Set<Decision>().AsNoTracking().FirstOrDefaultAsync(d => d.Id == decisionId && d.CaseId == caseId, cancellation) ?? throw DeskRefused.For(DeskProblem.UnknownRecord);
            var bytes = session.OpenBytes(Tier.Facts, "decision", "content", decision.Id, decision.Content);
            var content = JsonSerializer.Deserialize<DecisionContent>(bytes, SealedJson.Options)!;
            if (HashOf(bytes) != decision.ContentHash || content.Outcome != decision.Outcome || content.Step != decision.Step || content.Instrument != decision.Instrument
                || content.InstrumentHash != decision.InstrumentHash || content.InputHash != decision.InputHash || content.Result != decision.Result || content.DecidedAt != decision.DecidedAt)
            {
                throw new VaultException(VaultProblem.Tampered, $"decision {decision.Id} of case {caseId}: the row and the sealed content no longer say the same. Nothing was shown. Run `palermo audit-log verify` and compare with a backup.");
            }

            session.Record = ("decision", decision.Id);
            return new ReadDecision(decision, content);
        }, cancellation);

    /// <summary>Records that the person was told of a decision.</summary>
    public Task NotifyAsync(Actor actor, Purpose purpose, Guid caseId, Guid decisionId, string language, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "decision.notified", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Write);
            if (!await session.Context.Set<Decision>().AnyAsync(d => d.Id == decisionId && d.CaseId == caseId, cancellation))
            {
                throw DeskRefused.For(DeskProblem.UnknownRecord);
            }

            session.Context.Add(new DecisionNotice { Id = setting.Ids.Next(), CaseId = caseId, DecisionId = decisionId, At = session.At, By = actor.UserId, Language = language });
            session.Record = ("decision", decisionId);
            session.Change();
            return true;
        }, cancellation);

    /// <summary>The text that applies to an episode: of its last day, since conduct that continues is judged by the law under which it ended.</summary>
    private InstrumentVersion TextFor(CaseKnowledge knowledge, Guid episode, string instrument)
    {
        var period = knowledge.Episodes.First(e => e.Id == episode);
        return TextOfTheDay.Find(setting.Library, instrument, period.To ?? period.From) ?? throw DeskRefused.For(DeskProblem.UnknownCode);
    }

    private (DecisionStep Step, Outcome Outcome, Determination Determination) Check(
        CaseSession session, CaseKnowledge knowledge, Guid episode, string step, string outcome, InstrumentVersion instrument, ProposalReasons reasons)
    {
        var standard = setting.Process.DecisionIn(session.Case.State)?.Standard ?? throw DeskRefused.For(ProposalProblem.NotDueInThisState);
        var determination = knowledge.Determine(instrument, standard, episode, reasons.Language);
        var problems = ProposalRules.Check(
            setting.Process, session.Case.State, step, outcome, reasons, determination, knowledge.Evidence.Select(e => e.Key).ToHashSet(StringComparer.Ordinal), !knowledge.EditConflicts.IsEmpty);
        if (!problems.IsEmpty)
        {
            throw DeskRefused.For(problems.AsSpan());
        }

        var decision = setting.Process.DecisionIn(session.Case.State)!;
        return (decision, decision.Find(outcome)!, determination);
    }

    private Guid Decide(
        CaseSession session, CaseKnowledge knowledge, Proposal proposal, ProposalReasons reasons, DecisionStep step, Outcome outcome, Determination determination, (Guid By, string Words)? second, Guid? supersedes)
    {
        var id = setting.Ids.Next();
        var say = DecisionPhrases.For(reasons.Language);
        var content = new DecisionContent
        {
            Reference = session.Case.Reference,
            Office = session.Case.DecidingOffice ?? session.Case.Office,
            Step = step.Id,
            Outcome = outcome.Id,
            Instrument = determination.Instrument.Key,
            InstrumentHash = determination.Instrument.Hash,
            InputHash = determination.InputHash,
            Standard = CaseWords.Standards.First(s => s.Value == step.Standard).Key,
            Result = determination.Result.ToString(),
            Language = reasons.Language,
            DecidedAt = session.At,
            Form = DecisionContent.FormOf(session.Case.Reference, determination.Findings),
            Reasons = reasons.Elements,
            Departure = Given(reasons.Departure),
            Evidence = [.. knowledge.Evidence.Select(e => new CitedEvidence(e.Key, e.Kind.ToString(), Described(session, e), e.ObtainedOn))],
            Variants =
            [
                .. knowledge.Contradictions.Where(v => v.EpisodeId == proposal.EpisodeId).Select(v => new ConsideredVariant(
                    v.Code,
                    [.. v.Answers.Select(a => say.Say("answered", say.Say("answer." + a.Answer), a.SaidOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? say.Say("not_recorded"), say.Say("from." + a.HeardFrom)))])),
            ],
            Missing = [.. determination.Open.StillMatters.Select(a => a.Value)],
            SecondReader = second?.Words,
        };
        var bytes = JsonSerializer.SerializeToUtf8Bytes(content, SealedJson.Options);
        session.Context.Add(new Decision
        {
            Id = id, CaseId = session.Case.Id, EpisodeId = proposal.EpisodeId, ProposalId = proposal.Id, Process = setting.Process.Key, Step = step.Id, Outcome = outcome.Id,
            Instrument = content.Instrument, InstrumentHash = content.InstrumentHash, Standard = step.Standard, Result = content.Result, InputHash = content.InputHash,
            DecidedBy = proposal.ProposedBy, DecidedAt = session.At, SecondReader = second?.By, Supersedes = supersedes,
            Content = session.SealBytes(Tier.Facts, "decision", "content", id, bytes), ContentHash = HashOf(bytes),
        });
        Step(session, step.Id, outcome.To, id, null);
        return id;
    }

    private void Step(CaseSession session, string move, string to, Guid? decision, string? reason)
    {
        var id = setting.Ids.Next();
        session.Context.Add(new CaseEvent
        {
            Id = id, CaseId = session.Case.Id, Move = move, FromState = session.Case.State, ToState = to, At = session.At, By = session.Actor.UserId, DecisionId = decision,
            Reason = string.IsNullOrWhiteSpace(reason) ? null : session.Seal(Tier.Facts, "event", "reason", id, 0, reason),
        });
        session.Case.State = to;
        session.Change();
    }

    private static async Task<string> Recipient(CaseSession session, string? office, CancellationToken cancellation)
    {
        var target = office is null ? null : await session.Context.Set<Office>().AsNoTracking().FirstOrDefaultAsync(o => o.Key == office, cancellation);
        if (target is null)
        {
            throw DeskRefused.For(DeskProblem.UnknownOffice);
        }

        var consents = await Rows<Consent>(session.Context, c => c.CaseId == session.Case.Id, cancellation);
        var overrides = await Rows<Override>(session.Context, o => o.CaseId == session.Case.Id, cancellation);
        var kind = JsonNamingPolicy.SnakeCaseLower.ConvertName(target.Kind.ToString());
        return DisclosureBasis.Find(consents, overrides, Purpose.IdentificationDecision.Key, target.Key, Tier.Facts, session.At) is not null
            || DisclosureBasis.Find(consents, overrides, Purpose.IdentificationDecision.Key, kind, Tier.Facts, session.At) is not null
                ? target.Key
                : throw DeskRefused.For(DeskProblem.ConsentMissing);
    }

    private static async Task AbandonReturned(CaseSession session, CancellationToken cancellation)
    {
        foreach (var returned in await session.Context.Set<Proposal>().Where(p => p.CaseId == session.Case.Id && p.State == ProposalState.Returned).ToListAsync(cancellation))
        {
            returned.State = ProposalState.Abandoned;
            returned.Version++;
        }
    }

    private static async Task<Guid?> Latest(CaseSession session, string step, CancellationToken cancellation) =>
        await session.Context.Set<Decision>().Where(d => d.CaseId == session.Case.Id && d.Step == step).OrderByDescending(d => d.DecidedAt).Select(d => (Guid?)d.Id).FirstOrDefaultAsync(cancellation);

    private static string? Described(CaseSession session, EvidenceItem item) =>
        item.Description is { } words ? session.Open<string>(Tier.Facts, "evidence", "description", item.Id, 0, words) : null;

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
