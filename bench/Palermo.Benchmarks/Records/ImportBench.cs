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
    private const int Rounds = 5;

    public static void Run(string[] args)
    {
        var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2_500_000;
        var file = CtdcShaped.File(rows);
        var folder = Directory.CreateTempSubdirectory("palermo-bench").FullName;
        try
        {
            ParseAndCode(file);
            List<double> coded = [], imported = [], all = [], two = [];
            long importPeak = 0, size = 0;
            for (var round = 0; round < Rounds; round++)
            {
                coded.Add(Time(() => ParseAndCode(file)));
                var place = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"round{round}"));
                var store = DatasetStore.Open(place, TimeProvider.System);
                imported.Add(Time(() => store.Import(file, "ctdc").Manifest.Rows));
                if (round == 0)
                {
                    // Before anything was loaded: the peak of parsing and importing alone.
                    importPeak = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
                    size = new DirectoryInfo(place).GetFiles("*.sealed", SearchOption.AllDirectories).Sum(f => f.Length) >> 20;
                }

                all.Add(Time(() => store.Load("ctdc").Rows));
                two.Add(Time(() => store.Load("ctdc", ["gender", "isForcedLabour"]).Rows));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"medians of {Rounds}: parse+code {Median(coded):F2} s, import {Median(imported):F2} s ({Median(imported) / Median(coded):F2}x), {size} MiB stored, peak of the import {importPeak} MiB; reload {Median(all):F2} s, two columns {Median(two) * 1000:F0} ms ({Median(two) / Median(all):P1})"));

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

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

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
