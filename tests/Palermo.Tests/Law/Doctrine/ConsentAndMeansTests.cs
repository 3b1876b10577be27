using System.Collections.Immutable;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Renderings;

namespace Palermo.Tests.Law.Doctrine;

/// <summary>D06, D07, D15 to D19, D24 and D38 to D40: consent, and what counts as a means.</summary>
public sealed class ConsentAndMeansTests
{
    public static TheoryData<string> Instruments => [.. Laws.Library.Definitions.Where(v => v.IsVerified).Select(v => v.Key)];

    [Theory]
    [MemberData(nameof(Instruments))]
    public void D06_Consent_NeverChangesAResultAndIsNoted(string key)
    {
        var instrument = Laws.Library.Find(key)!;
        Assert.DoesNotContain(instrument.Atoms, a => a.Id == ConsentNote.Atom);
        var stream = new Stream(43);
        for (var i = 0; i < 8; i++)
        {
            var findings = Vectors.Findings(Vectors.Draw(stream, instrument.Evaluator.Definition.Variables & Vectors.Settable(instrument), 12, 20), instrument);
            var (agreed, refused) = (findings.Add(Rules.Found("consent")), findings.Add(Rules.Found("consent", InputState.False)));
            var (with, without) = (Rules.Determine(agreed, instrument), Rules.Determine(refused, instrument));

            Assert.Equal(without.Result, with.Result);
            Assert.Equal(without.Elements.Select(e => e.Value), with.Elements.Select(e => e.Value));
            Assert.Equal(without.Open.StillMatters, with.Open.StillMatters);
            Assert.Equal(without.Offence, with.Offence);
            Assert.Contains(with.Remarks, r => r.Atom == ConsentNote.Atom);
            Assert.DoesNotContain(without.Remarks, r => r.Atom == ConsentNote.Atom);
        }
    }

    [Fact]
    public void D06_Consent_IsIrrelevantOnceAMeansWasUsedOrForAChild()
    {
        Assert.Contains(Rules.Determine("+recruitment", "+deception", "+forced_labour", "+consent").Remarks, r => r.Kind == RemarkKind.ConsentIrrelevant);
        Assert.Contains(Rules.Determine("+recruitment", "+under_18", "+forced_labour", "+consent").Remarks, r => r.Kind == RemarkKind.ConsentIrrelevant);
    }

    [Fact]
    public void D07_ConsentWhereNoMeansIsFound_IsEvidenceAndDecidesNothing()
    {
        var determination = Rules.Determine("+recruitment", "+forced_labour", "-under_18", "+consent");

        Assert.True(determination.Result.IsUnknown);
        Assert.Contains(determination.Remarks, r => r.Kind == RemarkKind.ConsentIsEvidence);
        Assert.Contains("The person is said to have agreed; that may be evidence against a means, but it decides nothing.", BlockWriter.Text(Reasons.Page(determination, "en")), StringComparison.Ordinal);
        Assert.Contains("قيل إن الشخص وافق؛ وقد يكون ذلك دليلاً ينفي الوسيلة، لكنه لا يحسم شيئاً.", BlockWriter.Text(Reasons.Page(determination, "ar")), StringComparison.Ordinal);
    }

    [Fact]
    public void D15_Vulnerability_ProtocolAndUnionWordingStayTwoAtoms()
    {
        var union = Rules.Instrument("eu-2011-36/2011").Atoms.Single(a => a.From.Any(f => f.Fact.Id == "abuse_of_vulnerability"));

        Assert.NotEqual(new AtomId("abuse_of_vulnerability"), union.Id);
        Assert.DoesNotContain(union.From, f => f.Relation == Relation.Equivalent);
        Assert.All(union.From, f => Assert.False(string.IsNullOrWhiteSpace(f.Why)));
        Assert.Contains(Rules.Protocol.Atoms, a => a.Id == "abuse_of_vulnerability");
    }

    [Fact]
    public void D16_Vulnerability_PositionWithoutAbuseStaysOpen()
    {
        var rule = Rules.Instrument("un-apov/2000");
        var query = new Query { SubDefinitions = [rule] };
        var (position, abused) = ($"{rule.Id}.no_real_and_acceptable_alternative", $"{rule.Id}.abused");
        ImmutableArray<Finding> known = [.. Rules.Findings("+recruitment", "+forced_labour", "-under_18"), Rules.Found(position)];

        Assert.True(Value(known).IsUnknown);
        Assert.True(Value(known.Add(Rules.Found(abused))).IsTrue);
        Assert.True(Value(known.Add(Rules.Found(abused, InputState.False))).IsFalse);
        Assert.True(Rules.Determine(known.Add(Rules.Found(abused)), null, query).Result.IsTrue);
        Assert.Contains(Rules.Determine(known.Add(Rules.Found(abused)), null, query).Remarks, r => r.Kind == RemarkKind.FromSubDefinition);

        Palermo.Law.Logic.Truth Value(ImmutableArray<Finding> findings) =>
            Rules.Determine(findings, null, query).Means.Atoms.Single(a => a.Atom == "abuse_of_vulnerability").Value;
    }

    [Fact]
    public void D17_MensRea_DiffersByElementAndText()
    {
        var parameters = Rules.Instrument("nl-sr-273f-1/2013").Parameters;

        Assert.Equal(MensRea.ConditionalIntent, parameters.MeansMensRea);
        Assert.Equal(MensRea.SpecificIntent, parameters.PurposeMensRea);
        Assert.Equal(MensRea.Intent, Rules.Protocol.Parameters.MeansMensRea);
        Assert.Equal(MensRea.SpecificIntent, Rules.Protocol.Parameters.PurposeMensRea);
    }

    [Fact]
    public void D18_ThreatBelieved_CountsHoweverItLooks()
    {
        Assert.True(Rules.Decided("de-2007-ethiopian-cook").Means.Value.IsTrue);
        foreach (var believed in new bool?[] { true, null })
        {
            var determination = Rules.Determine([.. Rules.Findings("+recruitment", "+forced_labour"), Rules.Found("other_coercion") with { Believed = believed, About = ["oath"] }]);
            Assert.True(determination.Means.Value.IsTrue);
            Assert.True(determination.Result.IsTrue);
        }
    }

    [Fact]
    public void D19_DeceptionAboutFreedomToStop_IsAMeansThoughTheWorkWasKnown()
    {
        Assert.True(Rules.Decided("au-2009-dobie").Means.Value.IsTrue);
        var determination = Rules.Determine([.. Rules.Findings("+recruitment", "+prostitution_of_others", "+consent"), Rules.Found("deception") with { About = ["freedom_to_stop"] }]);
        Assert.True(determination.Means.Value.IsTrue);
        Assert.True(determination.Result.IsTrue);
    }

    [Theory]
    [InlineData("use_of_force")]
    [InlineData("means_any")]
    public void D24_MeansNotShownToServeTheAct_IsOpen(string means)
    {
        Assert.True(Rules.Decided("de-2010-3str56-10").Means.Value.IsUnknown);
        var determination = Rules.Determine([.. Rules.Findings("+harbouring", "+prostitution_of_others", "-under_18"), Rules.Found(means) with { Nexus = Nexus.NotShown }]);

        Assert.True(determination.Means.Value.IsUnknown);
        Assert.True(determination.Result.IsUnknown);
        Assert.Contains(determination.Remarks, r => r.Kind == RemarkKind.NexusNotShown && r.Atom == means);
        Assert.True(Rules.Determine([.. Rules.Findings("+harbouring", "+prostitution_of_others"), Rules.Found(means) with { Nexus = Nexus.Shown }]).Result.IsTrue);
    }

    [Fact]
    public void D24_GermanText_AsksForTheNexus() => Assert.True(Rules.Instrument("de-stgb-232/2016").Parameters.NexusRequired);

    [Fact]
    public void D38_WagesToThePerson_AreNoPaymentToAController()
    {
        var known = Rules.Findings("+recruitment", "+forced_labour", "-under_18");
        var wages = Rules.Determine([.. known, Rules.Found("payments_to_controller") with { Target = MeansTarget.Victim }]);
        var same = Rules.Determine([.. known, Rules.Found("payments_to_controller") with { Controller = "p1", Victim = "p1" }]);
        var parents = Rules.Determine([.. known, Rules.Found("payments_to_controller") with { Controller = "p2", Victim = "p1", Target = MeansTarget.Controller }]);

        Assert.True(wages.Means.Value.IsUnknown);
        Assert.Contains(wages.Remarks, r => r.Kind == RemarkKind.PaidToThePerson);
        Assert.True(same.Means.Value.IsUnknown);
        Assert.True(parents.Means.Value.IsTrue);
        Assert.True(parents.Result.IsTrue);
    }

    [Fact]
    public void D39_MeansAgainstTheFamily_CountsWhereTheTextCoversIt()
    {
        ImmutableArray<Finding> findings = [.. Rules.Findings("+recruitment", "+forced_labour", "-under_18"), Rules.Found("threat_of_force") with { Target = MeansTarget.Family }];
        var victimOnly = Drafts.Changed(d => d["parameters"]!["meansTargets"] = new System.Text.Json.Nodes.JsonArray("victim"));
        var withFamily = Drafts.Changed(d => d["parameters"]!["meansTargets"] = new System.Text.Json.Nodes.JsonArray("victim", "family"));

        Assert.True(Rules.Determine(findings).Means.Value.IsTrue);
        Assert.True(Rules.Determine(findings, withFamily).Means.Value.IsTrue);
        var narrow = Rules.Determine(findings, victimOnly);
        Assert.True(narrow.Means.Value.IsUnknown);
        Assert.Contains(narrow.Remarks, r => r.Kind == RemarkKind.TargetNotCovered);
    }

    [Fact]
    public void D40_OrganRemoval_PaymentPromisedAndConsentChangeNothing()
    {
        Assert.True(Rules.Decided("xk-2013-medicus-director").Result.IsTrue);
        var determination = Rules.Determine([.. Rules.Findings("+recruitment", "+transportation", "+deception", "+organ_removal", "-under_18", "+consent"), Rules.Found("payment_promised_to_the_person")]);

        Assert.True(determination.Purpose.Value.IsTrue);
        Assert.True(determination.Result.IsTrue);
        Assert.Contains(determination.Remarks, r => r.Kind == RemarkKind.ConsentIrrelevant);
    }
}
