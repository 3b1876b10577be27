using System.Collections.Immutable;
using Palermo.Casework.Access;
using Palermo.Casework.Consents;
using Palermo.Casework.Decisions;
using Palermo.Casework.Desks;
using Palermo.Casework.Parties;
using Palermo.Casework.Persons;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;
using Palermo.Law.Facts;

namespace Palermo.Casework.Demonstration;

/// <summary>Plays scripted cases through the desk, as people would: consent, interviews, evidence, referral, findings, decision.</summary>
public sealed class Player(CaseDesk desk, Cast cast)
{
    /// <summary>Plays one case to where its script ends.</summary>
    /// <param name="identity">Who the person is said to be; null: nobody is named.</param>
    public async Task<OpenedCase> PlayAsync(ScriptedCase script, PersonIdentity? identity, CancellationToken cancellation)
    {
        var (worker, intake) = (cast.Caseworker, Purpose.Intake);
        var opened = await OpenAsync(script, cancellation);
        var id = opened.CaseId;
        await desk.ChangeEpisodeAsync(worker, intake, id, opened.EpisodeId, 1, new EpisodeDraft(script.Episode.From, script.Episode.To, script.Episode.Countries), cancellation);
        if (script.Sex != RecordedSex.NotRecorded || identity is not null)
        {
            await desk.ChangePersonAsync(worker, intake, id, 1, new PersonDraft(script.Sex, [], [], [], identity), cancellation);
        }

        await AnswerAsync(script, opened, cancellation);
        foreach (var evidence in script.Evidence)
        {
            await desk.AddEvidenceAsync(worker, intake, id, new EvidenceDraft(evidence.Kind, evidence.Words, null), cancellation);
        }

        if (!script.Parties.IsEmpty)
        {
            await desk.AssignAsync(worker, Purpose.CasePlanning, id, cast.Liaison.UserId, AssignmentKind.Client, cancellation);
            foreach (var party in script.Parties)
            {
                var details = new PartyDetails([], [.. party.Identifiers.Select(i => new PartyIdentifier(i.Kind, i.Value))]);
                await desk.AddPartyAsync(cast.Liaison, Purpose.CriminalJustice, id, opened.EpisodeId, party.Acts, details, cancellation);
            }
        }

        await desk.MoveAsync(worker, Purpose.CasePlanning, id, "refer", null, cast.Authority.Office, cancellation);
        await DecideAsync(script, opened, cancellation);
        return opened;
    }

    private async Task<OpenedCase> OpenAsync(ScriptedCase script, CancellationToken cancellation)
    {
        var (worker, intake, wording) = (cast.Caseworker, Purpose.Intake, desk.Setting.Wording);
        var until = DateOnly.FromDateTime(desk.Setting.Time.GetUtcNow().UtcDateTime).AddDays(180);
        var consent = script.ChildBasis is not null ? null : new ConsentDraft(
            script.Consent.GivenBy, script.Consent.Assent, script.Consent.Purposes, script.Consent.Recipients, [nameof(Tier.Facts), nameof(Tier.Identity)], ConsentChannel.Spoken, "en", wording.Hash("en"), until);
        var draft = new CaseDraft(script.Age, script.AgeBasis, consent, script.ChildBasis) { HeardFrom = script.Interviews[0].HeardFrom, IsSynthetic = true, Private = true };
        var opened = await desk.OpenCaseAsync(worker, intake, draft, cancellation);
        if (script.ChildBasis is not null)
        {
            var file = await desk.OpenAsync(worker, intake, opened.CaseId, cancellation);
            await desk.ApproveOverrideAsync(cast.Supervisor, Purpose.CasePlanning, opened.CaseId, file.Overrides[0].Id, cancellation);
        }

        return opened;
    }

    private async Task AnswerAsync(ScriptedCase script, OpenedCase opened, CancellationToken cancellation)
    {
        var interview = opened.InterviewId;
        for (var i = 0; i < script.Interviews.Length; i++)
        {
            var scripted = script.Interviews[i];
            if (i > 0)
            {
                var today = DateOnly.FromDateTime(desk.Setting.Time.GetUtcNow().UtcDateTime);
                interview = await desk.StartInterviewAsync(cast.Caseworker, Purpose.Intake, opened.CaseId, new InterviewDraft(opened.EpisodeId, scripted.HeardFrom, today), cancellation);
            }

            ImmutableArray<AnswerDraft> answers = [.. scripted.Answers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => new AnswerDraft(a.Key, a.Value))];
            await desk.AnswerAsync(cast.Caseworker, Purpose.Intake, opened.CaseId, interview, answers, cancellation);
        }
    }

    private async Task DecideAsync(ScriptedCase script, OpenedCase opened, CancellationToken cancellation)
    {
        if (script.Findings.IsEmpty && script.Decision is null)
        {
            return;
        }

        var (authority, purpose, id) = (cast.Authority, Purpose.IdentificationDecision, opened.CaseId);
        await desk.AssignAsync(authority, purpose, id, authority.UserId, AssignmentKind.Worker, cancellation);
        await desk.FindAsync(authority, purpose, id,
            [.. script.Findings.Select(f => new FindingDraft(opened.EpisodeId, f.Atom, f.State == "true" ? InputState.True : InputState.False, StandardOfProof.ReasonableGrounds)
            {
                Reason = f.Reason, AcceptedBecause = f.AcceptedBecause, Evidence = f.Evidence,
            })], cancellation);
        if (script.Decision is not { } decision)
        {
            return;
        }

        var draft = new ProposalDraft(opened.EpisodeId, decision.Step, decision.Outcome, decision.Instrument, new ProposalReasons(decision.Reasons, null, "en"));
        var proposed = await desk.ProposeAsync(authority, purpose, id, draft, cancellation);
        if (proposed.State == ProposalState.AwaitingSecondReader)
        {
            await desk.AssignAsync(authority, purpose, id, cast.SecondReader.UserId, AssignmentKind.SecondReader, cancellation);
            proposed = await desk.ReadSecondAsync(cast.SecondReader, Purpose.DecisionReview, id, proposed.ProposalId, decision.Outcome, "read on the same findings; nothing was overlooked", cancellation);
        }

        if (proposed.DecisionId is { } made)
        {
            await desk.NotifyAsync(authority, purpose, id, made, "en", cancellation);
        }
    }
}
