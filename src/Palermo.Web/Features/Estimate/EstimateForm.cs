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

    /// <summary>From a file of capture histories.</summary>
    public static EstimateForm OfFile(Stream file, string name, ImmutableArray<string> strata, ImmutableArray<string> methods, string? seed, string? replicates, bool sensitivity)
    {
        CaptureReading reading;
        try
        {
            reading = CaptureFile.Read(file, name, new CaptureLayout { Strata = strata });
        }
        catch (RecordsException)
        {
            return new(null, "unreadable", "file");
        }

        return Of(reading, name, strata, methods, seed, replicates, sensitivity, "file");
    }

    /// <summary>From the list columns of a dataset.</summary>
    public static EstimateForm OfDataset(CaptureDesk desk, string dataset, ImmutableArray<string> lists, ImmutableArray<string> strata, ImmutableArray<string> methods, string? seed, string? replicates, bool sensitivity, CancellationToken cancel) =>
        lists.Length < 3 ? new(null, "few_lists", "lists")
        : strata.Any(lists.Contains) ? new(null, "strata", "strata")
        : desk.Read(dataset, lists, strata, cancel) is { } reading ? Of(reading, dataset, strata, methods, seed, replicates, sensitivity, "lists")
        : new(null, "no_dataset", "data");

    private static EstimateForm Of(CaptureReading reading, string source, ImmutableArray<string> strata, ImmutableArray<string> methods, string? seed, string? replicates, bool sensitivity, string field)
    {
        if (reading.Table is not { } table)
        {
            return new(null, "table", field, reading.Problems);
        }

        if (methods.FirstOrDefault(m => !Methods.IsKnown(m)) is not null)
        {
            return new(null, "method", "methods");
        }

        var ours = new EstimationOptions();
        var (seedGiven, count) = (ours.Seed, ours.Replicates);
        return !string.IsNullOrWhiteSpace(seed) && !ulong.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out seedGiven) ? new(null, "seed", "seed")
            : !string.IsNullOrWhiteSpace(replicates) && (!int.TryParse(replicates, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count > MostReplicates) ? new(null, "replicates", "replicates")
            : reading.Strata.Length > MostStrata ? new(null, "many_strata", "strata")
            : new(new NewEstimate(new EstimateRequest(source, table.Lists, methods, seedGiven, count, sensitivity, reading.Notes) { Strata = strata }, table) { Strata = reading.Strata });
    }
}
