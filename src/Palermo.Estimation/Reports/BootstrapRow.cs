using System.Collections.Immutable;
using Palermo.Estimation.Ensembles;

namespace Palermo.Estimation.Reports;

/// <summary>The intervals of a method whose choice was repeated in every replicate, side by side, with what BCa was corrected by.</summary>
/// <param name="Method">The method.</param>
/// <param name="Bca">Bias-corrected and accelerated.</param>
/// <param name="Percentile">The percentile interval of the same replicates.</param>
/// <param name="Profile">Of the model chosen, taken as certain; null where there is none.</param>
/// <param name="BiasCorrection">z0; beyond 0.5 on either side BCa cuts off most of a heavy tail.</param>
/// <param name="Acceleration">a.</param>
/// <param name="Replicates">Replicates with an estimate.</param>
/// <param name="Without">Replicates in which no model had one.</param>
public sealed record BootstrapRow(string Method, NamedInterval Bca, NamedInterval Percentile, NamedInterval? Profile, double BiasCorrection, double Acceleration, int Replicates, int Without)
{
    public static ImmutableArray<BootstrapRow> Of(EstimationReport report) => [.. report.Estimates.Select(Of).OfType<BootstrapRow>()];

    /// <summary>Null for a method without replicates.</summary>
    public static BootstrapRow? Of(MethodEstimate answer)
    {
        NamedInterval? Named(string name) => answer.Intervals.FirstOrDefault(i => i.Name == name);
        double Diagnostic(string name) => answer.Diagnostics.GetValueOrDefault(name, double.NaN);
        return Named("bca") is { } bca && Named("percentile") is { } percentile
            ? new(answer.Method, bca, percentile, Named("profile"), Diagnostic("z0"), Diagnostic("acceleration"), (int)Diagnostic("replicates"), (int)Diagnostic("replicatesWithoutEstimate"))
            : null;
    }
}
