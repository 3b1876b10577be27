using System.Collections.Immutable;
using Palermo.Records.Countries;
using Palermo.Records.Dialects;
using Palermo.Records.Ledgers;

namespace Palermo.Records.Quality;

/// <summary>How often each text of one column of countries occurs, and where first, counted part by part.</summary>
internal sealed class CountryTally(string column, CountryTexts declared)
{
    // By the code of the column that says whether the field is a country (0 where every field is).
    private readonly List<Places> places = [];

    public string Column => column;

    /// <summary>Takes the next rows of a part whose first row follows <paramref name="before"/> others.</summary>
    public void Take(int rows, long before, IReadOnlyList<(string Name, Array Codes)> part)
    {
        var codes = Codes(part, column);
        var condition = declared.Only is { } only ? Codes(part, only.Columns[0]) : null;
        for (var row = 0; row < rows; row++)
        {
            if (At(codes, row) is > 0 and var code)
            {
                Under(condition is null ? 0 : At(condition, row)).Add(code, before + row + 1);
            }
        }
    }

    public CountryReading Finish(IReadOnlyDictionary<string, ImmutableArray<string>> codes, Ledger ledger, CountryNormaliser normaliser)
    {
        var texts = codes[column];
        var meant = places.Where((_, under) => IsMeant(under, codes)).ToArray();
        var reading = CountryReading.Of(column, texts, [.. texts.Select((_, i) => meant.Sum(p => p.CountOf(i + 1)))], declared.Form, normaliser);
        foreach (var found in reading.Answers.Select((a, i) => (Check: CountryFindings.Of(a), Code: i + 1)).Where(f => f.Check is not null).GroupBy(f => f.Check!, f => f.Code))
        {
            ledger.Add(found.Key, column, found.Sum(code => reading.Rows[code - 1]), found.SelectMany(code => meant.SelectMany(p => p.FirstOf(code))).Order());
        }

        return reading;
    }

    private Places Under(int condition)
    {
        while (places.Count <= condition)
        {
            places.Add(new Places());
        }

        return places[condition];
    }

    private bool IsMeant(int under, IReadOnlyDictionary<string, ImmutableArray<string>> codes) =>
        declared.Only is null || (under > 0 && codes.TryGetValue(declared.Only.Columns[0], out var known) && declared.Only.Values.Contains(known[under - 1]));

    private static Array? Codes(IReadOnlyList<(string Name, Array Codes)> part, string name) => part.FirstOrDefault(c => c.Name == name).Codes;

    private static int At(Array? codes, int row) => codes switch
    {
        byte[] narrow => narrow[row],
        ushort[] wide => wide[row],
        _ => 0,
    };

    /// <summary>Counts by code, and the first rows of each.</summary>
    private sealed class Places
    {
        private long[] counts = new long[256];
        private long[] first = new long[256 * Ledger.PlacesKept];

        public void Add(int code, long row)
        {
            if (code >= counts.Length)
            {
                Array.Resize(ref counts, Math.Max(2 * counts.Length, code + 1));
                Array.Resize(ref first, counts.Length * Ledger.PlacesKept);
            }

            var n = counts[code]++;
            if (n < Ledger.PlacesKept)
            {
                first[(code * Ledger.PlacesKept) + n] = row;
            }
        }

        public long CountOf(int code) => code < counts.Length ? counts[code] : 0;

        public IEnumerable<long> FirstOf(int code) => first.Skip(code * Ledger.PlacesKept).Take((int)Math.Min(CountOf(code), Ledger.PlacesKept));
    }
}
