using System.Collections.Immutable;
using Palermo.Casework.Findings;
using Palermo.Law.Facts;

namespace Palermo.Tests.Casework.Findings;

public sealed class FindingRulesTests
{
    [Theory]
    [InlineData("deception", InputState.True, false, null, null, FindingProblem.NoGrounds)]
    [InlineData("deception", InputState.True, true, null, null, null)]
    [InlineData("deception", InputState.True, false, null, "consistent", null)]
    [InlineData("deception", InputState.True, false, "because", null, FindingProblem.NoGrounds)]
    [InlineData("deception", InputState.True, false, null, "  ", FindingProblem.NoGrounds)]
    [InlineData("deception", InputState.False, true, null, null, FindingProblem.ExclusionWithoutReason)]
    [InlineData("deception", InputState.False, false, "looked for", null, null)]
    [InlineData("other_exploitation", InputState.True, true, null, null, FindingProblem.OpenListWithoutReason)]
    [InlineData("other_exploitation", InputState.True, true, "comparable", null, null)]
    [InlineData("deception", InputState.Conflict, true, "x", "x", FindingProblem.ConflictIsNotSet)]
    [InlineData("deception", InputState.AskedUnknown, false, null, null, null)]
    [InlineData("no_such_atom", InputState.AskedUnknown, false, null, null, FindingProblem.UnknownAtom)]
    public void Finding_WithTheseGrounds_StandsOrLacks(string atom, InputState state, bool evidence, string? reason, string? accepted, FindingProblem? lacks)
    {
        var finding = Finding(atom, state, evidence ? [Guid.AllBitsSet] : []);
        var problems = FindingRules.Check(finding, new FindingGrounds(reason, accepted), a => a != "no_such_atom");
        Assert.Equal(lacks is { } one ? [one] : [], problems);
    }

    [Theory]
    [InlineData(StandardOfProof.Recorded)]
    [InlineData(StandardOfProof.Alleged)]
    public void Finding_BelowReasonableGrounds_IsAnAnswerNotAFinding(StandardOfProof standard) =>
        Assert.Contains(FindingProblem.StandardTooLow, FindingRules.Check(Finding("deception", InputState.True, [Guid.AllBitsSet], standard), new(null, null), _ => true));

    private static CaseFinding Finding(string atom, InputState state, ImmutableArray<Guid> evidence, StandardOfProof standard = StandardOfProof.ReasonableGrounds) => new()
    {
        Id = Guid.Empty, CaseId = Guid.Empty, EpisodeId = Guid.Empty, Atom = atom, State = state, Standard = standard, Role = "r", Office = "o", RecordedBy = Guid.Empty, RecordedAt = default, Evidence = evidence,
    };
}
