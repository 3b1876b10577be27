using System.Collections.Immutable;
using Palermo.Estimation.Histories;

namespace Palermo.Web.Datasets;

/// <summary>
/// Counts who is on which lists of a dataset, for estimation alone: the table goes to the estimator and never to a page. What an
/// estimate shows of it is without the overlaps.
/// </summary>
public sealed class CaptureDesk(DatasetShelf shelf)
{
    /// <summary>Yes-or-no columns may be lists.</summary>
    public static ImmutableArray<string> MayBeLists(DatasetInfo dataset) => [.. dataset.Columns.Where(c => c.Kind == ColumnKind.Flag).Select(c => c.Name)];

    /// <summary>Closed lists of codes, years, ages, sexes and countries may split the people.</summary>
    public static ImmutableArray<string> MaySplit(DatasetInfo dataset) => [.. dataset.Columns.Where(c => c.Kind != ColumnKind.Flag).Select(c => c.Name)];

    /// <summary>Null when there is no such dataset or a column is none of its lists or cannot split its people.</summary>
    public CaptureReading? Read(string name, ImmutableArray<string> lists, ImmutableArray<string> strata, CancellationToken cancel) =>
        shelf.Find(name) is { } dataset && lists.Length is > 0 and <= CaptureTable.MostLists && lists.All(MayBeLists(dataset).Contains) && strata.All(MaySplit(dataset).Contains)
            ? CaptureCounts.Read(shelf.CountsOf(dataset).Count(Palermo.Statistics.Counts.CountQuery.Of([.. lists, .. strata]), cancel), lists, strata)
            : null;
}
