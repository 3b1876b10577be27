using CsCheck;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Tables;
using Palermo.Statistics.Thresholds;

namespace Palermo.Tests.Statistics.Thresholds;

public sealed class PlainThresholdTests
{
    [Fact]
    public void Protect_RandomTables_LeavesNoCellToSubtraction() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[0, 30].Array[25], Gen.Int[2, 10]).Sample((a, b, numbers, threshold) =>
        {
            var table = Table(a, b, numbers);
            var safe = PlainThreshold.Protect(table, threshold);

            var shown = safe.Observations.ToDictionary(o => string.Join('|', o.Codes), o => o.Cell, StringComparer.Ordinal);
            Assert.All(table.Observations.Zip(safe.Observations), p => Assert.True(p.Second.Cell == p.First.Cell || p.Second.Cell.State == CellState.Suppressed));
            Assert.DoesNotContain(safe.Observations, o => o.Cell.State == CellState.Value && o.Cell.Count < threshold);
            Subtract(safe, shown);
            Assert.All(safe.Observations.Where(o => o.Cell.State == CellState.Suppressed), o => Assert.Equal(CellState.Suppressed, shown[string.Join('|', o.Codes)].State));
            Assert.Contains(PlainThreshold.Label(threshold), safe.Notes);
        }, iter: 1000);

    [Fact]
    public void Protect_ATableTwice_ChangesNothing()
    {
        var once = PlainThreshold.Protect(Table(2, 2, [.. Enumerable.Range(1, 25)]), 5);

        Assert.Same(once, PlainThreshold.Protect(once, 5));
    }

    [Fact]
    public void NameFewNowhere_LeavesOutValuesWithoutAShownCount_AndNothingElse() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[0, 12].Array[25]).Sample((a, b, numbers) =>
        {
            var safe = PlainThreshold.Protect(Table(a, b, numbers), 5);
            var named = PlainThreshold.NameFewNowhere(safe);
            for (var i = 0; i < 2; i++)
            {
                foreach (var code in safe.Axes[i].Codes)
                {
                    var states = safe.Observations.Where(o => o.Codes[i] == code).Select(o => o.Cell.State).ToList();
                    var isHidden = code is not (Axis.Total or Axis.NotRecorded) && states.Contains(CellState.Suppressed) && !states.Contains(CellState.Value);
                    Assert.Equal(isHidden, !named.Axes[i].Codes.Contains(code));
                }
            }

            Assert.Equal(safe.Observations.Where(o => named.Axes[0].Codes.Contains(o.Codes[0]) && named.Axes[1].Codes.Contains(o.Codes[1])), named.Observations);
        }, iter: 500);

    [Fact]
    public void NameFewNowhere_KeepsTheCodesOfAClosedList()
    {
        var table = Table(2, 2, [.. Enumerable.Repeat(1, 25)]);
        var safe = PlainThreshold.Protect(table with { Axes = [table.Axes[0] with { IsClosed = true }, table.Axes[1]] }, 5);

        var named = PlainThreshold.NameFewNowhere(safe);

        Assert.Equal(table.Axes[0].Codes, named.Axes[0].Codes);
        Assert.DoesNotContain("y1", named.Axes[1].Codes);
    }

    private static StatTable Table(int a, int b, int[] numbers)
    {
        Dimension x = new("x", [.. Enumerable.Range(1, a).Select(i => $"x{i}")]), y = new("y", [.. Enumerable.Range(1, b).Select(i => $"y{i}")]);
        var cells = from i in Enumerable.Range(0, x.Size) from j in Enumerable.Range(0, y.Size) select (new[] { i, j }, (long)numbers[(i * 5) + j]);
        return StatTable.Of("t", "t", "person", CountTable.Of([x, y], new Provenance([], "", [], [], []), cells), []);
    }

    /// <summary>An attacker who subtracts until nothing more follows.</summary>
    private static void Subtract(StatTable table, Dictionary<string, Cell> cells)
    {
        for (var again = true; again;)
        {
            again = false;
            for (var axis = 0; axis < 2; axis++)
            {
                foreach (var total in table.Observations.Where(o => o.Codes[axis] == Axis.Total))
                {
                    string[] line = [.. table.Axes[axis].Codes.Select(c => string.Join('|', total.Codes.SetItem(axis, c)))];
                    string[] hidden = [.. line.Where(k => cells[k].State == CellState.Suppressed)];
                    if (hidden is [var one])
                    {
                        var sum = line.Where(k => k != one && !k.Split('|')[axis].Equals(Axis.Total, StringComparison.Ordinal)).Sum(k => cells[k].Count);
                        cells[one] = Cell.Of(one == line[^1] ? sum : cells[line[^1]].Count - sum);
                        again = true;
                    }
                }
            }
        }
    }
}
