using System.Text.Json;
using System.Text.RegularExpressions;

namespace Palermo.Tests.Estimation;

/// <summary>Which key of the reference file is held by which test, so that no number stands there unlooked at.</summary>
public sealed partial class ReferenceInventoryTests
{
    /// <summary>Keys (tables, models, pairs and lists left out) and the test that compares them.</summary>
    private static readonly (string Keys, string By)[] Held =
    [
        (@"^(csv|n_lists|n_observed|lists)$", "ClosedFormTests"),
        (@"^closed_form/", "ClosedFormTests"),
        (@"^loglinear_oracle/models/model/(profile_.*)$", "ExtendedFitTests.Interval"),
        (@"^loglinear_oracle/models/model/(?!iterations)", "ExtendedFitTests.Of"),
        (@"^stepwise/by_pthresh/", "StepwiseTests.Run"),
        (@"^stepwise/bca_acceleration", "StepwiseTests.Jackknife"),
        (@"^existence/(ierr_main|ierr_allpairs|ierr_single_pair|count_triples)", "StepwiseTests.Check"),
        (@"^existence/pairwise_models_without", "ModelEnumerationTests.Run_PairsOnly"),
        (@"^existence/census", "ModelEnumerationTests.Run_ExistenceCensus"),
        (@"^all_models/bic_maxorder/(?!median)", "ModelEnumerationTests.Run_EverySpace"),
        (@"^all_models/(bic_maxorder/median|downhill)", "ModelEnumerationTests.Fits_EverySpace"),
        (@"^rcapture/closedp_t/(?!model/infoFit)", "HeterogeneityFitTests.Of"),
        (@"^rcapture/closedp_bc/", "HeterogeneityFitTests.BiasCorrected"),
        (@"^rcapture/profile_(Mt)/", "HeterogeneityFitTests.Profiles"),
        (@"^rcapture/closedpMS_maxorder/profile_best_clean_bic/", "HeterogeneityFitTests.Profiles"),
        (@"^rcapture/closedpMS_maxorder/(best_clean|top3)", "HeterogeneityFitTests.ModelsOfThePackagesSearch"),
        (@"^rcapture/closedpMS_maxorder/(n_models|n_clean|min_|max_|bic_weighted)", "HeterogeneityFitTests.Searches"),
        (@"^rcapture/profile_MthChao/(poisson_abundance|stderr)$", "HeterogeneityFitTests.Of (Mth Chao)"),
        (@"^dga/", "DecomposableAverageTests"),
        (@"^list_conditional_check/by_list/", "EnsembleTests.Check"),
        (@"^lcmcr/", "SampledMethodsTests (random)"),
        (@"^bayesthresh/", "SampledMethodsTests (random)"),
    ];

    /// <summary>Keys that no test of ours compares, and why.</summary>
    private static readonly (string Keys, string Why)[] NotHeld =
    [
        (@"(^|/)(deterministic|rel_tol|profile_rel_tol|exact|peer|call|note|prior|ierr_legend|seconds_bma_cr|cpu|cpu_seconds.*)$", "describes the block"),
        (@"^loglinear_oracle/models/model/iterations$", "how the oracle went about it"),
        (@"infoFit|infoCI", "warning codes of a package that does not ask whether an estimate exists"),
        (@"^rcapture/profile_MthChao/(multinomial_abundance|inf|sup)$", "a profile whose model changes along it, with Stirling's factorials"),
        (@"^conting/", "random, reversible jump: not among the methods (slow, three chains of 20,000 sweeps disagree)"),
    ];

    [Fact]
    public void EveryKey_IsHeldByATest_OrItSaysWhyNot()
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var table in Reference.Tables)
        {
            Walk(Reference.Of(table), "", keys);
        }

        var without = keys.Where(k => !Held.Any(h => Regex.IsMatch(k, h.Keys)) && !NotHeld.Any(n => Regex.IsMatch(k, n.Keys))).ToArray();
        Assert.Empty(without);
        Assert.All(Held, h => Assert.Contains(keys, k => Regex.IsMatch(k, h.Keys)));
        Assert.All(NotHeld, n => Assert.Contains(keys, k => Regex.IsMatch(k, n.Keys)));
    }

    private static void Walk(JsonElement element, string path, SortedSet<string> keys)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            keys.Add(path);
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            var name = property.Name.StartsWith('[') || path.EndsWith("closedp_t", StringComparison.Ordinal) ? "model" : Order().Replace(property.Name, "");
            Walk(property.Value, path.Length == 0 ? name : path + "/" + name, keys);
        }
    }

    [GeneratedRegex(@"(?<=maxorder)\d$")]
    private static partial Regex Order();
}
