using System.Diagnostics;
using System.Globalization;
using CsvHelper;
using Palermo.Records.Dialects;
using Palermo.Records.Facts;

namespace Palermo.Benchmarks.Records;

/// <summary>
/// A CTDC-shaped file of 2.5 million rows read to distinct fact vectors, against CsvHelper's own scan of it and its scan
/// plus coding of every field into bytes. Rows are drawn from the published file where that is at hand, else made up.
/// </summary>
internal static class FactTableBench
{
    public static void Run(string[] args)
    {
        var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2_500_000;
        var file = CtdcShaped.File(rows);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} rows, {new FileInfo(file).Length >> 20} MiB"));
        for (var round = 0; round < 3; round++)
        {
            var scan = Time(() => Scan(file));
            var code = Time(() => Code(file));
            var facts = Time(() => FactTable.CountDistinct(File.OpenRead(file)).Vectors.Length);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"scan {scan:F2} s, scan+code {code:F2} s, facts {facts:F2} s: {facts / code:F2}x of scan+code; peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB"));
        }
    }

    private static double Time(Func<long> work)
    {
        var watch = Stopwatch.StartNew();
        GC.KeepAlive(work());
        return watch.Elapsed.TotalSeconds;
    }

    private static CsvReader Open(string file) => CsvReader.Create(File.OpenRead(file), new CsvReaderOptions { Separator = ',' });

    private static long Scan(string file)
    {
        using var csv = Open(file);
        long fields = 0;
        while (csv.Read())
        {
            fields += csv.FieldCount;
        }

        return fields;
    }

    internal static long Code(string file)
    {
        using var csv = Open(file);
        csv.ReadHeader();
        var columns = new ReferenceCoder[csv.Headers.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = new ReferenceCoder();
        }

        var codes = new byte[columns.Length];
        long sum = 0;
        while (csv.Read())
        {
            for (var i = 0; i < columns.Length; i++)
            {
                codes[i] = columns[i].Code(csv.GetSpan(i));
            }

            sum += codes[0];
        }

        return sum;
    }
}
