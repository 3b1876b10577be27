using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Tests.Law.Doctrine;

/// <summary>D01 to D05, D08, D11, D25 and D26: what makes and unmakes an element.</summary>
public sealed class ElementTests
{
    public static TheoryData<string> Acts => [.. Rules.Acts];

    public static TheoryData<string> Means => [.. Rules.Means];

    public static TheoryData<string> Instruments => [.. Laws.Library.Definitions.Select(v => v.Key)];

    [Theory]
    [MemberData(nameof(Acts))]
    public void D01_Act_AnySingleOneIsEnough(string act)
    {
        var determination = Rules.Determine(["+" + act, .. Rules.Except(Rules.Acts, act, '-'), "+deception", "+forced_labour"]);

        Assert.True(determination.Act.Value.IsTrue);
        Assert.True(determination.Result.IsTrue);
        Assert.True(Rules.Determine([.. Rules.Acts.Select(a => "-" + a), "+deception", "+forced_labour"]).Result.IsFalse);
    }

    [Theory]
    [MemberData(nameof(Means))]
    public void D02_Means_AnySingleOneIsEnough(string means)
    {
        var determination = Rules.Determine(["+recruitment", "+" + means, .. Rules.Except(Rules.Means, means, '-'), "-under_18", "+forced_labour"]);

        Assert.True(determination.Means.Value.IsTrue);
        Assert.True(determination.Result.IsTrue);
        Assert.True(Rules.Determine(["+recruitment", .. Rules.Means.Select(m => "-" + m), "-under_18", "+forced_labour"]).Result.IsFalse);
    }

    [Theory]
    [MemberData(nameof(Means))]
    public void D03_Child_MeansNeverChangesTheResult(string means)
    {
        foreach (var other in "+-?")
        {
            foreach (var value in "+-?")
            {
                foreach (var purpose in "+-?")
                {
                    var determination = Rules.Determine(["+harbouring", "+under_18", value + means, .. Rules.Except(Rules.Means, means, other), purpose + "forced_labour", .. purpose == '-' ? new[] { "-purpose_any" } : []]);
                    Assert.Equal(purpose == '+' ? Truth.True : purpose == '-' ? Truth.False : Truth.Unknown, determination.Result);
                    Assert.False(determination.Means.IsRequired);
                    Assert.DoesNotContain(determination.Open.StillMatters, a => Rules.Means.Contains(a.Value));
                }
            }
        }
    }

    [Fact]
    public void D04_AgeNotKnownAndMeansFalse_StaysOpenOnAge()
    {
        Assert.True(Rules.Decided("de-aserio-giuseppe").Result.IsUnknown);
        var findings = DecidedCases.Facts("de-aserio-giuseppe").Findings.Add(Rules.Found("recruitment"));
        var determination = Rules.Determine(findings);

        Assert.True(determination.Result.IsUnknown);
        Assert.Equal(["under_18"], determination.Open.StillMatters.Select(a => a.Value));
        Assert.Equal("under_18", determination.Open.Ranked.Single().Id);
        Assert.True(Rules.Determine(findings.Add(Rules.Found("under_18"))).Result.IsTrue);
        Assert.True(Rules.Determine(findings.Add(Rules.Found("under_18", InputState.False))).Result.IsFalse);
    }

    [Fact]
    public void D05_AgeNotKnownAndMeansTrue_ActAndPurposeDecide()
    {
        foreach (var act in "+-?")
        {
            foreach (var purpose in "+-?")
            {
                var determination = Rules.Determine([act + "act_any", "+deception", purpose + "purpose_any"]);
                Assert.Equal(Value(act) & Value(purpose), determination.Result);
                Assert.DoesNotContain("under_18", determination.Open.StillMatters.Select(a => a.Value));
            }
        }

        static Truth Value(char sign) => sign == '+' ? Truth.True : sign == '-' ? Truth.False : Truth.Unknown;
    }

    [Fact]
    public void D08_Purpose_ExploitationNeedNotHaveHappened()
    {
        Assert.True(Rules.Decided("uk-2023-ekweremadu").Result.IsTrue);
        Assert.DoesNotContain(Laws.Library.Vocabulary.Facts, f => f.Id.Value.Contains("occurred", StringComparison.Ordinal) || f.Id.Value.Contains("happened", StringComparison.Ordinal));
        Assert.Equal(
            Rules.Determine("+recruitment", "+deception", "+organ_removal").Result,
            Rules.Determine("+recruitment", "+deception", "+organ_removal", "-exploitation_occurred").Result);
    }

    [Fact]
    public void D11_OpenList_ExcludingEverythingNamedLeavesItOpen()
    {
        var named = Rules.Purposes.Select(p => "-" + p).ToArray();
        var open = Rules.Determine(["+recruitment", "+deception", .. named]);

        Assert.True(open.Purpose.Value.IsUnknown);
        Assert.True(open.Purpose.IsOpenList);
        Assert.True(open.Result.IsUnknown);
        Assert.Equal(["other_exploitation"], open.Open.StillMatters.Select(a => a.Value));
        Assert.True(Rules.Determine(["+recruitment", "+deception", .. named, "-other_exploitation"]).Result.IsFalse);
        Assert.True(Rules.Determine("+recruitment", "+deception", "-purpose_any").Result.IsFalse);
    }

    [Theory]
    [MemberData(nameof(Instruments))]
    public void D11_EveryOpenListOfEveryText_IsClosedByItsOtherAlone(string key)
    {
        var instrument = Laws.Library.Find(key)!;
        var lists = Nodes(instrument.Definition).OfType<OpenListNode>().ToList();
        Assert.True(instrument.Parameters.PurposeList != PurposeList.Open || lists.Count > 0, "a list said to be open has an open end");
        foreach (var list in lists)
        {
            var other = BruteForce.VariablesOf(list.Other);
            var named = list.Named.Aggregate(0UL, (sum, n) => sum | BruteForce.VariablesOf(n)) & ~other;
            Assert.False(instrument.Evaluator.Evaluate(list, new FactVector(0, named)).IsFalse);
            Assert.True(instrument.Evaluator.Evaluate(list, new FactVector(0, named | other)).IsFalse);
        }
    }

    [Fact]
    public void D11_ClosedList_ExcludingEverythingNamedClosesIt()
    {
        var closed = Drafts.Changed(d =>
        {
            var purpose = d["nodes"]!["purpose"]!.AsObject();
            purpose["anyOf"] = purpose["openList"]!.DeepClone();
            purpose.Remove("openList");
            purpose.Remove("other");
            d["atoms"]!.AsArray().RemoveAll(a => a!["id"]!.GetValue<string>() == "other_exploitation");
            d["parameters"]!["purposeList"] = "closed";
        });

        Assert.True(Rules.Determine(Rules.Findings(["+recruitment", "+deception", .. Rules.Purposes.Select(p => "-" + p)]), closed).Result.IsFalse);
    }

    [Fact]
    public void D25_ReachOfActs_OneActRuledOutLeavesTheOthersOpen()
    {
        Assert.True(Rules.Decided("de-2023-2str87-22").Act.Value.IsUnknown);
        Assert.True(Rules.Determine("-transportation", "?harbouring", "+deception", "+prostitution_of_others").Act.Value.IsUnknown);
    }

    [Fact]
    public void D26_SmugglingBoundary_ActWithoutPurposeIsNotMet()
    {
        Assert.True(Rules.Decided("mw-kandulu-anthony").Result.IsFalse);
        var determination = Rules.Determine("+transportation", "+recruitment", "+deception", "+transnational", "-purpose_any");
        Assert.True(determination.Result.IsFalse);
        Assert.Contains(determination.Proof.DecidingLeaves(), l => l.Atom is { } a && Rules.Protocol.Vocabulary[a].Element == FactElement.Purpose);
    }

    private static IEnumerable<Node> Nodes(Node node) => node.Kids.SelectMany(Nodes).Prepend(node);
}
