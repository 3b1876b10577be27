using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Audit;
using Palermo.Casework.Cases;
using Palermo.Casework.Consents;
using Palermo.Casework.Contacts;
using Palermo.Casework.Decisions;
using Palermo.Casework.Determinations;
using Palermo.Casework.Episodes;
using Palermo.Casework.Evidence;
using Palermo.Casework.Facts;
using Palermo.Casework.Findings;
using Palermo.Casework.Persons;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;

namespace Palermo.Casework.Desks;

public sealed partial class CaseDesk
{
    private const string Blind = "blind-to-outcome";

    private const string Package = "package";

    /// <summary>Opens a case: its facts, and the person's identity where the actor may see it.</summary>
    public Task<CaseFile> OpenAsync(Actor actor, Purpose purpose, Guid caseId, CancellationToken cancellation) =>
        Look(actor, purpose, caseId, "case.read", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Read);
            var form = session.Form;
            if (form == Package)
            {
                // Whoever may see a package only sees none until there is one.
                throw new DeskDenied(stepUpWouldDo: false);
            }

            var mayIdentify = session.MayInFull(Tier.Identity, AccessRight.Read);
            var db = session.Context;
            var person = await db.Set<Person>().AsNoTracking().FirstAsync(p => p.Id == session.Case.PersonId, cancellation);
            var knowledge = await KnowledgeOf(session, cancellation);
            var consents = await Rows<Consent>(db, c => c.CaseId == caseId, cancellation);
            var overrides = await Rows<Override>(db, o => o.CaseId == caseId, cancellation);
            var proposals = await Rows<Proposal>(db, p => p.CaseId == caseId, cancellation);
            var contacts = await Rows<ContactRule>(db, c => c.CaseId == caseId, cancellation);
            var guardians = await Rows<Guardian>(db, g => g.CaseId == caseId, cancellation);
            var decisions = await Rows<Decision>(db, d => d.CaseId == caseId, cancellation);
            var events = await Rows<CaseEvent>(db, e => e.CaseId == caseId, cancellation);
            var readings = form == Blind ? [] : await Rows<SecondReading>(db, r => r.CaseId == caseId, cancellation);
            session.Touched("facts", "findings", "decisions");
            return new CaseFile
            {
                Case = session.Case,
                Person = person,
                MaySeeIdentity = mayIdentify,
                Identity = mayIdentify && person.Identity is { } identity && person.HomeCaseId == caseId
                    ? session.Open<PersonIdentity>(Tier.Identity, "person", "identity", person.Id, person.Version, identity) : null,
                Knowledge = knowledge,
                EvidenceWords = knowledge.Evidence.Where(e => e.Description is not null)
                    .ToImmutableDictionary(e => e.Id, e => session.Open<string>(Tier.Facts, "evidence", "description", e.Id, 0, e.Description!)),
                Interviews = [.. (await Rows<Interview>(db, i => i.CaseId == caseId, cancellation)).OrderBy(i => i.StartedAt)],
                Consents = [.. consents.OrderBy(c => c.RecordedAt)],
                Overrides = [.. overrides.OrderBy(o => o.AskedAt)],
                OverrideGrounds = overrides.ToImmutableDictionary(o => o.Id, o => GroundsOf(session, o)),
                Reservations = consents.Where(c => c.Conditions is not null).ToImmutableDictionary(c => c.Id, c => session.Open<string>(Tier.Facts, "consent", "conditions", c.Id, 0, c.Conditions!)),
                MaySeeParties = session.May(Tier.Exploiter, AccessRight.Read),
                Events = [.. events.OrderBy(e => e.At).ThenBy(e => e.Id)],
                // Why a case was taken up again may say what was decided before.
                EventReasons = form == Blind ? [] : events.Where(e => e.Reason is not null).ToImmutableDictionary(e => e.Id, e => session.Open<string>(Tier.Facts, "event", "reason", e.Id, 0, e.Reason!)),
                Guardians = [.. guardians.OrderBy(g => g.From).Select(g => new OpenedGuardian(g, mayIdentify ? session.Open<string>(Tier.Identity, "guardian", "details", g.Id, 0, g.Details) : null))],
                Proposals = form == Blind ? [] : [.. proposals.OrderBy(p => p.ProposedAt)],
                Readings = [.. readings.OrderBy(r => r.At).Select(r => new OpenedReading(r, session.Open<string>(Tier.Facts, "second-reading", "reason", r.Id, 0, r.Reason)))],
                Decisions = form == Blind ? [] : [.. decisions.OrderBy(d => d.DecidedAt)],
                Assignments = await Rows<Assignment>(db, a => a.CaseId == caseId, cancellation),
                Work = WorkItem.Of(session.Case, setting.Process, knowledge, guardians, consents, overrides, contacts, proposals),
                Sendable = Sendable(session, Tier.Facts, Tier.Identity),
                Kept = await KeptBy(session, cancellation, Tier.Facts, Tier.Identity),
                Form = form,
            };
        }, cancellation);

    /// <summary>That a case exists and where it stands, for those who may know no more: the receipt of whoever handed it over, the slip in a queue.</summary>
    public Task<CaseReceipt> ReceiptAsync(Actor actor, Purpose purpose, Guid caseId, CancellationToken cancellation) =>
        Look(actor, purpose, caseId, "case.receipt", session =>
        {
            // Whoever is to be given a package sees the slip as well: the list of their cases names it already.
            session.Require(session.May(Tier.Workload, AccessRight.Read) ? Tier.Workload : Tier.Facts, AccessRight.Read);
            return Task.FromResult(new CaseReceipt(caseId, session.Case.Reference, session.Case.State, session.Case.ChangedAt, session.Scope.IsInQueue, session.May(Tier.Exploiter, AccessRight.Read)));
        }, cancellation);

    /// <summary>Who read or changed a case, and which doors were opened in an emergency and why.</summary>
    public Task<CaseWatchers> WhoSawAsync(Actor actor, Purpose purpose, Guid caseId, CancellationToken cancellation) =>
        Look(actor, purpose, caseId, "case.who-saw", async session =>
        {
            session.Require(Tier.Workload, AccessRight.Read);
            var rows = await Rows<AuditEntry>(session.Context, e => e.CaseId == caseId, cancellation);
            var doors = await Rows<EmergencyAccess>(session.Context, d => d.CaseId == caseId, cancellation);
            var mayRead = !doors.IsEmpty && session.MayInFull(Tier.Facts, AccessRight.Read);
            return new CaseWatchers(
                [.. rows.OrderByDescending(e => e.Seq)],
                [.. doors.OrderByDescending(d => d.From).Select(d => new OpenedDoor(d, mayRead ? session.Open<string>(Tier.Facts, "emergency", "reason", d.Id, 0, d.Reason) : null))]);
        }, cancellation);

    /// <summary>What an override rests on. What opens at neither of its two places was changed, and fails as everything that was.</summary>
    private static OverrideGrounds GroundsOf(CaseSession session, Override exception)
    {
        try
        {
            return session.Open<OverrideGrounds>(Tier.Facts, "override", "grounds", exception.Id, 0, exception.Grounds);
        }
        catch (VaultException e) when (e.Problem == VaultProblem.Tampered && session.Opens(Tier.Facts, "override", "reason", exception.Id, 0, exception.Grounds))
        {
            return new OverrideGrounds(null, session.Open<string>(Tier.Facts, "override", "reason", exception.Id, 0, exception.Grounds));
        }
    }

    private static async Task<CaseKnowledge> KnowledgeOf(CaseSession session, CancellationToken cancellation)
    {
        var (db, id) = (session.Context, session.Case.Id);
        var facts = await Rows<StatedFact>(db, f => f.CaseId == id, cancellation);
        var findings = await Rows<CaseFinding>(db, f => f.CaseId == id, cancellation);
        return new CaseKnowledge(
            [.. (await Rows<Episode>(db, e => e.CaseId == id, cancellation)).OrderBy(e => e.Number)],
            facts,
            findings,
            await Rows<AgeRecord>(db, a => a.CaseId == id, cancellation),
            [.. (await Rows<EvidenceItem>(db, e => e.CaseId == id, cancellation)).OrderBy(e => e.Number)],
            findings.Where(f => f.Grounds is not null).ToImmutableDictionary(f => f.Id, f => session.Open<FindingGrounds>(Tier.Facts, "finding", "grounds", f.Id, 0, f.Grounds!)),
            facts.Where(f => f.Note is not null).ToImmutableDictionary(f => f.Id, f => session.Open<string>(Tier.Facts, "fact", "note", f.Id, 0, f.Note!)),
            session.At);
    }

    private static async Task<ImmutableArray<T>> Rows<T>(CaseworkContext db, System.Linq.Expressions.Expression<Func<T, bool>> which, CancellationToken cancellation) where T : class =>
        [.. await db.Set<T>().AsNoTracking().Where(which).ToListAsync(cancellation)];
}
