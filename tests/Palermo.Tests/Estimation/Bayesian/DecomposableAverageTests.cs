using System.Globalization;
using System.Numerics;
using Palermo.Estimation.Bayesian;
using Palermo.Estimation.Histories;

namespace Palermo.Tests.Estimation.Bayesian;

public sealed class DecomposableAverageTests
{
    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 8)]
    [InlineData(4, 61)]
    [InlineData(5, 822)]
    [InlineData(6, 18154)]
    public void All_IsTheNumberOfChordalGraphs(int vertices, int expected) =>
        Assert.Equal(expected, DecomposableGraph.All(vertices).Length);

    public static TheoryData<string> Tables => [.. Reference.Tables.Where(t => t is not ("UKdat" or "Ned" or "NewOrl"))];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Run_EveryPriorOfThePackage_IsItsPosterior(string name)
    {
        var table = Reference.Table(name);
        foreach (var block in Reference.Of(name).GetProperty("dga").EnumerateObject().Where(p => p.Name.StartsWith("delta", StringComparison.Ordinal)))
        {
            var expected = block.Value;
            var most = expected.GetProperty("nmissing_grid")[1].GetInt32();
            var ours = DecomposableAverage.Run(table, expected.GetProperty("delta").GetDouble());

            Assert.Equal(most, ours.MostMissing);
            Reference.Close(expected.GetProperty("posterior_mean").GetDouble(), ours.Mean, 1e-6, block.Name + " mean");
            Reference.Close(expected.GetProperty("posterior_sd").GetDouble(), ours.StandardDeviation, 1e-6, block.Name + " sd");
            Reference.Close(expected.GetProperty("log_evidence").GetDouble(), ours.LogEvidence, 1e-6, block.Name + " evidence");
            Assert.Equal(expected.GetProperty("median").GetInt32(), ours.Median);
            Assert.Equal(expected.GetProperty("mode").GetInt32(), ours.Mode);
            Assert.Equal((expected.GetProperty("lo95").GetInt32(), expected.GetProperty("hi95").GetInt32()), ours.Interval95);
            Assert.Equal((expected.GetProperty("lo80").GetInt32(), expected.GetProperty("hi80").GetInt32()), ours.Interval80);
            Reference.Close(expected.GetProperty("mass_at_grid_end").GetDouble(), ours.MassAtEnd, 1e-5, block.Name + " end");
            var top = expected.GetProperty("top_graphs");
            for (var i = 0; i < top.GetArrayLength(); i++)
            {
                Reference.Close(top[i].GetProperty("prob").GetDouble(), ours.Graphs[i].Probability, 1e-6, top[i].GetProperty("graph").GetString()!);
                Reference.Close(top[i].GetProperty("posterior_mean").GetDouble(), ours.Graphs[i].Mean, 1e-6, top[i].GetProperty("graph").GetString()!);
                Assert.Equal(Cliques(top[i].GetProperty("graph").GetString()!), Cliques(ours.Graphs[i].Graph.Describe(table.Lists)));
            }
        }
    }

    [Fact]
    public void Run_SpinaBifidaOfMadiganAndYork_IsThePackagesPosterior()
    {
        var expected = Reference.About.GetProperty("dga_madigan_york_spina5");
        var counts = new long[32];
        var i = 0;
        foreach (var count in expected.GetProperty("counts_lexicographic").EnumerateArray())
        {
            // Lexicographic: the first list is the highest bit of the position.
            var history = Enumerable.Range(0, 5).Where(j => ((i >> (4 - j)) & 1) == 1).Aggregate(0, (h, j) => h | (1 << j));
            counts[history] = count.GetInt64();
            i++;
        }

        var table = CaptureTable.Create(Enumerable.Range(1, 5).Select(j => j.ToString(CultureInfo.InvariantCulture)), counts);
        var ours = DecomposableAverage.Run(table, 0.5, 300);
        Reference.Close(expected.GetProperty("posterior_mean").GetDouble(), ours.Mean, 1e-6, "mean");
        Assert.Equal(expected.GetProperty("median").GetInt32(), ours.Median);
        Assert.Equal(expected.GetProperty("mode").GetInt32(), ours.Mode);
        Assert.Equal((expected.GetProperty("lo95").GetInt32(), expected.GetProperty("hi95").GetInt32()), ours.Interval95);
        Reference.Close(expected.GetProperty("top_graph_prob").GetDouble(), ours.Graphs[0].Probability, 1e-6, "top graph");
    }

    [Fact]
    public void Describe_EveryGraphOnFour_HasRunningIntersection() =>
        Assert.All(DecomposableGraph.All(4), g =>
            Assert.Equal(4, g.Cliques.Sum(c => BitOperations.PopCount((uint)c)) - g.Separators.Sum(s => BitOperations.PopCount((uint)s))));

    private static IEnumerable<string> Cliques(string graph) => graph.Split('|').Order(StringComparer.Ordinal);
}
