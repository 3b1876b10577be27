using System.Globalization;
using System.Text.Json;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;
using Palermo.Estimation.Numerics;
using Palermo.Estimation.Resampling;
using Palermo.Estimation.Selection;

namespace Palermo.Tests.Estimation.Selection;

public sealed class StepwiseTests
{
    public static TheoryData<string> Tables => [.. Reference.Tables];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Run_EveryThreshold_IsThePackagesFit(string name)
    {
        var table = Reference.Table(name);
        var selector = new Stepwise(table.ListCount);
        foreach (var entry in Reference.Of(name).GetProperty("stepwise").GetProperty("by_pthresh").EnumerateObject())
        {
            var threshold = double.Parse(entry.Name, CultureInfo.InvariantCulture);
            var result = selector.Run(table, threshold);
            var expected = entry.Value;
            Assert.Equal(
                expected.GetProperty("estimated_pairs").EnumerateArray().Select(p => p.GetString()!),
                result.Pairs.Where(p => table.SeenOnAll(p) > 0).Select(table.Name));
            Assert.Equal(
                expected.GetProperty("minus_infinity_pairs").EnumerateArray().Select(p => p.GetString()!),
                result.Pairs.Where(p => table.SeenOnAll(p) == 0).Select(table.Name));
            Reference.Close(expected.GetProperty("point").GetDouble(), result.Estimate, 1e-6, entry.Name);
            var fit = ExtendedFit.Of(table, result.Model(table.ListCount));
            // glm stops early and takes its standard error from there: stopped alike, so do we; at rest it is within 2e-4 of ours.
            var (low, high) = AsGlmStops(table, result.Model(table.ListCount));
            Reference.Close(expected.GetProperty("wald_lo").GetDouble(), low, 1e-6, entry.Name + " low");
            Reference.Close(expected.GetProperty("wald_hi").GetDouble(), high, 1e-6, entry.Name + " high");
            Reference.Close(low, fit.Wald.Low, 2e-4, entry.Name + " low at rest");
            Reference.Close(high, fit.Wald.High, 2e-4, entry.Name + " high at rest");
            if (expected.TryGetProperty("poisspempty", out var empty) && empty.ValueKind == JsonValueKind.Object)
            {
                foreach (var pair in empty.EnumerateObject())
                {
                    var without = HierarchicalModel.WithInteractions(table.ListCount, result.Pairs.Remove(Reference.Pair(table, pair.Name)));
                    Reference.Close(pair.Value.GetDouble(), Math.Exp(-ExtendedFit.Of(table, without).ExpectedOnAll(Reference.Pair(table, pair.Name))), 1e-6, pair.Name);
                }
            }

            Assert.Equal(expected.GetProperty("deviance").GetDouble(), fit.Deviance, 1e-6 * Math.Max(1, fit.Deviance));
            Assert.Equal(expected.GetProperty("df_residual").GetInt32(), fit.ResidualDegrees);
            Reference.Close(expected.GetProperty("aic_with_empty").GetDouble(), fit.Aic, 1e-6, entry.Name + " AIC");
        }
    }

    private static (double Low, double High) AsGlmStops(CaptureTable table, HierarchicalModel model)
    {
        var kernel = new FitKernel(table.ListCount) { DevianceTolerance = PoissonRegression.TolerancePeers };
        kernel.Bind(table.ToDoubles());
        var (terms, dropped) = ExistenceProblem.Split(table, model);
        Assert.Equal(FitEnd.Converged, kernel.Fit(terms, dropped));
        return (table.Observed + Math.Exp(kernel.Intercept - Gaussian.Upper95 * kernel.InterceptError), table.Observed + Math.Exp(kernel.Intercept + Gaussian.Upper95 * kernel.InterceptError));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Jackknife_Acceleration_IsThePackages(string name)
    {
        var table = Reference.Table(name);
        if (!Reference.Of(name).GetProperty("stepwise").TryGetProperty("bca_acceleration_p0.02", out var expected))
        {
            return;
        }

        var selector = new Stepwise(table.ListCount);
        var (_, acceleration) = Bootstrap.Jackknife(table, t => selector.Run(t).Estimate);
        Reference.Close(expected.GetDouble(), acceleration, 1e-6, "acceleration");
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Check_EveryPairOfThePackage_HasItsCode(string name)
    {
        var table = Reference.Table(name);
        var expected = Reference.Of(name).GetProperty("existence");
        Assert.Equal(expected.GetProperty("ierr_main").GetInt32(), Existence.Check(table, HierarchicalModel.Independence(table.ListCount)).Code);
        Assert.Equal(expected.GetProperty("ierr_allpairs").GetInt32(), Existence.Check(table, HierarchicalModel.AllOfOrder(table.ListCount, 2)).Code);
        Assert.Equal(expected.GetProperty("count_triples").GetInt32(), TableSummaries.Of(table).TriplesLinked);
        foreach (var pair in expected.GetProperty("ierr_single_pair").EnumerateObject())
        {
            var model = HierarchicalModel.WithInteractions(table.ListCount, [Reference.Pair(table, pair.Name)]);
            Assert.Equal(pair.Value.GetInt32(), Existence.Check(table, model).Code);
        }
    }
}
