using System.Collections.Immutable;
using System.Globalization;
using Palermo.Disclosure.Audit;
using Palermo.Disclosure.Relations;
using Palermo.Disclosure.Tables;

namespace Palermo.Tests.Disclosure.Audit;

/// <summary>Broken and hostile tables: a statement, never a crash, and work bounded by the budget of the search.</summary>
public sealed class HostileTableTests
{
    private static readonly TableShape Long = new("long table", "n", [], []);

    [Fact]
    public void CycleOfTotals_IsAnswered()
    {
        // A is the total of B and C, B of A and C: only C = 0 allows it.
        var table = TableAuditTests.Table("place,n", "A,<5", "B,<5", "C,<5");
        ImmutableArray<RelationRule> rules =
        [
            new("A = B + C", ["place"], new(["A"]), [new(["B"]), new(["C"])]),
            new("B = A + C", ["place"], new(["B"]), [new(["A"]), new(["C"])]),
        ];
        var report = TableAuditor.Audit(table, Long, rules, stop: TestContext.Current.CancellationToken).Report;
        Assert.Equal((1, 0), (report.RecoveredCells, report.ContradictoryGroups));
    }

    [Fact]
    public void TotalThatIsItsOwnPart_IsNoRelation()
    {
        var table = TableAuditTests.Table("place,n", "A,10", "B,<5");
        ImmutableArray<RelationRule> rules = [new("A = A + B", ["place"], new(["A"]), [new(["A"]), new(["B"])])];
        var report = TableAuditor.Audit(table, Long, rules, stop: TestContext.Current.CancellationToken).Report;
        Assert.Equal(1, report.HiddenCells);
    }

    [Fact]
    public void OneHugeComponent_IsBoundedAndSaysSo()
    {
        // 120 x 120 hidden cells under shown margins: no enumeration ends here; the bounds come without a proof of tightness.
        const int side = 120;
        var rows = new List<string> { $"Total,Total,{(side * side * 2).ToString(CultureInfo.InvariantCulture)}" };
        for (var i = 0; i < side; i++)
        {
            rows.Add($"r{i},Total,{side * 2}");
            rows.Add($"Total,c{i},{side * 2}");
            rows.AddRange(Enumerable.Range(0, side).Select(j => $"r{i},c{j},<5"));
        }

        var report = TableAuditor.Audit(TableAuditTests.Table("a,b,n", [.. rows]), Long, stop: TestContext.Current.CancellationToken).Report;
        Assert.Equal((side * side, 0, 0), (report.HiddenCells, report.RecoveredCells, report.ContradictoryGroups));
    }

    [Fact]
    public void ManyMarksWithoutAnEndInOneSum_AreNoContradiction()
    {
        // 20,000 marks of any size under one total: their upper ends together pass what a long holds.
        var rows = Enumerable.Range(0, 20_000).Select(i => $"p{i.ToString(CultureInfo.InvariantCulture)},*").Append("Total,70000").ToArray();
        var report = TableAuditor.Audit(TableAuditTests.Table("place,n", rows), Long, stop: TestContext.Current.CancellationToken).Report;
        Assert.Equal((20_000, 0, 0), (report.HiddenCells, report.ContradictoryGroups, report.RecoveredCells));
    }

    [Fact]
    public void ManyGroups_AreAudited()
    {
        var builder = new PublishedTableBuilder("big", ["place", "sex"]);
        string[] sexes = ["Total", "F", "M"];
        for (var i = 0; i < 33_334; i++)
        {
            var place = i.ToString(CultureInfo.InvariantCulture);
            builder.Add([place, sexes[0]], CellState.Shown, 10, 10);
            builder.Add([place, sexes[1]], CellState.Shown, 7, 7);
            builder.Add([place, sexes[2]], CellState.Hidden, 0, 4);
        }

        var report = TableAuditor.Audit(builder.Build(), Long, stop: TestContext.Current.CancellationToken).Report;
        Assert.Equal((100_002, 33_334), (report.Cells, report.RecoveredCells));
    }

    [Theory]
    [InlineData("")]
    [InlineData("one column only\n1\n")]
    [InlineData("\"unclosed,quote\n1,2\n")]
    public void BrokenFiles_AreRefusedWithTheirName(string content)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("palermo").FullName, "broken.csv");
        File.WriteAllText(path, content);
        var error = Assert.Throws<InvalidDataException>(() => ReleaseAuditor.Audit([path], new AuditOptions(), stop: TestContext.Current.CancellationToken));
        Assert.Contains("broken.csv", error.Message, StringComparison.Ordinal);
    }
}
