using System.Collections.Immutable;
using System.Globalization;
using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Synthesis;

namespace Palermo.Tests.Disclosure.Synthesis;

public sealed class SynthesisTests
{
    private const double Delta = 1e-6;

    internal static Domain Domain { get; } = new(
        [
            new("year", ["2021", "2022", "2023"]), new("sex", ["F", "M"]), new("from", [.. Enumerable.Range(0, 12).Select(i => "c" + i.ToString(CultureInfo.InvariantCulture))]),
            .. Enumerable.Range(0, 6).Select(i => new DomainColumn("mark" + i.ToString(CultureInfo.InvariantCulture), ["1"])),
        ],
        [new ImpossiblePair(1, 2, 3, 1)]);

    /// <summary>20,000 generated people whose marks hang on where they are from; men never carry mark 0.</summary>
    internal static PersonRows People(int count = 20_000)
    {
        var bits = new SeededBits(5);
        var codes = new ushort[count * Domain.Width];
        for (var r = 0; r < count; r++)
        {
            var row = codes.AsSpan(r * Domain.Width, Domain.Width);
            row[0] = (ushort)bits.Below(4);
            row[1] = (ushort)bits.Below(3);
            row[2] = (ushort)(1 + Math.Min(11, (int)bits.Below(13) * (int)bits.Below(13) / 12));
            for (var m = 3; m < Domain.Width; m++)
            {
                row[m] = (ushort)(bits.Below(12) < (UInt128)((row[2] + m) % 7) ? 1 : 0);
            }

            if (row[1] == 2)
            {
                row[3] = 0;
            }
        }

        return new PersonRows(Domain.Width, codes);
    }

    private static Measurements Measure(double epsilon, ulong seed, PersonRows? rows = null)
    {
        var thresholds = Delta * Recipe.ThresholdPart(epsilon);
        var recipe = Recipe.For(Domain, [2], [3, 4, 5], epsilon, thresholds);
        return PrivateCounts.Measure(rows ?? People(), Domain, recipe, ZeroConcentrated.Rho(epsilon, Delta - thresholds), 1, new SeededBits(seed));
    }

    [Theory]
    [InlineData(12.0, 0.01)]
    [InlineData(1.0, 0.06)]
    public void PrivateRows_AreNearTheTruthAndInventLittle(double epsilon, double tvd)
    {
        var truth = People();
        var made = Synthesizer.Build(Domain, Measure(epsilon, 1, truth), 1, RefinementPlan.For(epsilon), TestContext.Current.CancellationToken);
        var metrics = Evaluation.Compare(truth, made, Domain, TestContext.Current.CancellationToken);
        Assert.True(metrics.Lengths[1].MeanTvd < tvd, $"two-way TVD {metrics.Lengths[1].MeanTvd}");
        Assert.True(metrics.Lengths[1].FabricatedWeight < 0.01);
        Assert.InRange(metrics.TotalError, -0.005, 0.005);
    }

    [Fact]
    public void StructuralZeros_AreNeverMade()
    {
        var made = Synthesizer.Build(Domain, Measure(4, 2), 2, stop: TestContext.Current.CancellationToken);
        Assert.Equal(0, Enumerable.Range(0, made.Count).Count(r => made[r][1] == 2 && made[r][3] == 1));
    }

    [Fact]
    public void SameMeasurementsAndSeed_GiveTheSameRows()
    {
        var measured = Measure(4, 3);
        var (a, b) = (Synthesizer.Build(Domain, measured, 9, stop: TestContext.Current.CancellationToken), Synthesizer.Build(Domain, measured, 9, stop: TestContext.Current.CancellationToken));
        Assert.Equal(Enumerable.Range(0, a.Count).Select(r => string.Join(',', a[r].ToArray())), Enumerable.Range(0, b.Count).Select(r => string.Join(',', b[r].ToArray())));
    }

    [Fact]
    public void Measuring_CostsNoMoreThanItsBudget()
    {
        foreach (var epsilon in new[] { 0.5, 1, 4, 12 })
        {
            var thresholds = Delta * Recipe.ThresholdPart(epsilon);
            var rho = ZeroConcentrated.Rho(epsilon, Delta - thresholds);
            Assert.InRange(Measure(epsilon, 1).Rho, 0.9 * rho, rho);
        }
    }

    [Fact]
    public void MoreRowsPerPerson_MeansMoreNoise()
    {
        var rows = People(2_000);
        var recipe = Recipe.For(Domain, [2], [3, 4, 5], 4, 1e-7);
        var (one, three) = (PrivateCounts.Measure(rows, Domain, recipe, 0.3, 1, new SeededBits(1), TestContext.Current.CancellationToken), PrivateCounts.Measure(rows, Domain, recipe, 0.3, 3, new SeededBits(1), TestContext.Current.CancellationToken));
        Assert.Equal(9.0, (double)three.SinglesVariance.Numerator / one.SinglesVariance.Numerator, 2);
        Assert.True(three.Views[0].Threshold > one.Views[0].Threshold);
        Assert.InRange(three.Rho, 0.0, 0.3);
    }

    [Fact]
    public void ACellOfOnePerson_IsNeverShownByASparseView()
    {
        // A planted singleton: no view may show it in 200 releases (the threshold's failure probability is below 1e-6 in each).
        var codes = new ushort[400 * Domain.Width];
        for (var r = 0; r < 399; r++)
        {
            codes[r * Domain.Width] = 1;
            codes[(r * Domain.Width) + 2] = 1;
        }

        codes[399 * Domain.Width] = 3;
        codes[(399 * Domain.Width) + 2] = 12;
        var rows = new PersonRows(Domain.Width, codes);
        for (var seed = 1UL; seed <= 200; seed++)
        {
            foreach (var view in Measure(12, seed, rows).Views.Where(v => v.Plan.Columns.Contains(2)))
            {
                Assert.True(view.Cells.Length <= 1, $"view {view.Plan.Name} shows {view.Cells.Length} cells");
            }
        }
    }

    [Fact]
    public void Intervals_CoverAtTheirStatedRate()
    {
        var truth = People(5_000);
        var counts = Combinations.Count(truth, Domain).Of(1);
        int inside = 0, all = 0;
        for (var seed = 1UL; seed <= 60; seed++)
        {
            var measured = Measure(2, seed, truth);
            var table = MarginTable.Build(Domain, measured, truth);
            foreach (var (cell, at) in table.Cells.Where(c => c.Values.Length == 1).Select((c, i) => (c, i)))
            {
                var exact = counts.GetValueOrDefault((ulong)at + 1);
                all++;
                inside += exact >= cell.Low && exact <= cell.High ? 1 : 0;
            }
        }

        Assert.InRange(inside / (double)all, 0.94, 0.98);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    public void KAnonymousRows_EachFitAtLeastKPeople(int k)
    {
        var truth = People(3_000);
        var made = KAnonymousSynthesizer.Build(truth, Domain, k, 1, TestContext.Current.CancellationToken);
        var distinct = Enumerable.Range(0, made.Count).Select(r => made[r].ToArray()).DistinctBy(r => string.Join(',', r)).ToArray();
        foreach (var row in distinct)
        {
            var fit = 0;
            for (var t = 0; t < truth.Count; t++)
            {
                var person = truth[t];
                var carries = true;
                for (var c = 0; c < row.Length; c++)
                {
                    carries &= row[c] == 0 || row[c] == person[c];
                }

                fit += carries ? 1 : 0;
            }

            Assert.True(fit >= k, $"a row fits {fit} people");
        }

        Assert.Equal(truth.Count, made.Count);
        Assert.All(Evaluation.Compare(truth, made, Domain, TestContext.Current.CancellationToken).Lengths, m => Assert.Equal(0.0, m.FabricatedShare));
    }

    [Fact]
    public void PairIntervals_CoverAtTheirStatedRate()
    {
        var truth = People(8_000);
        var counts = Combinations.Count(truth, Domain).Of(2);
        int inside = 0, all = 0;
        for (var seed = 1UL; seed <= 30; seed++)
        {
            // Every measured pair is judged, not only those that the release prints: printing them selects the large ones.
            var measured = Measure(2, seed, truth);
            var half = GaussianTail.HalfWidth(measured.PairsVariance, 0.95);
            foreach (var (a, b) in PrivateCounts.MeasuredPairs(Domain))
            {
                var exact = counts.GetValueOrDefault((((ulong)a + 1) << 16) | ((ulong)b + 1));
                all++;
                inside += Math.Abs(measured.Pairs[a, b] - exact) <= half ? 1 : 0;
            }
        }

        Assert.InRange(inside / (double)all, 0.94, 0.98);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(4.0)]
    public void StatedFabricationAndMissing_AreNearTheTrueRates(double epsilon)
    {
        var truth = People();
        double fabricated = 0, missing = 0, saidFabricated = 0, saidMissing = 0;
        const int seeds = 5;
        for (var seed = 1UL; seed <= seeds; seed++)
        {
            var measured = Measure(epsilon, seed, truth);
            var made = Synthesizer.Build(Domain, measured, seed, RefinementPlan.For(epsilon), TestContext.Current.CancellationToken);
            var table = MarginTable.Build(Domain, measured, made);
            var pairs = Evaluation.Compare(truth, made, Domain, TestContext.Current.CancellationToken).Lengths[1];
            fabricated += pairs.FabricatedShare / seeds;
            missing += pairs.MissingShare / seeds;
            saidFabricated += table.EstimatedFabricatedShare!.Value / seeds;
            saidMissing += table.EstimatedMissingShare!.Value / seeds;
        }

        Assert.InRange(saidFabricated, fabricated - 0.05, fabricated + 0.05);
        Assert.InRange(saidMissing, missing - 0.05, missing + 0.05);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(12.0)]
    public void StatedErrorOfPairs_IsNotBelowTheTrueOne_NorFarAboveIt(double epsilon)
    {
        var truth = People();
        var real = Combinations.Count(truth, Domain).Of(2);
        for (var seed = 1UL; seed <= 3; seed++)
        {
            var measured = Measure(epsilon, seed, truth);
            var made = Synthesizer.Build(Domain, measured, seed, RefinementPlan.For(epsilon), TestContext.Current.CancellationToken);
            var table = MarginTable.Build(Domain, measured, made);
            var values = Domain.Columns.SelectMany(c => c.Labels.Select(l => (c.Name, l))).ToList();
            var errors = table.Cells.Where(c => c.Values.Length == 2)
                .Select(c => Math.Abs((double)c.InRows - real.GetValueOrDefault((((ulong)values.IndexOf(c.Values[0]) + 1) << 16) | ((ulong)values.IndexOf(c.Values[1]) + 1)))).ToArray();
            Assert.NotEmpty(errors);
            Assert.InRange(errors.Average(), 0, table.PairErrorAtMost!.Value);
            Assert.True(table.PairErrorAtMost < (4 * errors.Average()) + 4, $"{table.PairErrorAtMost} said of {errors.Average()}");
        }
    }

    [Fact]
    public void WithoutAMark_NoPairIsMeasured_AndNothingIsSaidOfPairs()
    {
        var domain = new Domain([.. Domain.Columns.Take(3)], []);
        var codes = new ushort[300 * 3];
        for (var r = 0; r < 300; r++)
        {
            People(300)[r][..3].CopyTo(codes.AsSpan(r * 3));
        }

        var rows = new PersonRows(3, codes);
        var measured = PrivateCounts.Measure(rows, domain, Recipe.For(domain, [2], [], 4, 1e-7), 0.3, 1, new SeededBits(1), TestContext.Current.CancellationToken);
        var table = MarginTable.Build(domain, measured, rows);
        Assert.Null(table.EstimatedFabricatedShare);
        Assert.Null(table.EstimatedMissingShare);
        Assert.Null(table.PairErrorAtMost);
    }

    [Fact]
    public void KeptMeasurements_GiveTheSameRowsToTheByte()
    {
        var measured = Measure(4, 3);
        var again = MeasuredState.Read(MeasuredState.Write(measured));
        Assert.Equal(measured.Views.Select(v => (v.Plan.Name, v.Variance, v.Threshold, Cells: string.Join(';', v.Cells))), again.Views.Select(v => (v.Plan.Name, v.Variance, v.Threshold, Cells: string.Join(';', v.Cells))));
        Assert.Equal(measured.Pairs.Cast<long>(), again.Pairs.Cast<long>());
        Assert.Equal(measured.Singles, again.Singles);
        Assert.Equal((measured.Total, measured.TotalVariance, measured.SinglesVariance, measured.PairsVariance, measured.Rho, measured.ThresholdDelta), (again.Total, again.TotalVariance, again.SinglesVariance, again.PairsVariance, again.Rho, again.ThresholdDelta));
        var (one, two) = (Synthesizer.Build(Domain, measured, 7, stop: TestContext.Current.CancellationToken), Synthesizer.Build(Domain, again, 7, stop: TestContext.Current.CancellationToken));
        Assert.Equal(one.Count, two.Count);
        Assert.All(Enumerable.Range(0, one.Count), r => Assert.True(one[r].SequenceEqual(two[r])));
        Assert.Throws<InvalidDataException>(() => MeasuredState.Read("{}"u8.ToArray()));
        Assert.Throws<InvalidDataException>(() => MeasuredState.Read("no"u8.ToArray()));
    }

    [Fact]
    public void RowsOfOnePerson_AreCutToTheBoundAtRandom()
    {
        var rows = People(1_000);
        var person = Enumerable.Range(0, 1_000).Select(r => r < 100 ? 1 : r < 400 ? 2 + (r % 100) : 0).ToArray();
        var bounded = rows.Bounded(person, 2, new SeededBits(1));
        // Person 1 keeps 2 of 100 rows, 100 people keep 2 of 3, 600 rows without a person stay.
        Assert.Equal(2 + 200 + 600, bounded.Count);
        var kept = Enumerable.Range(1, 300).Select(seed => People(100).Bounded(person.AsSpan(0, 100), 1, new SeededBits((ulong)seed)) is { } one ? string.Join(',', one[0].ToArray()) : "").Distinct(StringComparer.Ordinal).Count();
        Assert.True(kept > 20, $"{kept} different rows were kept");
    }
}
