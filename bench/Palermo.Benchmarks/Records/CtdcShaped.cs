using System.Globalization;
using Palermo.Records.Dialects;

namespace Palermo.Benchmarks.Records;

/// <summary>A file in the temporary folder with the CTDC columns and as many rows as asked for; made once.</summary>
internal static class CtdcShaped
{
    public static string File(int rows)
    {
        var file = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"palermo-ctdc-{rows}.csv"));
        if (System.IO.File.Exists(file))
        {
            return file;
        }

        var source = Source();
        using (var writer = new StreamWriter(file + ".part") { NewLine = "\n" })
        {
            writer.WriteLine(source[0]);
            var state = 20_240_601UL;
            for (var i = 0; i < rows; i++)
            {
                writer.WriteLine(source[1 + (int)(Next(ref state) % (ulong)(source.Length - 1))]);
            }
        }

        System.IO.File.Move(file + ".part", file);
        return file;
    }

    private static string[] Source()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var real = Path.Combine(at.FullName, "shared", "data", "ctdc", "ctdc_global_kanon_20210715.csv");
            if (System.IO.File.Exists(real))
            {
                return System.IO.File.ReadAllLines(real);
            }
        }

        Console.WriteLine("the published file is not at hand: rows are made up");
        return MadeUp();
    }

    private static string[] MadeUp()
    {
        var dialect = DialectCatalog.Default["ctdc-63"];
        var state = 7UL;
        List<string> lines = [string.Join(',', dialect.Columns.Select(c => c.Name))];
        for (var i = 0; i < 20_000; i++)
        {
            lines.Add(string.Join(',', dialect.Columns.Select(c =>
            {
                var values = dialect.Kinds.TryGetValue(c.Kind, out var shared) ? shared : c.Values;
                var draw = Next(ref state);
                return draw % 3 == 0 ? "" : values.IsEmpty ? "UA" : values[(int)(draw / 3 % (ulong)values.Length)].Code;
            })));
        }

        return [.. lines];
    }

    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
