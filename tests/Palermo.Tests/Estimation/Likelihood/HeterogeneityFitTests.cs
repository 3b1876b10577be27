using System.Globalization;
using System.Text.Json;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;
using Palermo.Estimation.Numerics;

namespace Palermo.Tests.Estimation.Likelihood;

/// <summary>The figures of the R package of closed-population models, fitted with its own stopping rule and then to rest.</summary>
public sealed class HeterogeneityFitTests
{
    public static TheoryData<string> Tables => [.. Reference.Tables];

    private static readonly (string Label, bool Lists, Heterogeneity Shape)[] Shapes =
    [
        ("M0", false, Heterogeneity.None), ("Mt", true, Heterogeneity.None),
        ("Mh Poisson2", false, Heterogeneity.Poisson2), ("Mth Poisson2", true, Heterogeneity.Poisson2),
        ("Mh Darroch", false, Heterogeneity.Darroch), ("Mth Darroch", true, Heterogeneity.Darroch),
        ("Mh Gamma3.5", false, Heterogeneity.Gamma35), ("Mth Gamma3.5", true, Heterogeneity.Gamma35),
        ("Mh Chao (LB)", false, Heterogeneity.ChaoLowerBound), ("Mth Chao (LB)", true, Heterogeneity.ChaoLowerBound),
    ];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Of_EveryShape_IsThePackagesFit(string name)
    {
        var table = Reference.Table(name);
        var expected = Reference.Of(name).GetProperty("rcapture").GetProperty("closedp_t");
        foreach (var (label, lists, shape) in Shapes)
        {
            var peer = expected.GetProperty(label);
            var fit = HeterogeneityFit.Of(table, lists, shape, PoissonRegression.TolerancePeers);
            Compare(label, peer, table.Observed, table.CellCount - 1, fit.Estimate, fit.StandardError(table.Observed), fit.Deviance, fit.Parameters, fit.Aic);
            Reference.Close(peer.GetProperty("BIC").GetDouble(), fit.Bic(table.Observed), 1e-6, label + " BIC");
            // Where the estimate exists, the fit at rest is the same number.
            if (name != "Artificial_3")
            {
                Reference.Close(fit.Estimate, HeterogeneityFit.Of(table, lists, shape).Estimate, 1e-5, label + " at rest");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Of_BehaviourModels_AreThePackagesFits_NegativeOnesIncluded(string name)
    {
        var table = Reference.Table(name);
        var expected = Reference.Of(name).GetProperty("rcapture").GetProperty("closedp_t");
        foreach (var (label, first) in new[] { ("Mb", false), ("Mbh", true) })
        {
            var peer = expected.GetProperty(label);
            var fit = BehaviourFit.Of(table, first, PoissonRegression.TolerancePeers)!;
            Compare(label, peer, table.Observed, table.CellCount - 1, fit.Estimate, fit.ErrorOfThePackage, fit.Deviance, fit.Parameters, fit.Aic);
        }
    }

    private static void Compare(string label, JsonElement peer, double observed, int cells, double estimate, double error, double deviance, int parameters, double aic)
    {
        Reference.Close(peer.GetProperty("abundance").GetDouble(), estimate, 1e-6, label);
        if (peer.GetProperty("stderr").ValueKind == JsonValueKind.Number)
        {
            // Artificial_3 has nobody on three lists: the package's fits there are stopped on the way to no estimate.
            Reference.Close(peer.GetProperty("stderr").GetDouble(), error, observed == 96 ? 1e-3 : 1e-6, label + " standard error");
        }

        Assert.Equal(peer.GetProperty("deviance").GetDouble(), deviance, 1e-6 * Math.Max(1, deviance));
        Assert.Equal(peer.GetProperty("df").GetInt32(), cells - parameters);
        Reference.Close(peer.GetProperty("AIC").GetDouble(), aic, 1e-6, label + " AIC");
        Reference.Close(peer.GetProperty("BIC").GetDouble(), aic + parameters * (Math.Log(observed) - 2), 1e-6, label + " BIC");
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void BiasCorrected_IsThePackages(string name)
    {
        var table = Reference.Table(name);
        var expected = Reference.Of(name).GetProperty("rcapture").GetProperty("closedp_bc");
        void Same(string label, BiasCorrectedFit? fit)
        {
            // The package finds one root to 1e-4 of a person: on a table of a hundred that is 1e-6.
            Reference.Close(expected.GetProperty(label).GetProperty("abundance").GetDouble(), fit!.Estimate, 2e-6, label);
            Reference.Close(expected.GetProperty(label).GetProperty("stderr").GetDouble(), fit.StandardError, 1e-5, label + " standard error");
        }

        Same("M0", BiasCorrectedFit.Alike(table, PoissonRegression.TolerancePeers));
        Same("Mt", BiasCorrectedFit.ListsDiffer(table));
        Same("Mh_Chao", BiasCorrectedFit.PeopleDiffer(table));
        Same("Mth_Chao", BiasCorrectedFit.BothDiffer(table, PoissonRegression.TolerancePeers));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void ModelsOfThePackagesSearch_AreItsFits_WhereAnEstimateExists(string name)
    {
        var table = Reference.Table(name);
        var compared = 0;
        foreach (var space in Reference.Of(name).GetProperty("rcapture").EnumerateObject().Where(p => p.Name.StartsWith("closedpMS", StringComparison.Ordinal)))
        {
            foreach (var ranking in new[] { "best_clean_bic", "best_clean_aic", "top3_bic", "top3_aic" })
            {
                if (!space.Value.TryGetProperty(ranking, out var models) || models.ValueKind != JsonValueKind.Object)
                {
                    continue;
                }

                foreach (var entry in models.EnumerateObject())
                {
                    var fit = ExtendedFit.Of(table, HierarchicalModel.Parse(entry.Name, table.ListCount));
                    if (!fit.Verdict.Usable)
                    {
                        // The package does not ask whether an estimate exists, and calls some of these fits clean.
                        continue;
                    }

                    // It leaves histories of a pair nobody shares in the table: same N, other degrees of freedom and count of parameters.
                    Reference.Close(entry.Value.GetProperty("abundance").GetDouble(), fit.Estimate, 1e-6, entry.Name);
                    Assert.Equal(entry.Value.GetProperty("deviance").GetDouble(), fit.Deviance, 1e-6 * Math.Max(1, fit.Deviance));
                    Reference.Close(entry.Value.GetProperty("AIC").GetDouble(), fit.Aic, 1e-6, entry.Name + " AIC");
                    Reference.Close(entry.Value.GetProperty("BIC").GetDouble(), fit.Bic, 1e-6, entry.Name + " BIC");
                    if (fit.MinusInfinity.Count == 0)
                    {
                        Assert.Equal(entry.Value.GetProperty("df").GetInt32(), fit.ResidualDegrees);
                        Reference.Close(entry.Value.GetProperty("stderr").GetDouble(), fit.StandardError, 2e-4, entry.Name + " standard error");
                    }

                    compared++;
                }
            }
        }

        Assert.True(compared > 0 || name == "Artificial_3");
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void ProfilesOfThePackage_AreOursWithinItsApproximation(string name)
    {
        var table = Reference.Table(name);
        var blocks = Reference.Of(name).GetProperty("rcapture").EnumerateObject();
        var models = blocks.Where(p => p.Name.StartsWith("closedpMS", StringComparison.Ordinal) && p.Value.TryGetProperty("profile_best_clean_bic", out _))
            .Select(p => p.Value.GetProperty("profile_best_clean_bic"))
            .Select(p => (Model: p.GetProperty("model").GetString()!, Profile: p))
            .Append((HierarchicalModel.Independence(table.ListCount).ToString(), Reference.Of(name).GetProperty("rcapture").GetProperty("profile_Mt")));
        foreach (var (text, profile) in models)
        {
            var model = HierarchicalModel.Parse(text, table.ListCount);
            var fit = ExtendedFit.Of(table, model);
            if (!fit.Verdict.Usable)
            {
                continue;
            }

            Reference.Close(profile.GetProperty("poisson_abundance").GetDouble(), fit.Estimate, 1e-6, text);
            Reference.Close(profile.GetProperty("stderr").GetDouble(), fit.StandardError, 2e-4, text + " standard error");
            var interval = new ProfileLikelihood(table, model).Interval(fit.Unseen)!;
            // Its factorials are Stirling's: off by up to 1e-4 on small tables, where the oracle's are exact (tested to 1e-6).
            Reference.Close(profile.GetProperty("multinomial_abundance").GetDouble(), interval.Maximum, 3e-4, text + " maximum");
            Reference.Close(profile.GetProperty("inf").GetDouble(), interval.Low, 3e-4, text + " low");
            if (double.TryParse(profile.GetProperty("sup").GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var high))
            {
                Reference.Close(high, interval.High, 3e-4, text + " high");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void SearchesWithoutAModelThatLacksAnEstimate_HaveThePackagesExtremes(string name)
    {
        var table = Reference.Table(name);
        foreach (var space in Reference.Of(name).GetProperty("rcapture").EnumerateObject().Where(p => p.Name.StartsWith("closedpMS", StringComparison.Ordinal)))
        {
            var order = space.Name[^1] - '0';
            if (table.ListCount > 6)
            {
                continue;
            }

            var census = Palermo.Estimation.Selection.ModelEnumeration.Run(table, order, stop: TestContext.Current.CancellationToken);
            Assert.Equal(space.Value.GetProperty("n_models").GetInt64(), census.Models);
            if (census.Existing == census.Models)
            {
                Reference.Close(space.Value.GetProperty("min_abundance").GetDouble(), census.Smallest, 1e-6, "smallest");
                Reference.Close(space.Value.GetProperty("max_abundance").GetDouble(), census.Largest, 1e-6, "largest");
                Reference.Close(space.Value.GetProperty("bic_weighted_abundance_all").GetDouble(), census.WeightedMean, 1e-6, "weighted");
            }
            else
            {
                // Half the package's ranking has no estimate: its extremes and its average are then no numbers of ours.
                Assert.True(space.Value.GetProperty("n_clean_models").GetInt64() < census.Models);
            }
        }
    }

    /// <summary>The profile of the lower bound with lists that differ: at every N the negative effects are taken out anew.</summary>
    [Theory]
    [MemberData(nameof(Tables))]
    public void ProfileOfTheLowerBound_IsThePackagesWithinItsApproximation(string name)
    {
        var table = Reference.Table(name);
        var peer = Reference.Of(name).GetProperty("rcapture").GetProperty("profile_MthChao");
        var abundance = peer.GetProperty("poisson_abundance").GetDouble();
        Reference.Close(HeterogeneityFit.Of(table, true, Heterogeneity.ChaoLowerBound).Estimate, abundance, 1e-5, name + " Poisson");
        var t = table.ListCount;
        double At(double population)
        {
            var y = table.ToDoubles();
            y[0] = population - table.Observed;
            var fit = NonNegative(y);
            var sum = LogGamma.Factorial(population) - LogGamma.Factorial(y[0]);
            for (var h = 0; h < y.Length; h++)
            {
                sum += y[h] > 0 ? y[h] * Math.Log(fit.Fitted[h] / population) : 0;
            }

            return sum;
        }

        PoissonRegression NonNegative(double[] y)
        {
            var effects = Enumerable.Range(3, Math.Max(0, t - 2)).ToList();
            while (true)
            {
                double[][] rows = [.. Enumerable.Range(0, table.CellCount).Select(h => (double[])[1, .. Enumerable.Range(0, t).Select(j => (double)((h >> j) & 1)), .. effects.Select(k => Math.Max(0.0, System.Numerics.BitOperations.PopCount((uint)h) - k + 1))])];
                var fit = PoissonRegression.Fit(rows, y, tolerance: 1e-12);
                var negative = fit is null ? effects.Count - 1 : effects.FindIndex(k => fit.Coefficients[t + 1 + effects.IndexOf(k)] < 0);
                if (negative < 0)
                {
                    return fit!;
                }

                effects.RemoveAt(negative);
            }
        }

        // Golden section for the maximum, halving for the limits.
        var (a, b) = (table.Observed + 1.0, 4 * abundance);
        for (var i = 0; i < 80; i++)
        {
            var (x, z) = (b - 0.6180339887 * (b - a), a + 0.6180339887 * (b - a));
            (a, b) = At(x) > At(z) ? (a, z) : (x, b);
        }

        var maximum = (a + b) / 2;
        var cut = At(maximum) - 1.920729410347062;
        double Limit(double inside, double outside)
        {
            for (var i = 0; i < 60; i++)
            {
                var middle = (inside + outside) / 2;
                (inside, outside) = At(middle) > cut ? (middle, outside) : (inside, middle);
            }

            return inside;
        }

        Reference.Close(peer.GetProperty("multinomial_abundance").GetDouble(), maximum, 3e-4, name + " maximum");
        Reference.Close(peer.GetProperty("inf").GetDouble(), Limit(maximum, table.Observed + 1e-3), 3e-4, name + " low");
        Reference.Close(double.Parse(peer.GetProperty("sup").GetString()!, CultureInfo.InvariantCulture), Limit(maximum, 20 * maximum), 3e-4, name + " high");
    }
}
