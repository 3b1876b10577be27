using System.Collections.Immutable;
using System.Globalization;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Histories;
using Palermo.Records;
using Palermo.Web.Datasets;

namespace Palermo.Web.Features.Estimate;

/// <summary>What a visitor or a program asked for, checked: a job to be, or what is wrong with it.</summary>
/// <param name="Asked">The job; null when something is wrong.</param>
/// <param name="Fault">The key of what is wrong; null when nothing is.</param>
/// <param name="Field">The field it is about.</param>
/// <param name="Problems">Where in the file, and why.</param>
public sealed record EstimateForm(NewEstimate? Asked, string? Fault = null, string? Field = null, ImmutableArray<TableProblem> Problems = default)
{
    public const int MostReplicates = 5000;

    /// <summary>More parts than this hold too few people each, and take the estimator too long.</summary>
    public const int MostStrata = 60;

    /// <summary>Each of the best models is sampled so often at most.</summary>
    public const int MostSamples = 500;

    /// <summary>From a file of capture histories.</summary>
    public static EstimateForm OfFile(Stream file, string name, EstimateSettings settings)
    {
        CaptureReading reading;
        try
        {
            reading = CaptureFile.Read(file, name, new CaptureLayout { Strata = settings.Strata });
        }
        catch (RecordsException)
        {
            return new(null, "unreadable", "file");
        }

        return Of(reading, name, settings, "file");
    }

    /// <summary>From the list columns of a dataset.</summary>
    public static EstimateForm OfDataset(CaptureDesk desk, string dataset, EstimateSettings settings, CancellationToken cancel) =>
        settings.Lists.Length < 3 ? new(null, "few_lists", "lists")
        : settings.Strata.Any(settings.Lists.Contains) ? new(null, "strata", "strata")
        : desk.Read(dataset, settings.Lists, settings.Strata, cancel) is { } reading ? Of(reading, dataset, settings, "lists")
        : new(null, "no_dataset", "data");

    private static EstimateForm Of(CaptureReading reading, string source, EstimateSettings settings, string field)
    {
        if (reading.Table is not { } table)
        {
            return new(null, "table", field, reading.Problems);
        }

        if (settings.Methods.FirstOrDefault(m => !Methods.IsKnown(m)) is not null)
        {
            return new(null, "method", "methods");
        }

        var ours = new EstimationOptions();
        var seed = ours.Seed;
        return !string.IsNullOrWhiteSpace(settings.Seed) && !ulong.TryParse(settings.Seed, NumberStyles.None, CultureInfo.InvariantCulture, out seed) ? new(null, "seed", "seed")
            : Number(settings.Replicates, ours.Replicates, MostReplicates) is not { } replicates ? new(null, "replicates", "replicates")
            : Number(settings.Validate, 0, MostSamples) is not { } samples ? new(null, "validate", "validate")
            : reading.Strata.Length > MostStrata ? new(null, "many_strata", "strata")
            : settings.Known(reading.Strata.Select(s => s.Name)) is not { } populations ? new(null, "populations", "populations")
            : new(new NewEstimate(new EstimateRequest(source, table.Lists, settings.Methods, seed, replicates, settings.Sensitivity, reading.Notes) { Strata = settings.Strata, ValidationSamples = samples, Populations = populations }, table) { Strata = reading.Strata });
    }

    /// <summary>A whole number up to the most; null when it is none.</summary>
    private static int? Number(string? text, int otherwise, int most) =>
        string.IsNullOrWhiteSpace(text) ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number
        : null;
}
