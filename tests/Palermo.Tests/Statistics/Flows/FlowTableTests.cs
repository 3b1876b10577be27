using Palermo.Statistics.Counts;
using Palermo.Statistics.Flows;
using Palermo.Statistics.Tables;

namespace Palermo.Tests.Statistics.Flows;

public sealed class FlowTableTests
{
    private static readonly FlowColumns Columns = new("from", "via", "to", null);

    [Fact]
    public void Of_WaysWithSeveralLegs_CountsEachLegAndRoleOnceAPerson()
    {
        // UA -> PL -> DE for 5, UA -> DE for 2, NG -> LY -> IT for 3, DE within for 4, one with no origin, one with nothing.
        var flows = FlowTable.Of(Counts(("UA", "PL", "DE", 5), ("UA", null, "DE", 2), ("NG", "NE;LY", "IT", 3), ("DE", null, "DE", 4), (null, "PL", "DE", 1), (null, null, null, 1)), Columns);

        Assert.Equal((16, 4, 10, 1, 0, 1), (flows.Total, flows.Internal, flows.CrossBorder, flows.OriginNotRecorded, flows.DestinationNotRecorded, flows.NeitherRecorded));
        Assert.Equal([new("UA", "DE", 7), new("NG", "IT", 3)], flows.Corridors);
        Assert.Equal(["UA>PL>DE", "NG>NE>LY>IT", "UA>DE"], flows.Routes.Select(r => string.Join('>', r.Countries)));
        Assert.Equal([new("PL", "DE", 5), new("UA", "PL", 5), new("LY", "IT", 3), new("NE", "LY", 3), new("NG", "NE", 3), new("UA", "DE", 2)], flows.Legs);
        var poland = flows.Roles.Single(r => r.Country == "PL");
        Assert.Equal((0, 6, 0, 0, 6), (poland.Source, poland.Transit, poland.Destination, poland.Internal, poland.Any));
        var germany = flows.Roles.Single(r => r.Country == "DE");
        Assert.Equal((0, 0, 7, 4, 11, "destination and internal"), (germany.Source, germany.Transit, germany.Destination, germany.Internal, germany.Any, germany.Roles));
        Assert.Equal(63.64m, germany.Share(germany.Destination));
    }

    [Fact]
    public void Of_ACountryPassedTwice_CountsThePersonOnceThere()
    {
        var flows = FlowTable.Of(Counts(("UA", "PL;UA;PL", "DE", 2)), Columns);

        Assert.Equal((2, 2, 0, 2), flows.Roles.Where(r => r.Country == "UA").Select(r => (r.Source, r.Transit, r.Destination, r.Any)).Single());
        Assert.Equal(2, flows.Roles.Single(r => r.Country == "PL").Any);
    }

    [Fact]
    public void Of_SeveralCitizenships_IsInternalWhereOneIsTheDestinationsAndElseInNoCorridor()
    {
        var flows = FlowTable.Of(Counts(("DE;TR", null, "DE", 2), ("AL;GR", null, "DE", 3)), Columns);

        Assert.Equal((2, 3, 3), (flows.Internal, flows.CrossBorder, flows.SeveralOrigins));
        Assert.Empty(flows.Corridors);
    }

    [Fact]
    public void Tables_OfFlows_AddUpAndShowTransitNotRecordedAsSuch()
    {
        var columns = Columns with { Transit = null };
        var counts = Counts(("UA", null, "DE", 7), ("DE", null, "DE", 4), (null, null, "DE", 1));
        var roles = FlowTables.Roles(FlowTable.Of(counts, columns), columns);
        var borders = FlowTables.Borders(counts, columns);

        Assert.Equal(CellState.NotRecorded, roles["DE", "transit"].State);
        Assert.Equal(7, roles["DE", "destination"].Count);
        Assert.Equal([4L, 7, 1, 12], borders.Observations.Select(o => o.Cell.Count));
        Assert.Equal(7, FlowTables.Corridors(FlowTable.Of(counts, columns), columns)[Axis.Total, "DE"].Count);
    }

    [Theory]
    [InlineData("sex")]
    [InlineData("age")]
    [InlineData("form")]
    [InlineData("year")]
    public void RolesBy_OfTheSample_EqualTheRolesOfEachGroup_AndAddUp(string by)
    {
        var frame = FrameCounts.Of(Palermo.Records.Frames.Frame.Read(Path.Combine(SharedData.Repository, "data", "samples", "routes.csv"), cancel: TestContext.Current.CancellationToken), "routes", null);
        var columns = FlowColumns.Of("palermo-routes")!;
        var counts = frame.Count(by, columns.Origin, columns.Transit!, columns.Destination);

        var roles = FlowTables.RolesBy(counts, columns, by);
        var combinations = FlowTables.Combinations(roles);

        Assert.Equal(StatTable.Product(roles.Axes).Count(), roles.Observations.Length);
        foreach (var code in counts[by].Codes)
        {
            // The same count asked for with a filter, as the other way to it.
            var alone = FlowTable.Of(frame.Count(new CountQuery([columns.Origin, columns.Transit!, columns.Destination], Filter.In(by, code), Measure.Records), TestContext.Current.CancellationToken), columns);
            foreach (var role in alone.Roles)
            {
                var here = roles.Observations.Where(o => o.Codes[0] == code && o.Codes[1] == role.Country).ToDictionary(o => o.Codes[2], o => o);
                Assert.Equal((role.Source, role.Transit, role.Destination, role.Internal, role.Any), (here["source"].Cell.Count, here["transit"].Cell.Count, here["destination"].Cell.Count, here["internal"].Cell.Count, here[Axis.Total].Cell.Count));
                Assert.Equal(role.Share(role.Source), here["source"].Share);
            }

            Assert.Equal(alone.Roles.Length, combinations[code, Axis.Total].Count);
            Assert.Equal(alone.Roles.Count(r => new[] { r.Source, r.Transit, r.Destination, r.Internal }.Count(n => n > 0) > 1), combinations[code, "combination"].Count);
        }

        foreach (var group in roles.Observations.GroupBy(o => (o.Codes[1], o.Codes[2])))
        {
            Assert.Equal(group.Single(o => o.Codes[0] == Axis.Total).Cell.Count, group.Where(o => o.Codes[0] != Axis.Total).Sum(o => o.Cell.Count));
        }
    }

    /// <summary>A hidden figure may be another role: the country is counted as withheld, unless two roles are printed anyway.</summary>
    [Fact]
    public void Combinations_OfAProtectedTable_SayNoMoreThanIsPrinted()
    {
        var counts = CountTable.Of(
            [new Dimension("sex", ["female"]), new Dimension("from", ["UA", "PL", "DE"]), new Dimension("to", ["PL", "DE"])],
            new Provenance([], "", [], [], []), [([1, 1, 1], 9), ([1, 2, 2], 7), ([1, 1, 2], 8), ([1, 3, 2], 2)]);
        var roles = FlowTables.RolesBy(counts, Columns with { Transit = null }, "sex");
        Assert.Equal((1, 0, 0, 2), Of(FlowTables.Combinations(roles)));

        // DE: the two people within it hidden leaves destination alone in print.
        var hidden = roles.Hide([.. roles.Observations.Select(o => o.Codes is ["female", "DE", "internal" or "_T"])]);
        Assert.Equal((1, 0, 1, 1), Of(FlowTables.Combinations(hidden)));
        Assert.Null(hidden.Observations.Single(o => o.Codes is ["female", "DE", "destination"]).Share);
        Assert.NotNull(hidden.Observations.Single(o => o.Codes is ["female", "PL", "destination"]).Share);

        static (long Source, long Destination, long Withheld, long Combination) Of(StatTable table) =>
            (table["female", "source"].Count, table["female", "destination"].Count, table["female", "withheld"] is { IsNumber: true } w ? w.Count : 0, table["female", "combination"].Count);
    }

    /// <summary>Who has two forms stands under both, and once in all.</summary>
    [Fact]
    public void RolesBy_OfSeveralFormsAPerson_CountsThePersonOnceInAll()
    {
        var counts = CountTable.Of(
            [new Dimension("labour", ["1"]), new Dimension("sexual", ["1"]), new Dimension("from", ["UA"]), new Dimension("to", ["DE"])],
            new Provenance([], "", [], [], []), [([1, 1, 1, 1], 6), ([1, 0, 1, 1], 5), ([0, 0, 1, 1], 4)])
            .Flags([("labour", "Labour"), ("sexual", "Sexual")], new Dimension("form", ["Labour", "Sexual"]), "1");
        var roles = FlowTables.RolesBy(counts, Columns with { Transit = null }, "form");
        Assert.Equal([11L, 6, 4, 15], roles.Axes[0].Codes.Select(c => roles[c, "UA", "source"].Count));
        Assert.True(roles.Overlaps);
    }

    private static CountTable Counts(params (string? From, string? Via, string? To, long People)[] ways)
    {
        Dimension List(string name, Func<(string? From, string? Via, string? To, long People), string?> of) => new(name, [.. ways.Select(of).OfType<string>().Distinct(StringComparer.Ordinal)]) { IsOpen = true };
        Dimension from = List("from", w => w.From), via = List("via", w => w.Via), to = List("to", w => w.To);
        return CountTable.Of([from, via, to], new Provenance([], "", [], [], []), ways.Select(w => (new[] { Code(from, w.From), Code(via, w.Via), Code(to, w.To) }, w.People)));

        static int Code(Dimension d, string? text) => text is null ? 0 : d.Code(text)!.Value;
    }
}
