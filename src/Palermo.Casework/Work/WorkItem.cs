using System.Collections.Immutable;
using Palermo.Casework.Cases;
using Palermo.Casework.Consents;
using Palermo.Casework.Contacts;
using Palermo.Casework.Decisions;
using Palermo.Casework.Determinations;
using Palermo.Casework.Persons;
using Palermo.Casework.Processes;

namespace Palermo.Casework.Work;

public enum WorkKind
{
    /// <summary>A child or presumed child has nobody to speak for them.</summary>
    GuardianNeeded,

    /// <summary>Two people edited one field at once; a person has to choose.</summary>
    EditConflict,

    /// <summary>The process has a decision due in this state.</summary>
    DecisionDue,

    SecondReadingDue,

    /// <summary>The second reader came to another outcome.</summary>
    ProposalReturned,

    ConsentEnding,

    ConsentEnded,

    /// <summary>Nobody has made sure lately that the way of contact is safe.</summary>
    ContactUnverified,

    OverrideToApprove,

    OverrideToReview,
}

/// <summary>Something to be done in a case. Derived from what stands in it, never stored, so it is never stale.</summary>
/// <param name="Due">When it should be done; null: as soon as may be.</param>
public sealed record WorkItem(WorkKind Kind, DateTimeOffset? Due = null)
{
    /// <summary>A consent that ends within this time is asked for again.</summary>
    public static readonly TimeSpan ConsentWarning = TimeSpan.FromDays(28);

    public static ImmutableArray<WorkItem> Of(
        Case file,
        ProcessDefinition process,
        CaseKnowledge knowledge,
        IReadOnlyCollection<Guardian> guardians,
        IReadOnlyCollection<Consent> consents,
        IReadOnlyCollection<Override> overrides,
        IReadOnlyCollection<ContactRule> contacts,
        IReadOnlyCollection<Proposal> proposals)
    {
        var at = knowledge.AsOf;
        var items = ImmutableArray.CreateBuilder<WorkItem>();
        if (knowledge.Age is AgeStatus.Child or AgeStatus.PresumedChild && !guardians.Any(g => g.From <= at && !(g.To <= at)))
        {
            items.Add(new(WorkKind.GuardianNeeded));
        }

        if (!knowledge.EditConflicts.IsEmpty)
        {
            items.Add(new(WorkKind.EditConflict));
        }

        if (proposals.Any(p => p.State == ProposalState.AwaitingSecondReader))
        {
            items.Add(new(WorkKind.SecondReadingDue));
        }
        else if (proposals.Any(p => p.State == ProposalState.Returned))
        {
            items.Add(new(WorkKind.ProposalReturned));
        }
        else if (process.DecisionIn(file.State) is not null)
        {
            items.Add(new(WorkKind.DecisionDue));
        }

        // Of several consents only the one that lasts longest is a reason to ask again.
        if (consents.Count > 0 && consents.Where(c => c.HoldsAt(at)).Select(c => (DateTimeOffset?)c.To).Max() is var last)
        {
            if (last is null)
            {
                items.Add(new(WorkKind.ConsentEnded));
            }
            else if (last - at <= ConsentWarning)
            {
                items.Add(new(WorkKind.ConsentEnding, last));
            }
        }

        foreach (var exception in overrides)
        {
            if (exception.ApprovedBy is null)
            {
                items.Add(new(WorkKind.OverrideToApprove));
            }
            else if (exception.ReviewBy - at <= ConsentWarning)
            {
                items.Add(new(WorkKind.OverrideToReview, exception.ReviewBy));
            }
        }

        if (contacts.Any(c => c.EndedAt is null && (c.VerifiedAt is not { } verified || at - verified > SafeContact.VerifiedFor)))
        {
            items.Add(new(WorkKind.ContactUnverified));
        }

        return items.ToImmutable();
    }
}
