using System.Collections.Immutable;
using Palermo.Law.Facts;

namespace Palermo.Casework.Findings;

/// <summary>What a finding lacks. Each is a refusal with words of its own on the page.</summary>
public enum FindingProblem
{
    /// <summary>Neither evidence nor a reason why the account was accepted.</summary>
    NoGrounds,

    /// <summary>An exclusion says why: absence of evidence is not evidence of absence.</summary>
    ExclusionWithoutReason,

    /// <summary>The open purpose list is used only with a written reason.</summary>
    OpenListWithoutReason,

    /// <summary>An inference names the findings it rests on.</summary>
    InferenceWithoutBasis,

    /// <summary>A conflict is made by findings that contradict each other, not set by hand.</summary>
    ConflictIsNotSet,

    /// <summary>Neither the vocabulary nor an instrument knows the atom.</summary>
    UnknownAtom,

    /// <summary>A standard below reasonable grounds is no finding: it is an answer.</summary>
    StandardTooLow,
}

/// <summary>The rules that a finding must keep before it can stand.</summary>
public static class FindingRules
{
    private const string OpenList = "other_exploitation";

    public static ImmutableArray<FindingProblem> Check(CaseFinding finding, FindingGrounds grounds, Func<string, bool> knowsAtom)
    {
        var problems = ImmutableArray.CreateBuilder<FindingProblem>();
        if (!knowsAtom(finding.Atom))
        {
            problems.Add(FindingProblem.UnknownAtom);
        }

        if (finding.Standard < StandardOfProof.ReasonableGrounds)
        {
            problems.Add(FindingProblem.StandardTooLow);
        }

        switch (finding.State)
        {
            case InputState.Conflict:
                problems.Add(FindingProblem.ConflictIsNotSet);
                break;
            case InputState.True when finding.Evidence.IsDefaultOrEmpty && IsBlank(grounds.AcceptedBecause):
                problems.Add(FindingProblem.NoGrounds);
                break;
            case InputState.False when IsBlank(grounds.Reason):
                problems.Add(FindingProblem.ExclusionWithoutReason);
                break;
        }

        if (finding.State == InputState.True && finding.Atom == OpenList && IsBlank(grounds.Reason))
        {
            problems.Add(FindingProblem.OpenListWithoutReason);
        }

        if (finding.Origin == FindingOrigin.Inference && finding.InferredFrom.IsDefaultOrEmpty)
        {
            problems.Add(FindingProblem.InferenceWithoutBasis);
        }

        return problems.ToImmutable();
    }

    private static bool IsBlank(string? text) => string.IsNullOrWhiteSpace(text);
}
