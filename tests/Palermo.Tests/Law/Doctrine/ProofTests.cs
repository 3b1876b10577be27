using System.Collections.Immutable;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Tests.Law.Doctrine;

/// <summary>D10, D20 to D23, D31 to D34, D36 and D37: what a finding is, how firm, and what never counts as one.</summary>
public sealed class ProofTests
{
    private static readonly StandardOfProof[] Standards =
        [StandardOfProof.Recorded, StandardOfProof.Alleged, StandardOfProof.ReasonableGrounds, StandardOfProof.Balance, StandardOfProof.BeyondDoubt];

    public static TheoryData<string> Ids => [.. DecidedCases.All.Select(c => c.Id)];

    public static TheoryData<string> Instruments => [.. Laws.Library.Definitions.Where(v => v.IsVerified).Select(v => v.Key)];

    [Fact]
    public void D10_Intent_IsInferredByAPersonNeverByTheEngine()
    {
        var everythingElse = Rules.Findings([.. Rules.Acts.Select(a => "+" + a), .. Rules.Means.Select(m => "+" + m), "-under_18"]);
        var inferred = new Finding("forced_labour", InputState.True) { Origin = FindingOrigin.Inference };

        Assert.True(Rules.Determine(everythingElse).Purpose.Value.IsUnknown);
        var bare = Rules.Determine(everythingElse.Add(inferred));
        Assert.True(bare.Result.IsUnknown);
        Assert.Contains(bare.Remarks, r => r.Kind == RemarkKind.InferenceWithoutBasis);
        Assert.True(Rules.Determine(everythingElse.Add(inferred with { InferredFrom = ["other_coercion", "harbouring"] })).Result.IsTrue);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void D20_LawfulEntry_IsNoBar(string id) => Unmoved(id, "lawful_entry");

    [Theory]
    [MemberData(nameof(Ids))]
    public void D21_FailureToLeave_IsNotFreedom(string id) => Unmoved(id, "could_have_left");

    [Fact]
    public void D22_PoorPayAndHoursAlone_NeverMakeAPurposeByCount()
    {
        string[] indicators = ["poor_pay", "long_hours", "poor_living_conditions", "passport_held", "debt", "no_contract", "no_days_off", "work_contrary_to_human_dignity"];
        var determination = Rules.Determine(["+recruitment", "+deception", "-under_18", .. indicators.Select(i => "+" + i)]);

        Assert.True(determination.Purpose.Value.IsUnknown);
        Assert.True(determination.Result.IsUnknown);
        Assert.False(Rules.Decided("uk-2011-sk").Result.IsTrue);
        Assert.False(Rules.Decided("no-2014-lb-9300").Result.IsTrue);
        Assert.False(Rules.Decided("us-2017-muchira").Result.IsTrue);
    }

    [Fact]
    public void D23_ChoresOrServitude_ThePurposeAloneSeparatesTwoSisters()
    {
        var (one, other) = (Rules.Decided("echr-2012-cn-v-france-cn"), Rules.Decided("echr-2012-cn-v-france-v"));

        Assert.True(one.Result.IsTrue);
        Assert.True(other.Result.IsFalse);
        Assert.Equal(one.Act.Value, other.Act.Value);
        Assert.NotEqual(one.Purpose.Value, other.Purpose.Value);
        ImmutableArray<Finding> household = [Rules.Found("harbouring"), Rules.Found("under_18"), Rules.Found("servitude") with { Victim = "elder" }, Rules.Found("purpose_any", InputState.False) with { Victim = "younger" }];
        Assert.True(Rules.Determine(household, null, new Query { Victim = "elder" }).Result.IsTrue);
        Assert.True(Rules.Determine(household, null, new Query { Victim = "younger" }).Result.IsFalse);
    }

    [Fact]
    public void D31_AllegedAndAssumedFacts_AreFactSetsNotFindings()
    {
        var known = Rules.Findings("+recruitment", "+under_18");
        var alleged = known.Add(Rules.Found("servitude") with { Set = FactSet.Alleged });
        var assumed = known.Add(Rules.Found("servitude") with { Set = FactSet.Assumed });

        Assert.True(Rules.Determine(alleged).Result.IsUnknown);
        Assert.True(Rules.Determine(alleged, null, new Query { Set = FactSet.Alleged }).Result.IsTrue);
        Assert.True(Rules.Determine(assumed).Result.IsUnknown);
        Assert.True(Rules.Determine(assumed, null, new Query { Set = FactSet.Assumed }).Result.IsTrue);
        Assert.True(Rules.Decided("echr-2012-m-italy-bulgaria").Result.IsUnknown);
    }

    [Theory]
    [MemberData(nameof(Instruments))]
    public void D32_RaisingTheStandard_OnlyMovesTowardsUnknown(string key)
    {
        var instrument = Laws.Library.Find(key)!;
        var variables = instrument.Evaluator.Definition.Variables & Vectors.Settable(instrument);
        var stream = new Stream(47);
        for (var i = 0; i < 20; i++)
        {
            var findings = Firm(stream, instrument, variables);
            var before = Rules.Determine(findings, instrument);
            foreach (var standard in Standards.Skip(1))
            {
                var after = Rules.Determine(findings, instrument, new Query { Standard = standard });
                Assert.True(before.Result.Refines(after.Result), $"{key} at {standard}: {before.Result} became {after.Result}");
                Assert.All(before.Elements.Zip(after.Elements), e => Assert.True(e.First.Value.Refines(e.Second.Value)));
                before = after;
            }
        }
    }

    [Fact]
    public void D32_FirmerFinding_PrevailsOverOneThatSaysOtherwise()
    {
        var known = Rules.Findings("+recruitment", "+forced_labour", "-under_18");
        var convicted = Rules.Found("deception") with { Standard = StandardOfProof.BeyondDoubt };
        var denied = Rules.Found("deception", InputState.False) with { Standard = StandardOfProof.Alleged };

        var both = Rules.Determine([.. known, convicted, denied]);
        Assert.True(both.Result.IsTrue);
        Assert.Contains(both.Remarks, r => r.Kind == RemarkKind.Outweighed && r.Atom == "deception");
        var equal = Rules.Determine([.. known, convicted, denied with { Standard = StandardOfProof.BeyondDoubt }]);
        Assert.True(equal.Result.IsUnknown);
        Assert.Contains(equal.Remarks, r => r.Kind == RemarkKind.Conflict && r.Atom == "deception");
    }

    [Fact]
    public void D33_GeneralVerdict_LeavesElementsOpen()
    {
        var determination = Rules.Decided("sg-2022-taraana");
        Assert.All(determination.Elements, e => Assert.True(e.Value.IsUnknown));
        Assert.True(determination.Result.IsUnknown);
        Assert.True(Rules.Decided("us-2016-fahra").Result.IsUnknown);
    }

    [Fact]
    public void D34_NonPunishment_FollowsAndNeverFeedsBack()
    {
        var europe = Rules.Instrument("coe-cets197/2005");
        var bare = Drafts.Changed(d => { }, "coe-cets197/2005") with { Consequences = [] };
        var met = Rules.Findings("+recruitment", "+deception", "+forced_criminality", "+forced_labour");

        Assert.Contains(Rules.Determine(met, europe).Consequences, c => c.Kind == ConsequenceKind.NonPunishment);
        Assert.Empty(Rules.Determine(Rules.Findings("+recruitment", "?deception"), europe).Consequences);
        Assert.Equal(Rules.Determine(met, europe).Result, Rules.Determine(met, bare).Result);
        Assert.Equal(Modality.Possibility, Rules.Determine(met, europe).Consequences.Single(c => c.Kind == ConsequenceKind.NonPunishment).Modality);
    }

    [Fact]
    public void D36_UncertainAge_IsPresumedChildForProtectionOnly()
    {
        var europe = Rules.Instrument("coe-cets197/2005");
        var findings = Rules.Findings("+recruitment", "+prostitution_of_others", "-means_any", "?under_18", "+reasons_to_believe_child");
        var (liability, protection) = (Rules.Determine(findings, europe), Rules.Determine(findings, europe, new Query { Mode = Mode.Protection }));

        Assert.True(liability.Result.IsUnknown);
        Assert.True(protection.Result.IsTrue);
        Assert.Contains(protection.Remarks, r => r.Kind == RemarkKind.ChildPresumed);
        Assert.True(Rules.Determine(findings, null, new Query { Mode = Mode.Protection }).Result.IsUnknown, "the Protocol has no presumption");
        var adult = Rules.Findings("+recruitment", "+prostitution_of_others", "-means_any", "-under_18", "+reasons_to_believe_child");
        Assert.True(Rules.Determine(adult, europe, new Query { Mode = Mode.Protection }).Result.IsFalse);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void D37_Status_ReadsNoVerdict(string id)
    {
        Unmoved(id, "convicted");
        Unmoved(id, "acquitted");
    }

    /// <summary>A statement that is no atom of any text changes nothing, whichever way it goes.</summary>
    private static void Unmoved(string id, string statement)
    {
        Assert.False(Laws.Library.KnowsAtom(statement));
        var facts = DecidedCases.Facts(id).Findings;
        var before = Rules.Determine(facts);
        foreach (var state in new[] { InputState.True, InputState.False, InputState.AskedUnknown })
        {
            var after = Rules.Determine(facts.Add(Rules.Found(statement, state)));
            Assert.Equal(before.Result, after.Result);
            Assert.Equal(before.Elements.Select(e => e.Value), after.Elements.Select(e => e.Value));
        }
    }

    private static ImmutableArray<Finding> Firm(Stream stream, InstrumentVersion instrument, ulong variables)
    {
        var findings = Vectors.Findings(Vectors.Draw(stream, variables, 10, 30), instrument).Select(f => f with { Standard = stream.Of(Standards) }).ToList();
        for (var extra = stream.Below(6); extra > 0 && findings.Count > 0; extra--)
        {
            findings.Add(stream.Of(findings) with { State = stream.Of<InputState>([InputState.True, InputState.False, InputState.Conflict, InputState.Refused]), Standard = stream.Of(Standards) });
        }

        for (var extra = stream.Below(3); extra > 0; extra--)
        {
            findings.Add(new Finding(stream.Of(instrument.Vocabulary.Groups).Id, stream.Of<InputState>([InputState.True, InputState.False])) { Standard = stream.Of(Standards) });
        }

        return [.. findings];
    }
}
