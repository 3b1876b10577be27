using System.Collections.Immutable;
using Palermo.Casework.Processes;
using Palermo.Law.Determinations;

namespace Palermo.Casework.Decisions;

/// <summary>What a proposal lacks before it can be decided.</summary>
public enum ProposalProblem
{
    NotDueInThisState,
    UnknownOutcome,

    /// <summary>An element that the result depends on has no reasons.</summary>
    ElementWithoutReasons,

    /// <summary>Reasons cite evidence that the case does not hold.</summary>
    UnknownEvidence,

    /// <summary>The outcome departs from what the findings establish and nothing says why.</summary>
    DepartureWithoutReason,

    /// <summary>The text is not verified: nothing may be decided under it.</summary>
    TextNotVerified,

    /// <summary>Two people edited a field at once and nobody has chosen.</summary>
    EditConflict,
}

/// <summary>The rules of deciding.</summary>
public static class ProposalRules
{
    public static ImmutableArray<ProposalProblem> Check(
        ProcessDefinition process, string state, string step, string outcome, ProposalReasons reasons, Determination determination, IReadOnlySet<string> evidence, bool hasEditConflict)
    {
        var problems = ImmutableArray.CreateBuilder<ProposalProblem>();
        var decision = process.DecisionIn(state);
        if (decision?.Id != step)
        {
            problems.Add(ProposalProblem.NotDueInThisState);
        }

        if (decision?.Find(outcome) is not { } chosen)
        {
            problems.Add(ProposalProblem.UnknownOutcome);
            return problems.ToImmutable();
        }

        if (!determination.IsComputed)
        {
            problems.Add(ProposalProblem.TextNotVerified);
        }

        if (NeededReasons(determination).Except(reasons.Elements.Where(r => !string.IsNullOrWhiteSpace(r.Words)).Select(r => r.Element), StringComparer.Ordinal).Any())
        {
            problems.Add(ProposalProblem.ElementWithoutReasons);
        }

        if (reasons.Elements.SelectMany(r => r.Evidence).Any(e => !evidence.Contains(e)))
        {
            problems.Add(ProposalProblem.UnknownEvidence);
        }

        if (Departs(chosen, determination) && string.IsNullOrWhiteSpace(reasons.Departure))
        {
            problems.Add(ProposalProblem.DepartureWithoutReason);
        }

        if (hasEditConflict)
        {
            problems.Add(ProposalProblem.EditConflict);
        }

        return problems.ToImmutable();
    }

    public static bool Departs(Outcome outcome, Determination determination) => outcome.Carried != DecisionContent.CarriedBy(determination);

    /// <summary>A second person reads before anybody is turned down, and whenever the outcome departs from the findings.</summary>
    public static bool NeedsSecondReader(Outcome outcome, Determination determination) => outcome.NeedsSecondReader || Departs(outcome, determination);

    /// <summary>The elements that need words of the decision-maker: all that the text has, and the age where it takes the place of the means.</summary>
    public static ImmutableArray<string> NeededReasons(Determination determination) =>
        [.. determination.Elements.Where(e => e.Exists).Select(e => e.IsRequired ? e.Element.ToString().ToLowerInvariant() : "age")];
}
