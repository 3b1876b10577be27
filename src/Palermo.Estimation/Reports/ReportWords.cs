using System.Globalization;
using Palermo.Estimation.Strata;

namespace Palermo.Estimation.Reports;

/// <summary>Words that text and HTML share.</summary>
internal static class ReportWords
{
    public static string Of(CovariateReport report) => report.Interval switch
    {
        CovariateInterval.Bootstrap => string.Create(CultureInfo.InvariantCulture, $"Interval of {report.Replicates} populations drawn from the fit, terms chosen again in each"),
        CovariateInterval.BootstrapOfTheTerms => string.Create(CultureInfo.InvariantCulture, $"Interval of {report.Replicates} populations drawn from the fit, with the terms taken as certain"),
        _ => "Interval of the fit alone, with the terms taken as certain",
    };
}
