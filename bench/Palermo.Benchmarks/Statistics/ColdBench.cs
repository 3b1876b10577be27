using System.Diagnostics;
using System.Globalization;
using Palermo.Benchmarks.Records;
using Palermo.Records.Store;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Flows;

namespace Palermo.Benchmarks.Statistics;

/// <summary>The first map of a stored dataset that nothing has read yet: open the store, read two of 63 columns, count, make the flows.</summary>
internal static class ColdBench
{
    public static void Run(int rows)
    {
        var file = CtdcShaped.File(rows);
        var folder = Directory.CreateTempSubdirectory("palermo-cold").FullName;
        try
        {
            DatasetStore.Open(folder, TimeProvider.System).Import(file, "ctdc");
            var watch = Stopwatch.StartNew();
            var source = FrameCounts.Of(DatasetStore.Open(folder, TimeProvider.System), "ctdc");
            var columns = FlowColumns.Of("ctdc-63")!;
            var flows = FlowTable.Of(source.Count(columns.Origin, columns.Destination), columns);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first map of {rows} records from a cold store: {watch.Elapsed.TotalSeconds:F2} s, {flows.Corridors.Length} corridors"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
