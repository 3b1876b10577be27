using System.Collections.Immutable;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Tests.Law.Doctrine;

/// <summary>D09, D12 to D14, D27 to D30 and D35: scope, roles, slices of time and place, other offences, departures.</summary>
public sealed class ScopeAndRoleTests
{
    public static TheoryData<string> Ids => [.. DecidedCases.All.Select(c => c.Id)];

    [Fact]
    public void D09_Purpose_IsHeldByTheActorAndMayBeCarriedOutByAnother()
    {
        ImmutableArray<Finding> findings =
        [
            Rules.Found("recruitment") with { Actor = "recruiter" },
            Rules.Found("transfer") with { Actor = "recruiter" },
            Rules.Found("deception") with { Actor = "recruiter" },
            Rules.Found("forced_labour") with { Actor = "recruiter", Exploiter = "farm" },
        ];

        Assert.True(Rules.Determine(findings, null, new Query { Actor = "recruiter" }).Result.IsTrue);
        Assert.True(Rules.Determine(findings, null, new Query { Actor = "farm" }).Result.IsUnknown);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void D12_InternalTrafficking_ScopeNeverMovesTheDefinition(string id)
    {
        var facts = DecidedCases.Facts(id).Findings.RemoveAll(f => f.Atom == "transnational" || f.Atom == "organized_criminal_group");
        var open = Rules.Determine(facts);
        foreach (var border in "+-?")
        {
            foreach (var group in "+-?")
            {
                var determination = Rules.Determine([.. facts, .. Rules.Findings(border + "transnational", group + "organized_criminal_group")]);
                Assert.Equal(open.Result, determination.Result);
                Assert.Equal(border == '-' || group == '-' ? Truth.False : border == '+' && group == '+' ? Truth.True : Truth.Unknown, determination.CooperationApplies);
            }
        }
    }

    [Fact]
    public void D13_CouncilOfEurope_CoversNationalTraffickingWithoutOrganisedCrime()
    {
        var europe = Rules.Instrument("coe-cets197/2005");
        var findings = Rules.Findings("+recruitment", "+deception", "+forced_labour", "-transnational", "-organized_criminal_group");
        var (protocol, convention) = (Rules.Determine(findings), Rules.Determine(findings, europe));

        Assert.True(protocol.Result.IsTrue);
        Assert.Equal(Truth.False, protocol.CooperationApplies);
        Assert.True(convention.Result.IsTrue);
        Assert.Equal(Truth.True, convention.CooperationApplies);
    }

    [Fact]
    public void D14_StoppedAtTheBorder_FullOffenceWhereRecruitingIsEnoughAttemptWhereMovementIsNeeded()
    {
        var stopped = Rules.Findings(["+recruitment", .. Rules.Except(Rules.Acts, "recruitment", '-'), "+deception", "+prostitution_of_others", "+intentional_attempt"]);
        var movement = Drafts.Changed(d =>
        {
            d["nodes"]!["act"]!["anyOf"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["atom"] = "transportation" });
            d["derived"]![0]!["formula"] = System.Text.Json.Nodes.JsonNode.Parse(
                """{ "allOf": [ { "anyOf": [ { "atom": "recruitment" }, { "atom": "transfer" }, { "atom": "harbouring" }, { "atom": "receipt" } ], "cite": ["s5_2a"] }, { "ref": "means_or_child" }, { "ref": "purpose" } ], "cite": ["s5_2a"] }""");
        });

        Assert.True(Rules.Determine(stopped).Result.IsTrue);
        var attempt = Rules.Determine(stopped, movement);
        Assert.True(attempt.Result.IsFalse);
        Assert.Equal(Truth.True, attempt.Derived.Single(d => d.Offence.Id == "attempt").Value);
        Assert.Equal(["attempt", "accomplice", "organising"], Rules.Protocol.Derived.Select(d => d.Id));
        Assert.Equal([Modality.ShallWhereAppropriate, Modality.Shall, Modality.Shall], Rules.Protocol.Derived.Select(d => d.Modality));
        Assert.All(Rules.Determine(stopped).Derived, d => Assert.True(d.Value.IsUnknown, "an offence without a formula is named, never found"));
    }

    [Fact]
    public void D27_Customer_IsNoActorByPresence()
    {
        Assert.True(Rules.Decided("in-2023-telangana-customer").Act.Value.IsUnknown);
        Assert.True(Rules.Determine("-act_any", "?deception", "+sexual_exploitation_other").Result.IsFalse);
        Assert.True(Rules.Determine([.. Rules.Findings("+deception", "+prostitution_of_others"), Rules.Found("recruitment") with { Actor = "recruiter" }], null, new Query { Actor = "customer" }).Act.Value.IsUnknown);
        foreach (var key in new[] { "coe-cets197/2005", "eu-2011-36/2024" })
        {
            Assert.Contains(Rules.Instrument(key).Derived, d => d.Id == "knowing_use");
        }
    }

    [Fact]
    public void D28_RoleByRole_SameEventDifferentResults()
    {
        Assert.True(Rules.Decided("xk-2013-medicus-director").Result.IsTrue);
        Assert.True(Rules.Decided("xk-2016-medicus-assistants").Result.IsUnknown);
        ImmutableArray<Finding> one =
        [
            Rules.Found("recruitment") with { Actor = "director" },
            Rules.Found("deception") with { Actor = "director" },
            Rules.Found("organ_removal") with { Actor = "director" },
            Rules.Found("receipt") with { Actor = "assistant" },
        ];
        Assert.True(Rules.Determine(one, null, new Query { Actor = "director" }).Result.IsTrue);
        Assert.True(Rules.Determine(one, null, new Query { Actor = "assistant" }).Result.IsUnknown);
    }

    [Fact]
    public void D29_TimeSlice_PartAndWholeAreDifferentQuestions()
    {
        Assert.True(Rules.Decided("echr-2017-j-austria").Result.IsUnknown);
        var there = new Interval(new DateOnly(2006, 1, 1), new DateOnly(2010, 6, 30));
        var here = new Interval(new DateOnly(2010, 7, 1), new DateOnly(2010, 7, 3));
        ImmutableArray<Finding> findings =
        [
            Rules.Found("recruitment") with { Place = "AE", When = there },
            Rules.Found("other_coercion") with { Place = "AE", When = there },
            Rules.Found("forced_labour") with { Place = "AE", When = there },
            Rules.Found("transportation") with { Place = "AT", When = here },
        ];

        Assert.True(Rules.Determine(findings).Result.IsTrue);
        Assert.True(Rules.Determine(findings, null, new Query { Place = "AE" }).Result.IsTrue);
        Assert.True(Rules.Determine(findings, null, new Query { Place = "AT" }).Result.IsUnknown);
        Assert.True(Rules.Determine(findings, null, new Query { When = here }).Result.IsUnknown);
        Assert.True(Rules.Determine(findings, null, new Query { When = here }).Act.Value.IsTrue);
    }

    [Fact]
    public void D30_LawAtTheTimeOfConduct_SameFactsTwoDatesTwoResults()
    {
        Rules.Instrument("eu-2011-36/2024");
        var marriage = Rules.Findings(["+recruitment", "+deception", "+forced_marriage", .. Rules.Purposes.Select(p => "-" + p), "-other_exploitation", "-begging", "-forced_criminality"]);
        var (before, after) = (Laws.Library.Find("eu-2011-36", new DateOnly(2024, 7, 13))!, Laws.Library.Find("eu-2011-36", new DateOnly(2024, 7, 14))!);

        Assert.Equal("2011", before.Version);
        Assert.Equal("2024", after.Version);
        Assert.False(Rules.Determine(marriage, before).Result.IsTrue);
        Assert.True(Rules.Determine(marriage, after).Result.IsTrue);
        Assert.Null(Laws.Library.Find("eu-2011-36", new DateOnly(2000, 1, 1)));
    }

    [Fact]
    public void D35_Departure_CitesAnElementAndAReason()
    {
        var determination = Rules.Determine("+recruitment", "+deception", "+forced_labour");
        var departure = new Departure(determination, "purpose", Truth.False, "the work was paid as agreed and could be left", "prosecutor");

        Assert.Equal(Rules.Protocol.Purpose!.Cite, departure.Cite);
        Assert.Same(determination, departure.From);
        Assert.Throws<DepartureException>(() => new Departure(determination, "", Truth.False, "a reason", "prosecutor"));
        Assert.Throws<DepartureException>(() => new Departure(determination, "credibility", Truth.False, "a reason", "prosecutor"));
        Assert.Throws<DepartureException>(() => new Departure(determination, "purpose", Truth.False, "  ", "prosecutor"));
        Assert.Throws<DepartureException>(() => new Departure(determination, "purpose", Truth.False, "a reason", ""));
        Assert.Throws<DepartureException>(() => new Departure(determination, "purpose", Truth.True, "a reason", "prosecutor"));
    }
}
