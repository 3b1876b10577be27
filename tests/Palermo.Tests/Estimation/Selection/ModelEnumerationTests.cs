using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;
using Palermo.Estimation.Selection;

namespace Palermo.Tests.Estimation.Selection;

public sealed class ModelEnumerationTests
{
    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(3, 2, 8)]
    [InlineData(4, 3, 113)]
    [InlineData(5, 4, 6893)]
    [InlineData(6, 2, 32768)]
    [InlineData(6, 3, 3702013)]
    [InlineData(6, 5, 7785061)]
    public void Count_IsTheNumberOfAntichains(int lists, int order, long expected) =>
        Assert.Equal(expected, new ModelSpace(lists, order).Count());

    [Fact]
    public void All_IsWithoutRepetition_AndDownwardClosed()
    {
        var models = new ModelSpace(5, 4).All().ToList();
        Assert.Equal(models.Count, models.Distinct().Count());
        Assert.All(models.Where((_, i) => i % 50 == 0), m => Assert.Equal(m, HierarchicalModel.Parse(HierarchicalModel.FromMask(5, m).ToString(), 5).ToMask()));
    }

    public static TheoryData<string, int> Spaces
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var table in Reference.Tables.Where(t => t != "NewOrl"))
            {
                data.Add(table, 2);
                if (table is "UKdat_5" or "UKdat_4" or "Kosovo" or "Australia" or "HIV")
                {
                    data.Add(table, 3);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Run_EverySpaceOfThePackage_HasItsChecksums(string name, int maxOrder)
    {
        var table = Reference.Table(name);
        var expected = Reference.Of(name).GetProperty("all_models").GetProperty(FormattableString.Invariant($"bic_maxorder{maxOrder}"));

        var census = ModelEnumeration.Run(table, maxOrder, threads: 2, stop: TestContext.Current.CancellationToken);

        Assert.Equal(expected.GetProperty("n_models_total").GetInt64(), census.Models);
        Assert.Equal(expected.GetProperty("n_models_existing").GetInt64(), census.Existing);
        Reference.Close(expected.GetProperty("sum_bic").GetDouble(), census.SumBic, 1e-9, "sum of BIC");
        Reference.Close(expected.GetProperty("sum_log_abundance").GetDouble(), census.SumLogEstimate, 1e-8, "sum of ln N");
        Reference.Close(expected.GetProperty("bic_weighted_mean").GetDouble(), census.WeightedMean, 1e-6, "weighted mean");
        Reference.Close(expected.GetProperty("min").GetDouble(), census.Smallest, 1e-6, "smallest");
        Reference.Close(expected.GetProperty("max").GetDouble(), census.Largest, 1e-6, "largest");
        Assert.Equal(expected.GetProperty("best_model").GetString(), census.Top[0].Model(table.ListCount).ToString());
        Reference.Close(expected.GetProperty("point").GetDouble(), census.Top[0].Estimate, 1e-6, "best");
        Reference.Close(expected.GetProperty("bic").GetDouble(), census.Top[0].Bic, 1e-8, "best BIC");
        var ours = census.Top.ToDictionary(f => f.Model(table.ListCount).ToString());
        foreach (var top in expected.GetProperty("top20").EnumerateObject())
        {
            Reference.Close(top.Value.GetProperty("abundance").GetDouble(), ours[top.Name].Estimate, 1e-6, top.Name);
            Reference.Close(top.Value.GetProperty("BIC").GetDouble(), ours[top.Name].Bic, 1e-8, top.Name + " BIC");
        }
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Fits_EverySpaceOfThePackage_HasItsMedian_AndTheDownhillSearchEndsWhereThePackagesDoes(string name, int maxOrder)
    {
        var table = Reference.Table(name);
        var all = Reference.Of(name).GetProperty("all_models");
        var estimates = ModelEnumeration.Fits(table, maxOrder, TestContext.Current.CancellationToken).Select(f => f.Estimate).Order().ToArray();
        var median = (estimates[(estimates.Length - 1) / 2] + estimates[estimates.Length / 2]) / 2;
        Reference.Close(all.GetProperty(FormattableString.Invariant($"bic_maxorder{maxOrder}")).GetProperty("median").GetDouble(), median, 1e-6, "median");
        if (all.TryGetProperty(FormattableString.Invariant($"downhill_maxorder{maxOrder}"), out var expected))
        {
            var downhill = Downhill.Run(table, maxOrder)!;
            Assert.Equal(expected.GetProperty("model").GetString(), downhill.Best.Model(table.ListCount).ToString());
            Reference.Close(expected.GetProperty("point").GetDouble(), downhill.Best.Estimate, 1e-6, "point");
            Reference.Close(expected.GetProperty("bic").GetDouble(), downhill.Best.Bic, 1e-8, "BIC");
            Assert.Equal(expected.GetProperty("n_models_fitted").GetInt32(), downhill.Fitted);
        }
    }

    public static TheoryData<string> Censuses => [.. Reference.Tables.Where(t => t is not ("UKdat" or "Ned" or "NewOrl"))];

    [Theory]
    [MemberData(nameof(Censuses))]
    public void Run_ExistenceCensus_IsExact(string name)
    {
        var table = Reference.Table(name);
        var expected = Reference.Of(name).GetProperty("existence").GetProperty("census_all_hierarchical_models");

        var census = ModelEnumeration.Run(table, table.ListCount - 1, stop: TestContext.Current.CancellationToken);

        Assert.Equal(expected.GetProperty("n_models").GetInt64(), census.Models);
        Assert.Equal(expected.GetProperty("ok").GetInt64(), census.Existing);
        foreach (var order in expected.GetProperty("by_max_order").EnumerateObject())
        {
            var ours = Assert.Single(census.ByOrder, o => o.Order == int.Parse(order.Name, System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(order.Value.GetProperty("models").GetInt64(), ours.Models);
            Assert.Equal(order.Value.GetProperty("ok").GetInt64(), ours.Usable);
            Assert.Equal(order.Value.GetProperty("not_exist").GetInt64(), ours.NotExisting);
            Assert.Equal(order.Value.GetProperty("not_identifiable").GetInt64(), ours.NotIdentifiable);
        }

        var margins = new ModelSpace(table.ListCount, table.ListCount - 1).All().Select(m => Existence.Margin(table, HierarchicalModel.FromMask(table.ListCount, m))).Where(m => m > 0);
        Reference.Close(expected.GetProperty("smallest_positive").GetDouble(), margins.Min(), 1e-8, "smallest positive optimum");
    }

    public static TheoryData<string> PairSpaces => [.. Reference.Tables.Where(t => t != "NewOrl")];

    [Theory]
    [MemberData(nameof(PairSpaces))]
    public void Run_PairsOnly_HasThePackagesNumberWithoutEstimate(string name)
    {
        var table = Reference.Table(name);
        var census = ModelEnumeration.Run(table, 2, stop: TestContext.Current.CancellationToken);
        Assert.Equal(Reference.Of(name).GetProperty("existence").GetProperty("pairwise_models_without_extended_mle").GetInt64(), census.ByOrder.Sum(o => o.NotExisting));
    }
}
