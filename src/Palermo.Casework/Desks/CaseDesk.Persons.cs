using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Contacts;
using Palermo.Casework.Parties;
using Palermo.Casework.Persons;
using Palermo.Casework.Search;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Desks;

public sealed record ContactDraft(ContactChannel Channel, ContactPoint Point, TimeOnly? SafeFrom, TimeOnly? SafeTo, Voicemail Voicemail, bool IsVerifiedNow);

/// <summary>A way to reach the person, opened.</summary>
public sealed record OpenedContact(ContactRule Rule, ContactPoint Point);

public sealed record OpenedParty(Party Party, PartyDetails Details);

public sealed partial class CaseDesk
{
    /// <summary>Says who the person is. Identity is written only by those who may; the index is renewed with it.</summary>
    /// <param name="version">The version that the editor had before them.</param>
    public Task ChangePersonAsync(Actor actor, Purpose purpose, Guid caseId, int version, PersonDraft draft, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "person.changed", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Write);
            if (draft.Nationalities.Any(n => !IsCountry(n)) || draft.Languages.Any(l => !IsLanguage(l)) || draft.CommunicationNeeds.Any(n => !IsKey(n)))
            {
                throw DeskRefused.For(DeskProblem.UnknownCode);
            }

            var person = await session.Context.Set<Person>().FirstAsync(p => p.Id == session.Case.PersonId, cancellation);
            if (person.Version != version)
            {
                throw new DeskConflict();
            }

            // The seal binds the version, so an identity that stays is sealed anew under the next.
            var identity = draft.Identity;
            if (identity is not null)
            {
                session.Require(Tier.Identity, AccessRight.Write);
            }

            if (person.Identity is { } kept)
            {
                var standing = session.Open<PersonIdentity>(Tier.Identity, "person", "identity", person.Id, person.Version, kept);
                identity = identity is null ? standing : identity with { Relations = standing.Relations };
            }

            person.Version++;
            (person.Sex, person.Nationalities, person.Languages, person.CommunicationNeeds) = (draft.Sex, draft.Nationalities, draft.Languages, draft.CommunicationNeeds);
            if (identity is not null)
            {
                person.Identity = session.Seal(Tier.Identity, "person", "identity", person.Id, person.Version, identity);
                await Reindex(session, person.Id, NameBuckets(person.Id, identity.Names.Select(n => n.Value)).Concat(ExactBuckets(SearchBucket.PersonIdentifier, identity.Identifiers.Select(i => (i.Kind, i.Value)))), cancellation);
            }

            session.Record = ("person", person.Id);
            session.Touched("person.codes");
            session.Change();
            return true;
        }, cancellation);

    /// <summary>Records what is taken about the person's age. A presumption of childhood gives way only to an age determination.</summary>
    public Task RecordAgeAsync(Actor actor, Purpose purpose, Guid caseId, AgeStatus status, AgeBasis basis, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "person.age", async session =>
        {
            session.Require(Tier.Facts, AccessRight.Write);
            var person = await session.Context.Set<Person>().FirstAsync(p => p.Id == session.Case.PersonId, cancellation);
            if (!AgeRecord.MayFollow(person.AgeStatus, status, basis))
            {
                throw DeskRefused.For(DeskProblem.AgeNeedsDetermination);
            }

            // The identity's seal is bound to the version; only the status moves here, so the version stays.
            person.AgeStatus = status;
            var record = new AgeRecord { Id = setting.Ids.Next(), PersonId = person.Id, CaseId = caseId, Status = status, Basis = basis, At = session.At, By = actor.UserId };
            session.Context.Add(record);
            session.Record = ("age", record.Id);
            session.Change();
            return true;
        }, cancellation);

    public Task AddGuardianAsync(Actor actor, Purpose purpose, Guid caseId, GuardianKind kind, string details, bool conflictChecked, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "guardian.added", session =>
        {
            session.Require(Tier.Identity, AccessRight.Write);
            var id = setting.Ids.Next();
            session.Context.Add(new Guardian { Id = id, CaseId = caseId, Kind = kind, Details = session.Seal(Tier.Identity, "guardian", "details", id, 0, details), ConflictChecked = conflictChecked, From = session.At });
            session.Record = ("guardian", id);
            session.Change();
            return Task.FromResult(true);
        }, cancellation);

    public Task<Guid> AddContactAsync(Actor actor, Purpose purpose, Guid caseId, ContactDraft draft, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "contact.added", session =>
        {
            session.Require(Tier.Location, AccessRight.Write);
            var id = setting.Ids.Next();
            session.Context.Add(new ContactRule
            {
                Id = id, CaseId = caseId, Channel = draft.Channel, Point = session.Seal(Tier.Location, "contact", "point", id, 0, draft.Point), SafeFrom = draft.SafeFrom, SafeTo = draft.SafeTo,
                Voicemail = draft.Voicemail, VerifiedAt = draft.IsVerifiedNow ? session.At : null, RecordedAt = session.At, RecordedBy = actor.UserId,
            });
            session.Record = ("contact", id);
            session.Change();
            return Task.FromResult(id);
        }, cancellation);

    /// <summary>Where and how the person can be reached. Asks for a purpose that needs it and a fresh sign-in.</summary>
    public Task<ImmutableArray<OpenedContact>> ReadContactsAsync(Actor actor, Purpose purpose, Guid caseId, CancellationToken cancellation) =>
        Look(actor, purpose, caseId, "contact.read", async session =>
        {
            session.Require(Tier.Location, AccessRight.Read);
            var rules = await Rows<ContactRule>(session.Context, c => c.CaseId == caseId, cancellation);
            return rules.OrderBy(r => r.RecordedAt).Select(r => new OpenedContact(r, session.Open<ContactPoint>(Tier.Location, "contact", "point", r.Id, 0, r.Point))).ToImmutableArray();
        }, cancellation);

    /// <summary>Names somebody who acted, in the compartment of its own.</summary>
    public Task<Guid> AddPartyAsync(Actor actor, Purpose purpose, Guid caseId, Guid? episode, ImmutableArray<string> acts, PartyDetails details, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "party.added", async session =>
        {
            session.Require(Tier.Exploiter, AccessRight.Write);
            if (acts.Any(a => setting.Library.Vocabulary.Find(a) is null))
            {
                throw DeskRefused.For(DeskProblem.UnknownCode);
            }

            var id = setting.Ids.Next();
            session.Context.Add(new Party
            {
                Id = id, CaseId = caseId, EpisodeId = episode, Acts = acts, Details = session.Seal(Tier.Exploiter, "party", "details", id, 0, details), RecordedAt = session.At, RecordedBy = actor.UserId,
            });
            await Reindex(session, id, ExactBuckets(SearchBucket.PartyIdentifier, details.Identifiers.Select(i => (i.Kind, i.Value))), cancellation);
            session.Record = ("party", id);
            session.Change();
            return id;
        }, cancellation);

    /// <summary>The parties of a case, opened.</summary>
    public Task<ImmutableArray<OpenedParty>> ReadPartiesAsync(Actor actor, Purpose purpose, Guid caseId, CancellationToken cancellation) =>
        Look(actor, purpose, caseId, "party.read", async session =>
        {
            session.RequireInFull(Tier.Exploiter, AccessRight.Read);
            var parties = await Rows<Party>(session.Context, p => p.CaseId == caseId, cancellation);
            return parties.OrderBy(p => p.RecordedAt).Select(p => new OpenedParty(p, session.Open<PartyDetails>(Tier.Exploiter, "party", "details", p.Id, 0, p.Details))).ToImmutableArray();
        }, cancellation);

    /// <summary>
    /// Whether other cases, also this actor's, name a party by the same identifier. Buckets only suggest; a link is said only
    /// after both were opened and are equal, so cases that are not the actor's give no sign, not even a count.
    /// </summary>
    public async Task<ImmutableArray<Guid>> LinkedCasesAsync(Actor actor, Purpose purpose, Guid caseId, CancellationToken cancellation)
    {
        var own = await ReadPartiesAsync(actor, purpose, caseId, cancellation);
        var wanted = own.SelectMany(p => p.Details.Identifiers).Select(Normal).ToHashSet();
        var candidates = await Look(actor, purpose, caseId, "party.links", async session =>
        {
            session.RequireInFull(Tier.Exploiter, AccessRight.Read);
            var buckets = own.SelectMany(p => ExactBuckets(SearchBucket.PartyIdentifier, p.Details.Identifiers.Select(i => (i.Kind, i.Value)))).Select(b => b.Bucket).Distinct().ToList();
            return await session.Context.Set<SearchBucket>().AsNoTracking().Where(b => b.Field == SearchBucket.PartyIdentifier && b.CaseId != caseId && buckets.Contains(b.Bucket)).Select(b => b.CaseId).Distinct().ToListAsync(cancellation);
        }, cancellation);
        var linked = ImmutableArray.CreateBuilder<Guid>();
        foreach (var candidate in candidates)
        {
            try
            {
                var parties = await ReadPartiesAsync(actor, purpose, candidate, cancellation);
                if (parties.SelectMany(p => p.Details.Identifiers).Select(Normal).Any(wanted.Contains))
                {
                    linked.Add(candidate);
                }
            }
            catch (DeskDenied)
            {
                // Not this actor's case: it gives no sign.
            }
        }

        return linked.ToImmutable();

        static (IdentifierKind, string) Normal(PartyIdentifier identifier) => (identifier.Kind, Identifier.Normalise(identifier.Kind, identifier.Value));
    }

    private IEnumerable<(string Field, int Bucket)> NameBuckets(Guid record, IEnumerable<string> names) =>
        names.SelectMany(n => Index.NameBuckets(record, n)).Select(b => (SearchBucket.Name, b));

    private IEnumerable<(string Field, int Bucket)> ExactBuckets(string field, IEnumerable<(IdentifierKind Kind, string Value)> identifiers) =>
        identifiers.Select(i => Index.Exact(i.Kind, i.Value)).OfType<int>().Select(b => (field, b));

    private static async Task Reindex(CaseSession session, Guid record, IEnumerable<(string Field, int Bucket)> buckets, CancellationToken cancellation)
    {
        var wanted = buckets.ToHashSet();
        var standing = await session.Context.Set<SearchBucket>().Where(b => b.RecordId == record).ToListAsync(cancellation);
        session.Context.RemoveRange(standing.Where(b => !wanted.Contains((b.Field, b.Bucket))));
        session.Context.AddRange(wanted.Except(standing.Select(b => (b.Field, b.Bucket))).Select(b => new SearchBucket { Field = b.Field, Bucket = b.Bucket, RecordId = record, CaseId = session.Case.Id }));
    }

    private BlindIndex Index => LazyInitializer.EnsureInitialized(ref _index, () => new BlindIndex(setting.Keys));

    private BlindIndex? _index;
}
