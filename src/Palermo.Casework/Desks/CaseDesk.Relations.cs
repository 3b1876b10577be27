using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Facts;
using Palermo.Casework.Parties;
using Palermo.Casework.Persons;
using Palermo.Casework.Unsent;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Desks;

/// <summary>Somebody around the person, as it is taken down.</summary>
public sealed record RelationDraft(string? Who, RelationKind Kind, RelationRisk Risk, HeardFrom StatedBy, string? Note = null);

/// <summary>A party as one actor may see it.</summary>
/// <param name="Details">Null: only that there is one and what it is said to have done.</param>
public sealed record ListedParty(Party Party, PartyDetails? Details);

/// <summary>The parties of a case.</summary>
/// <param name="IsExcerpt">The actor may see which acts are ascribed and to how many, and not to whom.</param>
/// <param name="MayAdd">The actor may name another.</param>
/// <param name="Kept">What the actor began to write about another, and has not sent.</param>
public sealed record PartiesOfCase(string Reference, ImmutableArray<ListedParty> Parties, ImmutableArray<(Guid Id, int Number)> Episodes, bool IsExcerpt, bool MayAdd, KeptWords? Kept);

public sealed partial class CaseDesk
{
    /// <summary>The most relations that one person's file holds.</summary>
    public const int MostRelations = 100;

    /// <summary>Records somebody around the person, whether or not they have a name.</summary>
    /// <param name="version">The version of the person that the editor had before them.</param>
    public Task AddRelationAsync(Actor actor, Purpose purpose, Guid caseId, int version, RelationDraft draft, CancellationToken cancellation) =>
        ChangeRelationsAsync(actor, purpose, caseId, version, "relation.added", session =>
        {
            if (draft is { Who: null, Kind: RelationKind.NotRecorded, Note: null })
            {
                throw DeskRefused.For(DeskProblem.ReasonMissing);
            }

            if (draft.Who?.Length > 200 || draft.Note?.Length > 2000)
            {
                throw DeskRefused.For(DeskProblem.TooLong);
            }

            var relation = new Relationship(setting.Ids.Next(), Given(draft.Who), draft.Kind, draft.Risk, draft.StatedBy, session.At, Given(draft.Note));
            return known => known.Length < MostRelations ? known.Add(relation) : throw DeskRefused.For(DeskProblem.TooLong);
        }, cancellation);

    /// <summary>Takes a relation out of the file: it was an error, or the person does not want it kept.</summary>
    public Task RemoveRelationAsync(Actor actor, Purpose purpose, Guid caseId, int version, Guid relation, CancellationToken cancellation) =>
        ChangeRelationsAsync(actor, purpose, caseId, version, "relation.removed", _ => known =>
            known.RemoveAll(r => r.Id == relation) is { } left && left.Length < known.Length ? left : throw DeskRefused.For(DeskProblem.UnknownRecord), cancellation);

    /// <summary>The parties of a case: in full for those whose compartment it is, as an excerpt for those who decide.</summary>
    public Task<PartiesOfCase> PartiesAsync(Actor actor, Purpose purpose, Guid caseId, CancellationToken cancellation) =>
        Look(actor, purpose, caseId, "party.read", async session =>
        {
            session.Require(Tier.Exploiter, AccessRight.Read);
            var excerpt = session.Form != "full";
            var parties = await Rows<Party>(session.Context, p => p.CaseId == caseId, cancellation);
            var episodes = await session.Context.Set<Episodes.Episode>().AsNoTracking().Where(e => e.CaseId == caseId).OrderBy(e => e.Number).Select(e => new { e.Id, e.Number }).ToListAsync(cancellation);
            return new PartiesOfCase(
                session.Case.Reference,
                [.. parties.OrderBy(p => p.RecordedAt).Select(p => new ListedParty(p, excerpt ? null : session.Open<PartyDetails>(Tier.Exploiter, "party", "details", p.Id, 0, p.Details)))],
                [.. episodes.Select(e => (e.Id, e.Number))],
                excerpt,
                !excerpt && session.May(Tier.Exploiter, AccessRight.Write),
                (await KeptBy(session, cancellation, Tier.Exploiter)).GetValueOrDefault(KeptForm.Party.Key));
        }, cancellation);

    private Task ChangeRelationsAsync(
        Actor actor, Purpose purpose, Guid caseId, int version, string action, Func<CaseSession, Func<ImmutableArray<Relationship>, ImmutableArray<Relationship>>> prepare, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, action, async session =>
        {
            // Who is around somebody says who they are and what happened: it takes both tiers.
            session.RequireInFull(Tier.Facts, AccessRight.Write);
            session.RequireInFull(Tier.Identity, AccessRight.Write);
            var person = await session.Context.Set<Person>().FirstAsync(p => p.Id == session.Case.PersonId, cancellation);
            if (person.Version != version)
            {
                throw new DeskConflict();
            }

            var identity = person.Identity is { } kept ? session.Open<PersonIdentity>(Tier.Identity, "person", "identity", person.Id, person.Version, kept) : PersonIdentity.None;
            identity = identity with { Relations = prepare(session)(identity.Relations) };
            person.Version++;
            person.Identity = session.Seal(Tier.Identity, "person", "identity", person.Id, person.Version, identity);
            session.Record = ("person", person.Id);
            session.Touched("person.relations");
            session.Change();
            return true;
        }, cancellation);
}
