using System.Collections.Immutable;
using System.Globalization;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Palermo.Records.Ledgers;

namespace Palermo.Benchmarks.Statistics;

/// <summary>Made-up coded columns of the shape of a large case file: year, gender, age band, three countries and 54 flags.</summary>
internal static class Synthetic
{
    private const int Countries = 199;
    private const int Flags = 54;

    public static Frame Frame(int rows)
    {
        var state = 11UL;
        ImmutableArray<string> countries = [.. Enumerable.Range(0, Countries).Select(i => string.Create(CultureInfo.InvariantCulture, $"C{i}"))];
        List<FrameColumn> columns =
        [
            new("year", [.. Enumerable.Range(2002, 21).Select(y => y.ToString(CultureInfo.InvariantCulture))], Fill(() => (byte)(Next() % 22))),
            new("gender", ["Female", "Male", "Other"], Fill(() => (byte)(Next() % 4))),
            new("ageBand", [.. Enumerable.Range(0, 9).Select(i => string.Create(CultureInfo.InvariantCulture, $"band {i}"))], Fill(() => (byte)(Next() % 10))),
            new("origin", countries, Fill(Country)),
            new("transit", countries, Fill(Country)),
            new("destination", countries, Fill(Country)),
        ];
        for (var f = 0; f < Flags; f++)
        {
            var yes = 2 + (f % 30);
            columns.Add(new FrameColumn(string.Create(CultureInfo.InvariantCulture, $"flag{f}"), ["1", "0"], Fill(() => (byte)(Next() % 100 is var draw && draw < (ulong)yes ? 1 : draw < 55 ? 2 : 0))));
        }

        var dialect = new Dialect
        {
            Id = "synthetic",
            Version = "1",
            Title = "synthetic",
            Unit = "person",
            Sources = [],
            Recognise = new Recognition(1),
            Columns = [.. columns.Select(c => new DialectColumn { Name = c.Name, Kind = "open" })],
        };
        return new Frame(dialect, rows, [.. columns], new Ledger());

        // Few countries have most people, as in the published files; a tenth not recorded.
        byte Country() => (byte)(Next() % 10 == 0 ? 0 : 1 + (int)(Countries * Math.Pow(Next() % 1_000_000 / 1e6, 5)));

        byte[] Fill(Func<byte> draw)
        {
            var codes = new byte[rows];
            for (var i = 0; i < rows; i++)
            {
                codes[i] = draw();
            }

            return codes;
        }

        ulong Next()
        {
            state += 0x9E3779B97F4A7C15;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (z ^ (z >> 31)) >> 11;
        }
    }
}
