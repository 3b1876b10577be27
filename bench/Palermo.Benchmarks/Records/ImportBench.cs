using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using Palermo.Records.Frames;
using Palermo.Records.Sources;
using Palermo.Records.Store;

namespace Palermo.Benchmarks.Records;

/// <summary>
/// Import of a CTDC-shaped file (parse, code, check, compress, encrypt, write) against parse-and-code alone; reload of all
/// columns against two; and DuckDB's CSV import of the same file into a table on disk.
/// </summary>
internal static class ImportBench
{
    public static void Run(string[] args)
    {
        var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2_500_000;
        var file = CtdcShaped.File(rows);
        var folder = Directory.CreateTempSubdirectory("palermo-bench").FullName;
        try
        {
            for (var round = 0; round < 3; round++)
            {
                var coded = Time(() => ParseAndCode(file));
                var store = DatasetStore.Open(Path.Combine(folder, "round" + round), TimeProvider.System);
                var import = Time(() => store.Import(file, "ctdc").Manifest.Rows);
                var peak = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
                var size = new DirectoryInfo(folder).GetFiles("data.sealed", SearchOption.AllDirectories)[0].Length >> 20;
                var all = Time(() => store.Load("ctdc").Rows);
                var two = Time(() => store.Load("ctdc", ["gender", "isForcedLabour"]).Rows);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"parse+code {coded:F2} s, import {import:F2} s ({import / coded:F2}x), {size} MiB stored, peak {peak} MiB; reload {all:F2} s, two columns {two * 1000:F0} ms ({two / all:P1})"));
            }

            if (args.Contains("duckdb"))
            {
                var store = DatasetStore.Open(Path.Combine(folder, "last"), TimeProvider.System);
                var import = Time(() => store.Import(file, "ctdc").Manifest.Rows);
                var duck = Time(() => DuckDb(file, Path.Combine(folder, "duck.db")));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"import {import:F2} s, DuckDB {duck:F2} s: {duck / import:F1}x"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Time(Func<long> work)
    {
        var watch = Stopwatch.StartNew();
        GC.KeepAlive(work());
        return watch.Elapsed.TotalSeconds;
    }

    private static long ParseAndCode(string file)
    {
        using var reader = FrameReader.Open(Source.Open(file));
        while (reader.ReadSegment() > 0)
        {
        }

        return reader.Rows;
    }

    private static long DuckDb(string file, string database)
    {
        using var connection = new DuckDBConnection("Data Source=" + database);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"create table t as select * from read_csv('{file}', header = true, all_varchar = true)";
        return command.ExecuteNonQuery();
    }
}
