using CsCheck;
using Palermo.Statistics.Counts;

namespace Palermo.Tests.Statistics.Counts;

public sealed class FrameCountsTests
{
    [Fact]
    public void Count_OfRandomTables_EqualsTheReadingRowByRow() =>
        Gen.Select(RandomTables.Frames(300), RandomTables.By, RandomTables.Filters).Sample((frame, by, filter) =>
        {
            var table = FrameCounts.Of(frame, "random", null).Count(new CountQuery(by, filter, Measure.Records), TestContext.Current.CancellationToken);

            Assert.Equal(RandomTables.Expected(frame, by, filter), RandomTables.Cells(table));
        }, iter: 2000);

    [Fact]
    public void Count_OfManyRowsOnAnyThreads_EqualsTheReadingRowByRow()
    {
        // Enough rows for several shares; the columns together pass from one way of counting to the next.
        var frame = RandomTables.Large(400_123);
        var filter = !Filter.In("a", "no") & (Filter.In("c", "c1", "c2", "c3", "c4", "c5", "c6") | Filter.NotRecorded("l"));
        foreach (var by in (string[][])[[], ["a"], ["c", "d"], ["d", "c", "l", "b"], ["e", "d"], ["c", "d", "e", "l"], ["a", "b", "c", "d", "e", "l"]])
        {
            var expected = RandomTables.Expected(frame, by, filter);
            foreach (var threads in (int[])[1, 3])
            {
                var counts = FrameCounts.Of(frame, "random", null, threads);
                Assert.Equal(expected, RandomTables.Cells(counts.Count(new CountQuery([.. by], filter, Measure.Records), TestContext.Current.CancellationToken)));
            }
        }
    }
}
