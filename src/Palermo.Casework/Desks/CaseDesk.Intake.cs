using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Audit;
using Palermo.Casework.Cases;
using Palermo.Casework.Consents;
using Palermo.Casework.Episodes;
using Palermo.Casework.Facts;
using Palermo.Casework.Persons;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;

namespace Palermo.Casework.Desks;

public sealed partial class CaseDesk
{
    /// <summary>A code list that the notice and the forms take: two letters, or one of the two words.</summary>
    private static readonly ImmutableArray<string> OtherNationalities = ["stateless", "unknown"];

    /// <summary>
    /// Opens a case with its first episode and interview. An adult's case is opened only with a consent; a child's with the
    /// guardian's, or on a named provision that a second person then has to approve before anything may leave.
    /// </summary>
    public Task<OpenedCase> OpenCaseAsync(Actor actor, Purpose purpose, CaseDraft draft, CancellationToken cancellation)
    {
        var isChild = draft.Age is AgeStatus.Child or AgeStatus.PresumedChild;
        if (draft.Consent is null && !(isChild && !string.IsNullOrWhiteSpace(draft.ChildBasis)))
        {
            throw DeskRefused.For(DeskProblem.ConsentMissing);
        }

        if (draft.ChildBasis?.Length > LongestText)
        {
            throw DeskRefused.For(DeskProblem.TooLong);
        }

        if (draft.InterviewLanguage is { } language && !IsLanguage(language))
        {
            throw DeskRefused.For(DeskProblem.UnknownCode);
        }

        return Attempt(async () =>
        {
            using var turn = await setting.Database.TurnAsync(cancellation);
            await using var context = setting.Database.NewContext();
            await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
            var (at, ids) = (Now(), setting.Ids);
            var file = new Case
            {
                Id = ids.Next(), PersonId = ids.Next(), Reference = CaseReference.Next(ids), Office = actor.Office, Process = setting.Process.Key, State = setting.Process.Start,
                OpenedAt = at, OpenedBy = actor.UserId, ChangedAt = at, IsSynthetic = draft.IsSynthetic,
            };
            var keys = CaseKey.ForNewCase(file.Id, setting.Master);
            using var vault = new CaseVault(file.Id, setting.Master, keys);
            var scope = new CaseScope(file.Id, file.Office, IsAssigned: true, file.State, []) { IsOpener = true };
            var session = new CaseSession(context, setting.Policy, actor, purpose, file, scope, vault, at, "case.opened");
            try
            {
                session.Require(Tier.Facts, AccessRight.Write);
            }
            catch (DeskDenied denied)
            {
                await setting.Trail.AppendAsync(context, new AuditEvent(actor.UserId, "case.opened") { Office = actor.Office, Purpose = purpose.Key, Allowed = false, Reason = denied.Decision?.Reason ?? "", RequestId = requestId }, cancellation);
                await transaction.CommitAsync(cancellation);
                throw;
            }

            var episode = new Episode { Id = ids.Next(), CaseId = file.Id, Number = 1 };
            var interview = new Interview
            {
                Id = ids.Next(), CaseId = file.Id, EpisodeId = episode.Id, HeardFrom = draft.HeardFrom, HeldOn = Day(at), StartedAt = at, StartedBy = actor.UserId,
                Language = draft.InterviewLanguage, Interpreter = draft.Interpreter, Private = draft.Private,
            };
            context.AddRange(keys);
            context.AddRange(
                file,
                new Person { Id = file.PersonId, HomeCaseId = file.Id, AgeStatus = draft.Age },
                episode,
                interview,
                new Assignment { Id = ids.Next(), CaseId = file.Id, UserId = actor.UserId, From = at, By = actor.UserId },
                new CaseEvent { Id = ids.Next(), CaseId = file.Id, Move = "open", FromState = file.State, ToState = file.State, At = at, By = actor.UserId });
            if (draft.Age != AgeStatus.NotRecorded)
            {
                context.Add(new AgeRecord { Id = ids.Next(), PersonId = file.PersonId, CaseId = file.Id, Status = draft.Age, Basis = draft.AgeBasis, At = at, By = actor.UserId });
            }

            if (draft.Consent is { } consent)
            {
                await RequireRecipients(context, consent.Recipients, cancellation);
                context.Add(NewConsent(session, consent));
            }
            else
            {
                AddChildOverride(session, draft.ChildBasis!);
            }

            await setting.Trail.AppendAsync(context, session.Entry(allowed: true, null, requestId), cancellation);
            await transaction.CommitAsync(cancellation);
            return new OpenedCase(file.Id, file.Reference, episode.Id, interview.Id);
        });
    }

    /// <summary>Records, without any trace of the person, that an adult was met who did not agree.</summary>
    public Task RecordNoticeAsync(Actor actor, Purpose purpose, NoticeDraft draft, CancellationToken cancellation)
    {
        if (draft.Facts.Any(f => setting.Library.Vocabulary.Find(f) is null) || (draft.Nationality is { } nationality && !IsCountry(nationality)))
        {
            throw DeskRefused.For(DeskProblem.UnknownCode);
        }

        return ActBeside(
            (context, at) =>
            {
                var scope = new CaseScope(Guid.Empty, actor.Office, IsAssigned: true, "", []) { IsOpener = true };
                var decision = setting.Policy.Decide(actor, purpose, Tier.Facts, AccessRight.Write, scope, at);
                if (!decision.Allowed)
                {
                    throw new DeskDenied(decision.StepUpWouldDo, decision);
                }

                context.Add(new AnonymousNotice
                {
                    Id = setting.Ids.Next(), Month = new DateOnly(at.Year, at.Month, 1), Office = actor.Office, Sex = draft.Sex, Nationality = draft.Nationality,
                    Facts = [.. draft.Facts.Distinct().Order(StringComparer.Ordinal)],
                });
                return Task.FromResult(decision);
            },
            decision => new AuditEvent(actor.UserId, "notice.recorded") { Role = decision.Role, Office = actor.Office, Purpose = purpose.Key, Reason = decision.Reason, RecordType = "notice", Tiers = [Tier.Facts] },
            cancellation);
    }

    /// <summary>Takes down a further consent.</summary>
    public Task<Guid> ConsentAsync(Actor actor, Purpose purpose, Guid caseId, ConsentDraft draft, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "consent.given", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Write);
            await RequireRecipients(session.Context, draft.Recipients, cancellation);
            var consent = NewConsent(session, draft);
            session.Context.Add(consent);
            session.Record = ("consent", consent.Id);
            session.Change();
            return consent.Id;
        }, cancellation);

    /// <summary>Withdraws a consent. It takes effect at once and needs no reason.</summary>
    public Task WithdrawConsentAsync(Actor actor, Purpose purpose, Guid caseId, Guid consentId, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "consent.withdrawn", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Write);
            var consent = await session.Context.Set<Consent>().FirstOrDefaultAsync(c => c.Id == consentId && c.CaseId == caseId, cancellation)
                ?? throw DeskRefused.For(DeskProblem.UnknownRecord);
            consent.Withdraw(session.At, actor.UserId);
            session.Record = ("consent", consent.Id);
            session.Change();
            return true;
        }, cancellation);

    /// <summary>Asks for a disclosure without consent. It has no force until another person approves it.</summary>
    public Task<Guid> AskOverrideAsync(
        Actor actor, Purpose purpose, Guid caseId, string forPurpose, string recipient, ImmutableArray<Tier> tiers, string legalBasis, string reason, DateOnly reviewBy, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "override.asked", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Write);
            await RequireRecipients(session.Context, [recipient], cancellation);
            var review = reviewBy.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            var problems = ImmutableArray.CreateBuilder<DeskProblem>();
            AddIf(string.IsNullOrWhiteSpace(legalBasis) || string.IsNullOrWhiteSpace(reason), DeskProblem.ReasonMissing);
            AddIf(review <= session.At.UtcDateTime, DeskProblem.ReviewDateMissing);
            AddIf(tiers.Contains(Tier.Privileged), DeskProblem.PrivilegedNeverOverridden);
            AddIf(tiers.IsEmpty || !setting.Policy.Purposes.Contains(new Purpose(forPurpose)), DeskProblem.UnknownCode);
            AddIf(legalBasis.Length > 300 || reason.Length > LongestText, DeskProblem.TooLong);
            if (problems.Count > 0)
            {
                throw DeskRefused.For<DeskProblem>([.. problems]);
            }

            var id = setting.Ids.Next();
            session.Context.Add(new Override
            {
                Id = id, CaseId = caseId, Purpose = forPurpose, Recipient = recipient, Tiers = [.. tiers.Select(t => t.ToString())],
                Grounds = session.Seal(Tier.Facts, "override", "grounds", id, 0, new OverrideGrounds(legalBasis, reason)), AskedBy = actor.UserId, AskedAt = session.At, ReviewBy = new DateTimeOffset(review, TimeSpan.Zero),
            });
            session.Record = ("override", id);
            session.Change();
            return id;

            void AddIf(bool holds, DeskProblem problem)
            {
                if (holds)
                {
                    problems.Add(problem);
                }
            }
        }, cancellation);

    public Task ApproveOverrideAsync(Actor actor, Purpose purpose, Guid caseId, Guid overrideId, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "override.approved", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Read);
            session.Require(Tier.Workload, AccessRight.Write);
            var exception = await session.Context.Set<Override>().FirstOrDefaultAsync(o => o.Id == overrideId && o.CaseId == caseId, cancellation)
                ?? throw DeskRefused.For(DeskProblem.UnknownRecord);
            if (!exception.Approve(actor.UserId, session.At))
            {
                throw DeskRefused.For(exception.AskedBy == actor.UserId ? DeskProblem.SamePerson : DeskProblem.AlreadyDone);
            }

            session.Record = ("override", overrideId);
            session.Change();
            return true;
        }, cancellation);

    private static async Task RequireRecipients(CaseworkContext context, IEnumerable<string> recipients, CancellationToken cancellation)
    {
        var offices = recipients.Except(Recipients.Kinds, StringComparer.Ordinal).ToList();
        if (offices.Count > 0 && await context.Set<Office>().CountAsync(o => offices.Contains(o.Key), cancellation) != offices.Count)
        {
            throw DeskRefused.For(DeskProblem.UnknownCode);
        }
    }

    private Consent NewConsent(CaseSession session, ConsentDraft draft)
    {
        var until = new DateTimeOffset(draft.Until.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), TimeSpan.Zero);
        if (draft.Purposes.IsEmpty || draft.Recipients.IsEmpty || draft.Tiers.IsEmpty)
        {
            throw DeskRefused.For(DeskProblem.ConsentIncomplete);
        }

        if (draft.Purposes.Any(p => !setting.Policy.Purposes.Contains(new Purpose(p))) || draft.Tiers.Any(t => !Enum.TryParse<Tier>(t, out var tier) || tier.ToString() != t))
        {
            throw DeskRefused.For(DeskProblem.UnknownCode);
        }

        if (until <= session.At || until - session.At > TimeSpan.FromDays(setting.Wording.LongestDays + 1))
        {
            throw DeskRefused.For(DeskProblem.ConsentTooLong);
        }

        if (draft.WordingHash != setting.Wording.Hash(draft.Language))
        {
            throw DeskRefused.For(DeskProblem.WordingChanged);
        }

        var id = setting.Ids.Next();
        return new Consent
        {
            Id = id, CaseId = session.Case.Id, GivenBy = draft.GivenBy, Assent = draft.Assent, Purposes = draft.Purposes, Recipients = draft.Recipients, Tiers = draft.Tiers, Channel = draft.Channel,
            Language = draft.Language, Wording = setting.Wording.Key, WordingHash = draft.WordingHash, From = session.At, To = until, RecordedAt = session.At, RecordedBy = session.Actor.UserId,
            Conditions = string.IsNullOrWhiteSpace(draft.Conditions) ? null : session.Seal(Tier.Facts, "consent", "conditions", id, 0, draft.Conditions),
        };
    }

    private void AddChildOverride(CaseSession session, string basis)
    {
        var id = setting.Ids.Next();
        session.Context.Add(new Override
        {
            Id = id, CaseId = session.Case.Id, Purpose = Purpose.IdentificationDecision.Key, Recipient = "competent_authority", Tiers = [nameof(Tier.Facts), nameof(Tier.Identity)],
            Grounds = session.Seal(Tier.Facts, "override", "grounds", id, 0, new OverrideGrounds(basis, "a child, or presumed one, without a guardian who could consent")), AskedBy = session.Actor.UserId, AskedAt = session.At,
            ReviewBy = session.At.AddDays(60),
        });
    }

    /// <summary>A key of an office or of a kind of recipient: it stands in the clear, so it is no place for words.</summary>
    private static bool IsKey(string text) => text.Length is > 0 and <= 60 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-');

    /// <summary>A language tag such as <c>sq</c> or <c>zh-Hant</c> (BCP 47).</summary>
    private static bool IsLanguage(string tag) => LanguagePattern().IsMatch(tag);

    [GeneratedRegex(@"\A[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LanguagePattern();

    private static bool IsCountry(string code) => (code.Length == 2 && code.All(char.IsAsciiLetterUpper)) || OtherNationalities.Contains(code);
}
