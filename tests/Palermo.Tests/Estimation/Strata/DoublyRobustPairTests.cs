using Palermo.Estimation.Histories;
using Palermo.Estimation.Numerics;
using Palermo.Estimation.Strata;

namespace Palermo.Tests.Estimation.Strata;

public sealed class DoublyRobustPairTests
{
    public static TheoryData<string> Tables => [.. Reference.Tables];

    /// <summary>Without covariates the estimate is Petersen's n1 n2 / m, which the reference file has for every pair of every table.</summary>
    [Theory]
    [MemberData(nameof(Tables))]
    public void Of_NoCovariate_IsPetersenOfEveryPublishedPair(string name)
    {
        var table = Reference.Table(name);
        foreach (var pair in Reference.Of(name).GetProperty("closed_form").GetProperty("pairwise").EnumerateObject())
        {
            if (pair.Value.GetProperty("overlap").GetInt32() < 10)
            {
                continue;
            }

            var lists = pair.Name.Split(':').Select(l => table.Lists.IndexOf(l)).ToArray();
            var estimate = DoublyRobustPair.Of([new Stratum("all", table) { Categories = [] }], lists[0], lists[1], 1, 1)!;
            Assert.Equal(pair.Value.GetProperty("overlap").GetInt64(), estimate.Both);
            Reference.Close(pair.Value.GetProperty("petersen").GetDouble(), estimate.Estimate, 1e-9, pair.Name);
            Reference.Close(estimate.PlugIn, estimate.Estimate, 1e-9, pair.Name + " plug-in");
        }
    }

    [Fact]
    public void Of_OneBinaryCovariate_IsTheSumOfPetersens()
    {
        Stratum[] strata = [new Stratum("f", Two(300, 500, 60)), new Stratum("m", Two(90, 40, 12))];
        var sum = 360.0 * 560 / 60 + 102.0 * 52 / 12;
        Assert.Equal(sum, DoublyRobustPair.Of(strata, 0, 1, 1, 1)!.Estimate, 0.01 * sum);
    }

    /// <summary>Chances that differ by sex and age: with covariates the interval holds the truth about as often as it says, without it never does.</summary>
    [Fact]
    public void Of_KnownTruth_CoversWithCovariatesAndNotWithout()
    {
        const int Samples = 200;
        var (covered, pooledCovered, truth) = (0, 0, 8_000.0);
        for (var sample = 0; sample < Samples; sample++)
        {
            var random = new SeededRandom(5, 17, (ulong)sample);
            var strata = new List<Stratum>();
            foreach (var (sex, age, population, p1, p2) in new[] { ("f", "a", 2000L, 0.30, 0.25), ("f", "c", 2000L, 0.15, 0.12), ("m", "a", 2000L, 0.12, 0.10), ("m", "c", 2000L, 0.05, 0.05) })
            {
                var counts = new long[4];
                random.Multinomial(population, [(1 - p1) * (1 - p2), p1 * (1 - p2), (1 - p1) * p2, p1 * p2], counts);
                counts[0] = 0;
                strata.Add(new Stratum(sex + ", " + age, CaptureTable.Create(["A", "B"], counts)) { Categories = [sex, age], Factors = ["sex", "age"] });
            }

            var own = DoublyRobustPair.Of(strata, 0, 1, 9, 5)!;
            covered += own.Low <= truth && truth <= own.High ? 1 : 0;
            var pooled = DoublyRobustPair.Of([.. strata.Select(s => s with { Categories = [], Factors = [] })], 0, 1, 9, 5)!;
            pooledCovered += pooled.Low <= truth && truth <= pooled.High ? 1 : 0;
        }

        Assert.InRange(covered, 0.88 * Samples, Samples);
        Assert.InRange(pooledCovered, 0, 0.10 * Samples);
    }

    /// <summary>Thin overlaps divided among folds and categories: an estimate is left out rather than below the number seen or beyond reason.</summary>
    [Theory]
    [MemberData(nameof(Tables))]
    public void Of_ThinOverlaps_NeverGiveANumberThatMeansNothing(string name)
    {
        var table = Reference.Table(name);
        var random = new SeededRandom(8, 3, 0);
        var parts = Enumerable.Range(0, 4).Select(_ => new long[table.CellCount]).ToArray();
        var among = new long[4];
        for (var h = 1; h < table.CellCount; h++)
        {
            random.Multinomial(table[h], [0.45, 0.1, 0.35, 0.1], among);
            for (var s = 0; s < 4; s++)
            {
                parts[s][h] = among[s];
            }
        }

        Stratum[] strata = [.. parts.Select((counts, s) => new Stratum("s" + s, table.WithCounts(counts)) { Categories = [s < 2 ? "f" : "m", s % 2 == 0 ? "a" : "c"] })];
        foreach (var pair in DoublyRobustPair.Of(strata, 20260101))
        {
            var (i, j) = (table.Lists.IndexOf(pair.First), table.Lists.IndexOf(pair.Second));
            double either = table.SeenOnAll(1 << i) + table.SeenOnAll(1 << j) - pair.Both;
            Assert.True(either < pair.Low && pair.Low < pair.Estimate && pair.Estimate < pair.High, name);
            var petersen = (double)table.SeenOnAll(1 << i) * table.SeenOnAll(1 << j) / pair.Both;
            Assert.InRange(pair.Estimate, petersen / 2, 2 * petersen);
        }
    }

    [Fact]
    public void Of_FewShared_IsLeftOut()
    {
        var three = CaptureTable.Create(["A", "B", "C"], [0, 50, 60, 9, 70, 12, 3, 1]);
        Assert.Equal(["A:B", "A:C"], DoublyRobustPair.Of([new Stratum("x", three), new Stratum("y", three)], 1).Where(p => p.Both >= 10).Select(p => p.First + ":" + p.Second));
    }

    private static CaptureTable Two(long first, long second, long both) => CaptureTable.Create(["A", "B"], [0, first, second, both]);
}
