using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Linkage;
using Palermo.Estimation.Reports;
using Palermo.Estimation.Strata;

namespace Palermo.Tests.Estimation.Reports;

public sealed class ReportStateTests
{
    private static readonly PictureWords Words = new("answers", "models", "other lists", "thresholds", "bounds", "people", "BIC", "independence", "stepwise", "lowest BIC", "threshold", "odds", "range");

    [Fact]
    public void Read_WhatWasWritten_IsTheSameReport_InEveryForm()
    {
        var table = Reference.Table("UKdat_4");
        var report = Ensemble.Run(
            table,
            new EstimationOptions
            {
                Methods = ["independence", "stepwise", "bic-average", "dga", "no-highest-order"],
                Models = ["[12,3,4]"],
                Replicates = 20,
                KeepReplicates = true,
                Census = true,
                LinkageRates = new LinkageRates(0.05, 0.02),
                Strata = [new Stratum("a", table), new Stratum("b", Reference.Table("UKdat_4"))],
            },
            stop: TestContext.Current.CancellationToken);
        Assert.NotNull(report.Strata);
        Assert.NotNull(report.Covariates);
        Assert.NotEmpty(report.Linkage);
        var again = ReportState.Read(ReportState.Write(report));
        Assert.Equal(ReportJson.Write(report), ReportJson.Write(again));
        Assert.Equal(ReportText.Write(report), ReportText.Write(again));
    }

    /// <summary>The words stand in the table before it; a picture is shown on pages in every language.</summary>
    [Fact]
    public void PictureOfOtherLists_NamesChangesBySignsAlone()
    {
        var report = Ensemble.Run(Reference.Table("UKdat_4"), new EstimationOptions { Methods = ["independence"], Replicates = 0 }, stop: TestContext.Current.CancellationToken);

        var svg = Pictures.Sensitivity(report, Words, most: 100);

        Assert.Contains(report.Sensitivity, r => r.What.EndsWith("every list", StringComparison.Ordinal));
        Assert.DoesNotContain("every list", svg, StringComparison.Ordinal);
        Assert.DoesNotContain(" of ", svg, StringComparison.Ordinal);
        Assert.Contains("≠ 5 %", svg, StringComparison.Ordinal);
    }
}
