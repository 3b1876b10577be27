using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Storage;
using Palermo.Casework.Unsent;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Desks;

/// <summary>What is kept of a form that was not sent.</summary>
/// <param name="Fields">What was given, by the field's name; a field may hold several.</param>
public sealed record KeptWords(DateTimeOffset SavedAt, ImmutableDictionary<string, ImmutableArray<string>> Fields);

public sealed partial class CaseDesk
{
    /// <summary>The most characters that are kept of one form, names of fields included.</summary>
    public const int LongestForm = 200_000;

    /// <summary>The form that the next act sends: what was kept of it goes in the same transaction.</summary>
    public KeptForm? Sends { get; init; }

    /// <summary>This desk, for an act that sends a form.</summary>
    public CaseDesk Sending(KeptForm? form) => new(setting, requestId) { OnlyAtVersion = OnlyAtVersion, Sends = form };

    /// <summary>Keeps what somebody has written so far. It is theirs alone: the case counts no change and shows nobody else anything.</summary>
    public Task KeepFormAsync(Actor actor, Purpose purpose, Guid caseId, KeptForm form, ImmutableDictionary<string, ImmutableArray<string>> fields, CancellationToken cancellation)
    {
        if (fields.Sum(f => f.Key.Length + f.Value.Sum(v => (long)v.Length)) > LongestForm)
        {
            throw DeskRefused.For(DeskProblem.TooLong);
        }

        return Act(actor, purpose, caseId, "form.kept", async session =>
        {
            session.Require(form.Tier, form.Right);
            var row = await Begun(session.Context, actor, caseId, form, cancellation);
            var (id, version) = row is null ? (setting.Ids.Next(), 1) : (row.Id, row.Version + 1);
            var words = session.Seal(form.Tier, "form", form.Key, id, version, fields);
            if (row is null)
            {
                session.Context.Add(new UnsentForm { Id = id, CaseId = caseId, By = actor.UserId, Form = form.Key, SavedAt = session.At, Fields = words });
            }
            else
            {
                (row.Version, row.SavedAt, row.Fields) = (version, session.At, words);
            }

            session.Record = ("form", id);
            return true;
        }, cancellation);
    }

    /// <summary>Throws away what somebody kept of a form.</summary>
    public Task DropFormAsync(Actor actor, Purpose purpose, Guid caseId, KeptForm form, CancellationToken cancellation) =>
        Act(actor, purpose, caseId, "form.dropped", async session =>
        {
            session.Require(form.Tier, form.Right);
            await Drop(session.Context, actor, caseId, form, cancellation);
            return true;
        }, cancellation);

    private static async Task Drop(CaseworkContext context, Actor actor, Guid caseId, KeptForm form, CancellationToken cancellation)
    {
        if (await Begun(context, actor, caseId, form, cancellation) is { } row)
        {
            context.Remove(row);
        }
    }

    private static Task<UnsentForm?> Begun(CaseworkContext context, Actor actor, Guid caseId, KeptForm form, CancellationToken cancellation) =>
        context.Set<UnsentForm>().FirstOrDefaultAsync(f => f.CaseId == caseId && f.By == actor.UserId && f.Form == form.Key, cancellation);

    /// <summary>What the actor kept of the forms of some tiers, by the form's key.</summary>
    private static async Task<ImmutableDictionary<string, KeptWords>> KeptBy(CaseSession session, CancellationToken cancellation, params ImmutableArray<Tier> tiers)
    {
        var kept = ImmutableDictionary.CreateBuilder<string, KeptWords>(StringComparer.Ordinal);
        foreach (var row in await Rows<UnsentForm>(session.Context, f => f.CaseId == session.Case.Id && f.By == session.Actor.UserId, cancellation))
        {
            if (KeptForm.All.FirstOrDefault(f => f.Key == row.Form) is { } form && tiers.Contains(form.Tier) && session.May(form.Tier, form.Right))
            {
                session.Require(form.Tier, form.Right);
                kept[form.Key] = new(row.SavedAt, session.Open<ImmutableDictionary<string, ImmutableArray<string>>>(form.Tier, "form", form.Key, row.Id, row.Version, row.Fields));
            }
        }

        return kept.ToImmutable();
    }

    /// <summary>The forms of some tiers that the actor may send.</summary>
    private static ImmutableArray<KeptForm> Sendable(CaseSession session, params ImmutableArray<Tier> tiers) =>
        [.. KeptForm.All.Where(f => tiers.Contains(f.Tier) && session.May(f.Tier, f.Right))];
}
