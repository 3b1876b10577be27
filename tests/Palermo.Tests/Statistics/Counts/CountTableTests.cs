using CsCheck;
using Palermo.Records.Frames;
using Palermo.Statistics.Counts;

namespace Palermo.Tests.Statistics.Counts;

public sealed class CountTableTests
{
    private static readonly Provenance Nothing = new([], "", [], [], []);

    [Fact]
    public void Keep_OfFewerDimensions_EqualsCountingByThem() =>
        Gen.Select(RandomTables.Frames(200), RandomTables.By, Gen.Int[0, 4]).Sample((frame, by, drop) =>
        {
            var counts = FrameCounts.Of(frame, "random", null);
            string[] kept = [.. by.Where((_, i) => i != drop).Reverse()];

            Assert.Equal(RandomTables.Cells(counts.Count(kept)), RandomTables.Cells(counts.Count(by).Keep(kept)));
        }, iter: 500);

    [Fact]
    public void Add_OfTwoHalves_EqualsTheWhole() =>
        Gen.Select(RandomTables.Frames(200), RandomTables.By).Sample((frame, by) =>
        {
            var (first, second) = (Half(frame, 0), Half(frame, 1));

            Assert.Equal(RandomTables.Cells(FrameCounts.Of(frame, "all", null).Count(by)), RandomTables.Cells(FrameCounts.Of(first, "1", null).Count(by).Add(FrameCounts.Of(second, "2", null).Count(by))));
        }, iter: 300);

    [Fact]
    public void Pairs_OfAllColumns_EqualEachTwoWayTable() =>
        RandomTables.Frames(500).Sample(frame =>
        {
            var counts = FrameCounts.Of(frame, "random", null, 1);
            var pairs = counts.Pairs(counts.Columns, TestContext.Current.CancellationToken).ToList();

            Assert.Equal(counts.Columns.Length * (counts.Columns.Length - 1) / 2, pairs.Count);
            foreach (var pair in pairs)
            {
                Assert.Equal(RandomTables.Cells(counts.Count(pair.Dimensions.Select(d => d.Name))), RandomTables.Cells(pair));
            }
        }, iter: 30);

    [Fact]
    public void Members_OfLists_CountAPersonOnceUnderEachPartAndOnceInTheTotal() =>
        RandomTables.Frames(200).Sample(frame =>
        {
            var table = FrameCounts.Of(frame, "random", null).Count("a", "l").Members("l");

            foreach (var part in (string[])["p", "q", "r"])
            {
                var expected = Enumerable.Range(0, frame.Rows).Count(r => frame["a"].Text(r) == "yes" && frame["l"].Text(r)?.Split(';').Contains(part) == true);
                Assert.Equal(expected, table["l"].Code(part) is { } code ? table[1, code] : 0);
            }

            Assert.Equal(frame.Rows, table.Records);
            Assert.Equal(Enumerable.Range(0, frame.Rows).Count(r => frame["a"].Text(r) == "yes"), table.Keep("a")[1]);
        }, iter: 200);

    [Fact]
    public void Flags_ThatNobodyAnswers_AreNotRecordedAndNotZero()
    {
        // Two flags: one answered no by everybody, one answered by nobody.
        var frame = RandomTables.Flags((0, 2), (0, 2), (0, 2));
        var table = FrameCounts.Of(frame, "flags", null).Count("a", "b").Flags([("a", "A"), ("b", "B")], new Dimension("form", ["A", "B"]), "yes");

        Assert.Equal(CellState.NotRecorded, table.CellAt(1).State);
        Assert.Equal(CellState.NotRecorded, FrameCounts.Of(RandomTables.Flags((1, 0)), "flags", null).Count("a", "b").Flags([("a", "A"), ("b", "B")], new Dimension("form", ["A", "B"]), "yes").CellAt(2).State);
        Assert.Equal(CellState.Zero, FrameCounts.Of(RandomTables.Flags((1, 2)), "flags", null).Count("a", "b").Recode("b", new Dimension("b", ["yes", "no"]), t => t == "1" ? "yes" : "no").Flags([("a", "A"), ("b", "B")], new Dimension("form", ["A", "B"]), "yes").CellAt(2).State);
    }

    [Fact]
    public void CellAt_WhereRecordsAreSilent_IsNotRecorded()
    {
        Dimension year = new("year", ["2019", "2020", "2021"]), sex = new("sex", ["f", "m"]);
        var table = CountTable.Of([year, sex], Nothing, [([1, 1], 4), ([2, 0], 3)]);

        Assert.Equal(Cell.Of(4), table.CellAt(1, 1));
        Assert.Equal(CellState.Zero, table.CellAt(1, 2).State);
        Assert.Equal(CellState.NotRecorded, table.CellAt(2, 1).State);
        Assert.Equal(CellState.Zero, table.CellAt(3, 1).State);
    }

    [Fact]
    public void Regrouping_ADimensionOfSeveralCodes_IsRefused()
    {
        var table = FrameCounts.Of(RandomTables.Flags((1, 1)), "flags", null).Count("a", "b").Flags([("a", "A")], new Dimension("form", ["A"]), "yes");

        var error = Assert.Throws<CountsException>(() => table.Recode("form", new Dimension("form", ["X"]), _ => "X"));
        Assert.Equal(CountsErrorCode.CountsTwice, error.Error.Code);
    }

    [Fact]
    public void Count_ByAnUnknownColumnOrClosedCode_SaysWhichThereAre()
    {
        var counts = FrameCounts.Of(RandomTables.Flags((1, 1)), "flags", null);

        Assert.Contains("a, b", Assert.Throws<CountsException>(() => counts.Count("z")).Message, StringComparison.Ordinal);
        Assert.Contains("yes, no", Assert.Throws<CountsException>(() => counts.Count(new CountQuery([], Filter.In("a", "Yes"), Measure.Records), TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pivot_OfATable_PutsNotRecordedLastAndTotalsOnce()
    {
        Dimension year = new("year", ["2019", "2020"]), sex = new("sex", ["f", "m"]);
        var pivot = PivotTable.Of(CountTable.Of([year, sex], Nothing, [([1, 1], 4), ([0, 1], 2), ([2, 0], 3)]), ["sex"]);

        Assert.Equal([1, 2, 0], pivot.Rows.Select(r => r.Codes[0]));
        Assert.Equal([1, 2, 0], pivot.Columns.Select(c => c.Codes[0]));
        Assert.Equal([4L, 3, 2], pivot.RowTotals.Select(c => c.Count));
        Assert.Equal(9, pivot.Total.Count);
        Assert.Equal(CellState.NotRecorded, pivot[1, 0].State);
    }

    [Theory]
    [InlineData("a=yes")]
    [InlineData("!(a=yes,no) & (b? | c*)")]
    [InlineData("\"first, \"\"name\"\"\"=\"x & y\",z | l=p")]
    [InlineData("")]
    public void FilterText_ReadAndWritten_IsTheSame(string text) => Assert.Equal(text, FilterText.Read(text).ToString());

    [Fact]
    public void FilterText_OfRandomFilters_ReadsBackToTheSameRecords() =>
        Gen.Select(RandomTables.Frames(60), RandomTables.Filters).Sample((frame, filter) =>
        {
            var again = FilterText.Read(filter.ToString());
            Assert.All(Enumerable.Range(0, frame.Rows), row => Assert.Equal(RandomTables.Holds(filter, frame, row), RandomTables.Holds(again, frame, row)));
        }, iter: 500);

    [Theory]
    [InlineData("a")]
    [InlineData("a=yes &")]
    [InlineData("(a=yes")]
    [InlineData("\"a=yes")]
    [InlineData("a=yes b=no=c")]
    public void FilterText_ThatIsWrong_SaysWhere(string text) => Assert.Equal(CountsErrorCode.Query, Assert.Throws<CountsException>(() => FilterText.Read(text)).Error.Code);

    private static Frame Half(Frame frame, int which)
    {
        int[] rows = [.. Enumerable.Range(0, frame.Rows).Where(r => r % 2 == which)];
        return frame with
        {
            Rows = rows.Length,
            Columns = [.. frame.Columns.Select(c => c.IsNarrow ? new FrameColumn(c.Name, c.Codes, Array.ConvertAll(rows, r => (byte)c[r]), c.ListSeparator) : new FrameColumn(c.Name, c.Codes, Array.ConvertAll(rows, r => (ushort)c[r]), c.ListSeparator))],
        };
    }
}
