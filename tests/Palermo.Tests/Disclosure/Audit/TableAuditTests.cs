using System.Globalization;
using CsCheck;
using Palermo.Disclosure.Audit;
using Palermo.Disclosure.Relations;
using Palermo.Disclosure.Tables;

namespace Palermo.Tests.Disclosure.Audit;

public sealed class TableAuditTests
{
    private static readonly TableShape Long = new("long table", "n", [], []);

    internal static PublishedTable Table(string header, params string[] rows) =>
        TableReader.Read("t", new[] { header }.Concat(rows).Select(r => r.Split(',')), Long);

    private static AuditReport Audit(params string[] rows) =>
        TableAuditor.Audit(Table("sex,age,n", rows), Long, stop: TestContext.Current.CancellationToken).Report;

    [Fact]
    public void OneHiddenPart_IsTheRemainder()
    {
        var report = Audit("Total,Total,10", "F,Total,7", "M,Total,<5");
        Assert.Equal((1, 1, 0, 1), (report.HiddenCells, report.RecoveredCells, report.NarrowedCells, report.RecoveredBySubtraction));
    }

    [Fact]
    public void TwoHiddenParts_AreNarrowedByTheirSum()
    {
        var report = Audit("Total,Total,10", "F,Total,8", "M,Total,<5", "Other,Total,<5");
        Assert.Equal((0, 2), (report.RecoveredCells, report.NarrowedCells));
        Assert.Equal(2, report.NarrowedTo[3]);
    }

    [Fact]
    public void PartsAboveTheirTotal_AreContradictoryAndNothingIsClaimed()
    {
        var report = Audit("Total,Total,10", "F,Total,12", "M,Total,<5");
        Assert.Equal((1, 1, 0, 0), (report.ContradictoryGroups, report.HiddenCellsInContradictoryGroups, report.RecoveredCells, report.NarrowedCells));
    }

    [Fact]
    public void ADuplicatedCell_IsAmbiguousAndLeftOut()
    {
        var report = Audit("Total,Total,10", "F,Total,7", "F,Total,6", "M,Total,<5");
        Assert.Equal((1, 2, 1), (report.AmbiguousCells, report.Cells, report.HiddenCells));
    }

    [Fact]
    public void NegativeCounts_AreStatedAndNothingIsClaimed()
    {
        var report = Audit("Total,Total,10", "F,Total,-3", "M,Total,<5");
        Assert.Equal((1, 1, 0), (report.NegativeCells, report.ContradictoryGroups, report.RecoveredCells));
    }

    [Theory]
    [InlineData("<5", CellState.Hidden, 0, 4)]
    [InlineData("≤5", CellState.Hidden, 0, 5)]
    [InlineData("<=3", CellState.Hidden, 0, 3)]
    [InlineData("1-4", CellState.Hidden, 1, 4)]
    [InlineData("1–4", CellState.Hidden, 1, 4)]
    [InlineData("*", CellState.Hidden, 0, SuppressionMark.Unbounded)]
    [InlineData("61,212,020", CellState.Shown, 61_212_020, 61_212_020)]
    [InlineData(" 5 ", CellState.Shown, 5, 5)]
    [InlineData("5.0", CellState.Shown, 5, 5)]
    [InlineData("-2", CellState.Shown, -2, -2)]
    [InlineData("", CellState.NotPublished, 0, 0)]
    [InlineData("5.5", CellState.Unreadable, 0, 0)]
    [InlineData("<0", CellState.Unreadable, 0, 0)]
    [InlineData("many", CellState.Unreadable, 0, 0)]
    [InlineData("99999999999999999999", CellState.Unreadable, 0, 0)]
    public void CellText_ReadsAsCountMarkOrNeither(string text, CellState state, long low, long high) =>
        Assert.Equal((state, low, high), SuppressionMark.Read(text));

    [Fact]
    public void RandomHiddenTables_AgreeWithTheEnumeration()
    {
        // 3 x 3 with margins, up to 7 cells hidden, sometimes one printed count falsified so that groups contradict themselves.
        Gen.Select(Gen.Int[0, 7].Array[9], Gen.Int[1, 7], Gen.Int[0, 1_000_000], Gen.Int[-1, 3]).Sample((inner, hide, pick, falsify) =>
        {
            var value = new long[4, 4];
            for (var i = 0; i < 9; i++)
            {
                var (r, c) = (1 + (i / 3), 1 + (i % 3));
                value[r, c] += inner[i];
                value[0, c] += inner[i];
                value[r, 0] += inner[i];
                value[0, 0] += inner[i];
            }

            var small = Enumerable.Range(0, 16).Where(i => value[i / 4, i % 4] <= 4).ToList();
            var hidden = new List<int>();
            for (var i = 0; i < hide && small.Count > 0; i++)
            {
                hidden.Add(small[pick % small.Count]);
                small.Remove(hidden[^1]);
            }

            if (falsify >= 0 && !hidden.Contains(falsify))
            {
                value[0, falsify]++;
            }

            string Label(int i) => i == 0 ? "Total" : "p" + i.ToString(CultureInfo.InvariantCulture);
            var rows = Enumerable.Range(0, 16).Select(i => $"{Label(i / 4)},{Label(i % 4)},{(hidden.Contains(i) ? "<5" : value[i / 4, i % 4].ToString(CultureInfo.InvariantCulture))}").ToArray();
            var table = Table("a,b,n", rows);
            var rules = RelationFinder.Propose(table);
            var audit = TableAuditor.Audit(table, Long, rules);

            var equations = new List<(int[], int[], long)>();
            for (var line = 0; line < 4; line++)
            {
                foreach (var cells in new[] { Enumerable.Range(0, 4).Select(c => (line * 4) + c).ToArray(), [.. Enumerable.Range(0, 4).Select(r => (r * 4) + line)] })
                {
                    var parts = cells[1..];
                    equations.Add((
                        [.. parts.Where(p => hidden.Contains(p)).Select(p => hidden.IndexOf(p))],
                        hidden.Contains(cells[0]) ? [hidden.IndexOf(cells[0])] : [],
                        (hidden.Contains(cells[0]) ? 0 : value[cells[0] / 4, cells[0] % 4]) - parts.Where(p => !hidden.Contains(p)).Sum(p => value[p / 4, p % 4])));
                }
            }

            var oracle = Enumerator.Solve([.. hidden.Select(h => (0L, 4L))], equations);
            if (oracle is null)
            {
                return audit.Bounds.IsEmpty && audit.Report.HiddenCellsInContradictoryGroups == hidden.Count;
            }

            return audit.Bounds.Length == hidden.Count && audit.Report.SubtractionDisagreements == 0 && audit.Bounds.All(b =>
            {
                var set = oracle[hidden.IndexOf(b.Cell)];
                return b.Exact && b.Min == set.Min && b.Max == set.Max && b.PossibleValues == set.Count;
            });
        }, iter: 2_000, seed: "0N0XIzNsQ0O2");
    }
}
