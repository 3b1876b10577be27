using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Audit;
using Palermo.Casework.Cases;
using Palermo.Casework.Decisions;
using Palermo.Casework.Persons;
using Palermo.Casework.Search;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;

namespace Palermo.Casework.Desks;

/// <summary>Which cases to list.</summary>
/// <param name="State">Only this state; null: any.</param>
/// <param name="After">The last case of the page before, for the next; null: from the start.</param>
public sealed record CaseloadQuery(bool OnlyMine = true, string? State = null, CaseloadMark? After = null, int Size = 50);

/// <summary>Where a page of the list ended.</summary>
public sealed record CaseloadMark(DateTimeOffset ChangedAt, Guid CaseId);

/// <summary>A case in a list.</summary>
/// <param name="Name">The person's name where the actor may see it; null: masked, or none recorded.</param>
public sealed record CaseloadRow(Guid CaseId, string Reference, string State, RiskLevel Risk, DateTimeOffset OpenedAt, DateTimeOffset ChangedAt, bool IsMine, bool IsSynthetic, AgeStatus Age, string? Name);

/// <summary>One page of a list. It tells nothing of cases outside it, not even how many there are.</summary>
public sealed record CaseloadPage(ImmutableArray<CaseloadRow> Rows, CaseloadMark? Next);

/// <summary>What is searched for. Only one of the parts is used, in this order.</summary>
public sealed record SearchQuery(string? Reference, (IdentifierKind Kind, string Value)? Identifier, string? Name);

public sealed partial class CaseDesk
{
    /// <summary>The actor's own cases, or the office's list or queue. Names stand only beside cases whose identity the actor may see, and each is recorded.</summary>
    public Task<CaseloadPage> CaseloadAsync(Actor actor, Purpose purpose, CaseloadQuery query, CancellationToken cancellation) =>
        LookBeside(
            async (context, at, seen) =>
            {
                var size = Math.Clamp(query.Size, 1, 200);
                var mine = context.Set<Assignment>().Where(a => a.UserId == actor.UserId && (a.To == null || a.To > at));
                var cases = context.Set<Case>().AsNoTracking();
                cases = query.OnlyMine
                    ? cases.Where(c => mine.Any(a => a.CaseId == c.Id))
                    : cases.Where(c => c.Office == actor.Office || c.DecidingOffice == actor.Office);
                if (query.State is { } state)
                {
                    cases = cases.Where(c => c.State == state);
                }

                if (query.After is { } after)
                {
                    cases = cases.Where(c => c.ChangedAt < after.ChangedAt || (c.ChangedAt == after.ChangedAt && c.Id.CompareTo(after.CaseId) > 0));
                }

                var page = await cases.OrderByDescending(c => c.ChangedAt).ThenBy(c => c.Id).Take(size + 1).ToListAsync(cancellation);
                var rows = await Rows(context, actor, purpose, page.Take(size).ToList(), at, "case.listed", seen, cancellation);
                return new CaseloadPage(rows, page.Count > size ? new CaseloadMark(page[size - 1].ChangedAt, page[size - 1].Id) : null);
            },
            page => new AuditEvent(actor.UserId, "caseload.read") { Office = actor.Office, Purpose = purpose.Key, RecordType = "caseload", Tiers = page.Rows.IsEmpty ? [] : [Tier.Workload] },
            cancellation);

    /// <summary>
    /// Finds cases by their number, by an exact identifier or by a name in any script and spelling. Only cases that the actor may
    /// open are answered, and nothing tells of others.
    /// </summary>
    public Task<ImmutableArray<CaseloadRow>> SearchAsync(Actor actor, Purpose purpose, SearchQuery query, CancellationToken cancellation) =>
        LookBeside(
            async (context, at, seen) =>
            {
                var found = await Candidates(context, actor, query, at, cancellation);
                var rows = await Rows(context, actor, purpose, found, at, "search.hit", seen, cancellation, query);
                return rows;
            },
            _ => new AuditEvent(actor.UserId, "search") { Office = actor.Office, Purpose = purpose.Key, RecordType = "search" },
            cancellation);

    private async Task<List<Case>> Candidates(CaseworkContext context, Actor actor, SearchQuery query, DateTimeOffset at, CancellationToken cancellation)
    {
        const int Most = 500;

        // Frequent names fill more than a page: what is out of the actor's reach must not crowd out what is within.
        var mine = context.Set<Assignment>().Where(a => a.UserId == actor.UserId && (a.To == null || a.To > at));
        var reachable = context.Set<Case>().AsNoTracking().Where(c => c.Office == actor.Office || c.DecidingOffice == actor.Office || c.OpenedBy == actor.UserId || mine.Any(a => a.CaseId == c.Id));
        var cases = context.Set<Case>().AsNoTracking();
        if (query.Reference is { } typed)
        {
            var reference = CaseReference.Read(typed);
            return reference is null ? [] : await cases.Where(c => c.Reference == reference).ToListAsync(cancellation);
        }

        var buckets = context.Set<SearchBucket>().AsNoTracking();
        if (query.Identifier is { } identifier)
        {
            if (Index.Exact(identifier.Kind, identifier.Value) is not { } bucket)
            {
                return [];
            }

            var hits = buckets.Where(b => b.Field == SearchBucket.PersonIdentifier && b.Bucket == bucket).Select(b => b.CaseId);
            return await reachable.Where(c => hits.Contains(c.Id)).OrderByDescending(c => c.ChangedAt).Take(Most).ToListAsync(cancellation);
        }

        if (query.Name is not { Length: > 0 and <= 200 } name)
        {
            return [];
        }

        foreach (var tolerant in new[] { false, true })
        {
            var groups = Index.NameSearch(name, tolerant);
            if (groups.IsEmpty)
            {
                return [];
            }

            // The buckets' key holds the record, so an intersection by record reads the index alone.
            var persons = groups
                .Select(group => group.ToList())
                .Select(wanted => buckets.Where(b => b.Field == SearchBucket.Name && wanted.Contains(b.Bucket)).Select(b => b.RecordId))
                .Aggregate((all, next) => all.Intersect(next));
            var found = await reachable.Where(c => persons.Contains(c.PersonId)).OrderByDescending(c => c.ChangedAt).Take(Most).ToListAsync(cancellation);
            if (found.Count > 0 || tolerant)
            {
                return found;
            }
        }

        return [];
    }

    /// <summary>Rows of a list, and an entry for each that shows a name. With a query, only those that match after opening.</summary>
    private async Task<ImmutableArray<CaseloadRow>> Rows(CaseworkContext context, Actor actor, Purpose purpose, List<Case> cases, DateTimeOffset at, string action, List<AuditEvent> seen, CancellationToken cancellation, SearchQuery? query = null)
    {
        var ids = cases.ConvertAll(c => c.Id);
        var personIds = cases.ConvertAll(c => c.PersonId);
        var assignments = await context.Set<Assignment>().AsNoTracking().Where(a => ids.Contains(a.CaseId) && a.UserId == actor.UserId && (a.To == null || a.To > at)).ToListAsync(cancellation);
        var awaiting = await context.Set<Proposal>().AsNoTracking().Where(p => ids.Contains(p.CaseId) && p.State == ProposalState.AwaitingSecondReader).Select(p => new { p.CaseId, p.ProposedBy }).ToListAsync(cancellation);
        var persons = await context.Set<Person>().AsNoTracking().Where(p => personIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
        var keys = await context.Set<CaseKey>().AsNoTracking().Where(k => ids.Contains(k.CaseId) && k.Tier == Tier.Identity).ToDictionaryAsync(k => k.CaseId, cancellation);
        var rows = ImmutableArray.CreateBuilder<CaseloadRow>();
        foreach (var file in cases)
        {
            var mine = assignments.Where(a => a.CaseId == file.Id).Select(a => a.Kind).ToList();
            var scope = ScopeOf(actor, file, mine, awaiting.Find(p => p.CaseId == file.Id)?.ProposedBy);
            var may = setting.Policy.Decide(actor, purpose, Tier.Workload, scope, at);
            var mayFacts = setting.Policy.Decide(actor, purpose, Tier.Facts, scope, at);
            if (!may.Allowed && !mayFacts.Allowed)
            {
                continue;
            }

            var person = persons[file.PersonId];
            var mayName = setting.Policy.Decide(actor, purpose, Tier.Identity, scope, at) is { Allowed: true, Form: "full" };
            PersonIdentity? identity = null;
            if (mayName && person.Identity is { } sealedIdentity && person.HomeCaseId == file.Id && keys.TryGetValue(file.Id, out var key))
            {
                using var vault = new CaseVault(file.Id, setting.Master, [key]);
                identity = System.Text.Json.JsonSerializer.Deserialize<PersonIdentity>(vault.Open(Tier.Identity, new FieldId("person", "identity", person.Id, person.Version), new Sealed(sealedIdentity)), SealedJson.Options);
            }

            if (query is not null && !Matches(query, identity))
            {
                continue;
            }

            if (identity is not null)
            {
                seen.Add(new AuditEvent(actor.UserId, action)
                {
                    Office = actor.Office, Purpose = purpose.Key, Role = mayFacts.Role, Reason = "granted", CaseId = file.Id, RecordType = "person", RecordId = person.Id, Fields = ["person.identity"], Tiers = [Tier.Identity], RequestId = requestId,
                });
            }

            rows.Add(new CaseloadRow(file.Id, file.Reference, file.State, file.Risk, file.OpenedAt, file.ChangedAt, mine.Contains(AssignmentKind.Worker), file.IsSynthetic, person.AgeStatus, identity?.ShownName));
        }

        return rows.ToImmutable();
    }

    /// <summary>A bucket only suggests. What was searched for by name or identifier is answered only where the opened identity holds it.</summary>
    private static bool Matches(SearchQuery query, PersonIdentity? identity)
    {
        if (query.Reference is not null)
        {
            return true;
        }

        if (identity is null)
        {
            return false;
        }

        if (query.Identifier is { } wanted)
        {
            var normal = Identifier.Normalise(wanted.Kind, wanted.Value);
            return identity.Identifiers.Any(i => i.Kind == wanted.Kind && Identifier.Normalise(i.Kind, i.Value) == normal);
        }

        var stored = identity.Names.SelectMany(n => NameTokens.Stored(n.Value)).ToHashSet(StringComparer.Ordinal);
        return NameTokens.Searched(query.Name!, tolerant: true).All(word => word.Any(stored.Contains));
    }
}
