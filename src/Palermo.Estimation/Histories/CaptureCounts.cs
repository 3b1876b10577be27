using System.Collections.Immutable;
using System.Globalization;
using Palermo.Statistics.Counts;

namespace Palermo.Estimation.Histories;

/// <summary>Capture histories from counts of records by list columns, wherever they were counted: in memory or on a database.</summary>
public static class CaptureCounts
{
    /// <param name="counts">Counts by the list columns and the strata, of records or persons.</param>
    /// <param name="lists">The dimensions that are lists (yes/no, true/false, 0/1).</param>
    /// <param name="strata">The dimensions that split the people.</param>
    public static CaptureReading Read(CountTable counts, ImmutableArray<string> lists, ImmutableArray<string> strata)
    {
        int[] dimensions = [.. lists.Concat(strata).Select(counts.IndexOf)];
        string[] header = [.. lists, .. strata, "count"];
        var line = 0;
        return CaptureRows.Read(
            header,
            counts.Entries.Select(e => new CaptureRow(++line, [.. dimensions.Select(e.Text), e.Value.ToString(CultureInfo.InvariantCulture)])),
            new CaptureLayout { Lists = lists, Strata = strata, Count = "count", LeaveOutUnrecorded = true });
    }
}
