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
    [InlineData("<3", CellState.Hidden, 0, 2)]
    [InlineData("< 5", CellState.Hidden, 0, 4)]
    [InlineData("&lt;5", CellState.Hidden, 0, 4)]
    [InlineData("\uff1c5", CellState.Hidden, 0, 4)]
    [InlineData("c", CellState.Hidden, 0, SuppressionMark.Unbounded)]
    [InlineData("[c]", CellState.Hidden, 0, SuppressionMark.Unbounded)]
    [InlineData("x", CellState.Hidden, 0, SuppressionMark.Unbounded)]
    [InlineData("(D)", CellState.Hidden, 0, SuppressionMark.Unbounded)]
    [InlineData("..", CellState.Hidden, 0, SuppressionMark.Unbounded)]
    [InlineData(":", CellState.Hidden, 0, SuppressionMark.Unbounded)]
    [InlineData("\u2013", CellState.Hidden, 0, SuppressionMark.Unbounded)]
    [InlineData("-", CellState.Hidden, 0, SuppressionMark.Unbounded)]
    [InlineData("1 234", CellState.Shown, 1_234, 1_234)]
    [InlineData("1\u00a0234\u202f567", CellState.Shown, 1_234_567, 1_234_567)]
    [InlineData("12 34", CellState.Unreadable, 0, 0)]
    [InlineData("1 2345", CellState.Unreadable, 0, 0)]
    [InlineData("5.5", CellState.Unreadable, 0, 0)]
    [InlineData("<0", CellState.Unreadable, 0, 0)]
    [InlineData("many", CellState.Unreadable, 0, 0)]
    [InlineData("99999999999999999999", CellState.Unreadable, 0, 0)]
    public void CellText_ReadsAsCountMarkOrNeither(string text, CellState state, long low, long high) =>
        Assert.Equal((state, low, high), SuppressionMark.Read(text));

    [Theory]
    [InlineData("", false, CellState.NotPublished)]
    [InlineData("", true, CellState.Hidden)]
    [InlineData("..", false, CellState.NotPublished)]
    [InlineData("..", true, CellState.NotPublished)]
    [InlineData("*", true, CellState.Hidden)]
    public void BlankAndMissingMarks_AreReadAsTheReaderSays(string text, bool blankIsHidden, CellState state)
    {
        var read = SuppressionMark.Read(text, new MarkReading(9, blankIsHidden, [".."]));
        Assert.Equal((state, state == CellState.Hidden ? 9 : 0), (read.State, read.High));
    }

    [Theory]
    [InlineData("Grand total")]
    [InlineData("TOTAL:")]
    [InlineData("Total *")]
    [InlineData("Both sexes")]
    [InlineData("Ensemble")]
    [InlineData("Les deux sexes")]
    [InlineData("Ambos sexos")]
    [InlineData("Todas las edades")]
    [InlineData("\u0418\u0442\u043e\u0433\u043e")]
    [InlineData("\u041e\u0431\u0430 \u043f\u043e\u043b\u0430")]
    [InlineData("\u0627\u0644\u0645\u062c\u0645\u0648\u0639")]
    [InlineData("\u0627\u0644\u0625\u062c\u0645\u0627\u0644\u064a")]
    [InlineData("\u603b\u8ba1")]
    [InlineData("\u5408\u8ba1")]
    public void Totals_AreReadInSixLanguages(string word)
    {
        Assert.True(RelationFinder.IsTotal(word));
        Assert.False(RelationFinder.IsSubtotal(word));
        var report = Audit($"{word},18+,10", "F,18+,7", "M,18+,<5");
        Assert.Equal((1, 1), (report.HiddenCells, report.RecoveredCells));
    }

    [Theory]
    [InlineData("Police total")]
    [InlineData("Sous-total Afrique")]
    [InlineData("Total de Europa")]
    [InlineData("\u0412\u0441\u0435\u0433\u043e \u043f\u043e \u043f\u043e\u043b\u0438\u0446\u0438\u0438")]
    [InlineData("\u5973\u6027\u5408\u8ba1")]
    [InlineData("Subtotal")]
    public void Subtotals_AreOfABranch(string word) => Assert.True(RelationFinder.IsSubtotal(word) && !RelationFinder.IsTotal(word));

    [Fact]
    public void TimeOver_SaysWhatWasNotBegunAndClaimsNothingThere()
    {
        var table = Table("place,sex,n", [.. Enumerable.Range(0, 3_000).SelectMany(i => (string[])[$"p{i},Total,10", $"p{i},F,7", $"p{i},M,<5"])]);
        using var over = new CancellationTokenSource();
        var progress = new Immediately(share =>
        {
            if (share > 0.5)
            {
                over.Cancel();
            }
        });
        var report = TableAuditor.Audit(table, Long, progress: progress, timeOver: over.Token, stop: TestContext.Current.CancellationToken).Report;
        Assert.True(report.TimeOver);
        Assert.InRange(report.UnsearchedGroups, 1, 2_000);
        Assert.Equal((3_000, report.UnsearchedGroups), (report.RecoveredCells + report.UnsearchedCells, report.UnsearchedCells));
    }

    [Fact]
    public void OneConnectedThreeWayTable_IsSettledToTheLastCell()
    {
        // 8 x 8 x 3 with margins: more hidden cells than the search alone can prove, so programs over whole numbers finish it.
        var random = new Random(5);
        var inner = Enumerable.Range(0, 192).Select(_ => random.Next(0, 3) == 0 ? random.Next(5, 30) : random.Next(0, 5)).ToArray();
        long Sum(int a, int b, int c) => Enumerable.Range(0, 192).Where(i => (a == 8 || i / 24 == a) && (b == 8 || i / 3 % 8 == b) && (c == 3 || i % 3 == c)).Sum(i => inner[i]);
        static string Label(int at, int total) => at == total ? "Total" : "v" + at.ToString(CultureInfo.InvariantCulture);
        var rows = from a in Enumerable.Range(0, 9) from b in Enumerable.Range(0, 9) from c in Enumerable.Range(0, 4)
                   let n = Sum(a, b, c)
                   select $"{Label(a, 8)},{Label(b, 8)},{Label(c, 3)},{(n < 5 ? "<5" : n.ToString(CultureInfo.InvariantCulture))}";
        var result = TableAuditor.Audit(Table("a,b,c,n", [.. rows]), Long, stop: TestContext.Current.CancellationToken);
        Assert.True(result.Report.HiddenCells > 100);
        Assert.Equal((0, 0, false), (result.Report.UndecidedCells, result.Report.ContradictoryGroups, result.Report.TimeOver));
        foreach (var cell in result.Bounds)
        {
            Assert.True(cell.Exact && cell.Min >= 0 && cell.Max <= 4);
        }
    }

    private sealed class Immediately(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }

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
