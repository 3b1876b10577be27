using System.Collections.Immutable;
using Palermo.Disclosure.Graphical;
using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Synthesis;
using Palermo.Tests.Disclosure.Synthesis;

namespace Palermo.Tests.Disclosure.Graphical;

public sealed class GraphicalModelTests
{
    private static readonly ImmutableArray<int> Sizes = [2, 3, 2, 3, 2];

    [Fact]
    public void JunctionTree_HoldsEveryMeasuredSet_AndRunsTogether()
    {
        var bits = new SeededBits(3);
        for (var round = 0; round < 50; round++)
        {
            var sets = Enumerable.Range(0, 6).Select(_ => Enumerable.Range(0, 5).Where(_ => bits.Below(2) == 0).ToImmutableArray()).Where(s => s.Length > 0).ToArray();
            var tree = JunctionTree.Over(Sizes, sets);
            Assert.All(sets, s => Assert.Contains(tree.Cliques, c => s.All(c.Contains)));
            Assert.Equal(tree.Cliques.Length - 1, tree.Edges.Length);
            // Running intersection: the cliques that hold a column hang together.
            for (var column = 0; column < 5; column++)
            {
                var holders = Enumerable.Range(0, tree.Cliques.Length).Where(c => tree.Cliques[c].Contains(column)).ToArray();
                var joined = tree.Edges.Count(e => e.Separator.Contains(column));
                Assert.Equal(holders.Length - 1, joined);
            }
        }
    }

    [Fact]
    public void Fit_ReproducesConsistentMarginals_AndAgreesWithTheJointTable()
    {
        // A joint table that is a product along 0-1, 1-2-3, 3-4: the model must find it from those marginals, and every other marginal with it.
        var bits = new SeededBits(9);
        double Weight() => 1 + (double)(ulong)bits.Below(9);
        var (ab, bcd, de) = (new double[6].Select(_ => Weight()).ToArray(), new double[18].Select(_ => Weight()).ToArray(), new double[6].Select(_ => Weight()).ToArray());
        var joint = new double[72];
        for (var i = 0; i < 72; i++)
        {
            var (a, b, c, d, e) = (i / 36, i / 12 % 3, i / 6 % 2, i / 2 % 3, i % 2);
            joint[i] = ab[(a * 3) + b] * bcd[(((b * 2) + c) * 3) + d] * de[(d * 2) + e];
        }

        var total = joint.Sum();
        double[] Marginal(params int[] columns)
        {
            var factor = new Factor([0, 1, 2, 3, 4], Sizes, joint);
            var map = factor.MapTo([.. columns]);
            var sum = new double[columns.Aggregate(1, (p, c) => p * Sizes[c])];
            for (var i = 0; i < 72; i++)
            {
                sum[map[i]] += joint[i];
            }

            return sum;
        }

        var model = GraphicalModel.Fit(Sizes, total, [new([0, 1], Marginal(0, 1), 1), new([1, 2, 3], Marginal(1, 2, 3), 1), new([3, 4], Marginal(3, 4), 1)], 3_000, null, TestContext.Current.CancellationToken);
        foreach (var columns in new int[][] { [0], [0, 1], [1, 3], [0, 4], [2, 4], [0, 2, 4] })
        {
            var (expected, found) = (Marginal(columns), model.Marginal([.. columns]));
            Assert.All(expected.Zip(found), p => Assert.InRange(p.Second, p.First - (0.002 * total), p.First + (0.002 * total)));
        }
    }

    [Fact]
    public void Sample_FollowsTheModelWithoutSamplingNoise()
    {
        var counts = new double[] { 400, 100, 50, 450 };
        var model = GraphicalModel.Fit([2, 2], 1_000, [new([0, 1], counts, 1)], 2_000, null, TestContext.Current.CancellationToken);
        var rows = model.Sample(1_000, new SeededBits(1));
        var shown = new int[4];
        for (var r = 0; r < 1_000; r++)
        {
            shown[(rows[2 * r] * 2) + rows[(2 * r) + 1]]++;
        }

        Assert.All(counts.Zip(shown), p => Assert.InRange(p.Second, p.First - 3, p.First + 3));
    }

    [Fact]
    public void ExponentialChoice_FollowsItsDistribution()
    {
        long[] gaps = [0, 3, 8, 20];
        var bits = new SeededBits(4);
        var seen = new int[4];
        const int draws = 200_000;
        for (var i = 0; i < draws; i++)
        {
            seen[ExponentialChoice.Pick(bits, gaps, 1, 8)]++;
        }

        var weights = gaps.Select(g => Math.Exp(-g / 8.0)).ToArray();
        var chi = seen.Select((s, i) => Math.Pow(s - (draws * weights[i] / weights.Sum()), 2) / (draws * weights[i] / weights.Sum())).Sum();
        Assert.True(chi < 20, $"chi-square {chi} with 3 degrees of freedom");
    }

    [Theory]
    [InlineData("mst", 0.06)]
    [InlineData("aim", 0.05)]
    public void SelectedMarginals_GiveRowsNearTheTruth(string method, double tvd)
    {
        var truth = SynthesisTests.People();
        var rho = ZeroConcentrated.Rho(12, 1e-6);
        var made = method == "mst"
            ? MarginalSelection.Mst(truth, SynthesisTests.Domain, rho, new SeededBits(1), 100, TestContext.Current.CancellationToken)
            : MarginalSelection.Aim(truth, SynthesisTests.Domain, rho, new SeededBits(1), 20_000, 20, TestContext.Current.CancellationToken);
        var metrics = Evaluation.Compare(truth, made, SynthesisTests.Domain, TestContext.Current.CancellationToken);
        Assert.True(metrics.Lengths[1].MeanTvd < tvd, $"two-way TVD {metrics.Lengths[1].MeanTvd}");
        Assert.InRange(metrics.TotalError, -0.005, 0.005);
    }
}
