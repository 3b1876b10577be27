using System.Collections.Immutable;
using Palermo.Records.Countries;
using Palermo.Records.Dialects;
using Palermo.Records.Ledgers;

namespace Palermo.Records.Quality;

/// <summary>How often each text of one column of countries occurs, and where first, counted part by part.</summary>
internal sealed class CountryTally(string column, CountryTexts declared)
{
    // By the code of the column that says whether the field is a country (0 where every field is), then by the field's own code.
    private readonly List<Place?[]> places = [];

    public string Column => column;

    public void Take(int rows, long before, IReadOnlyList<(string Name, Array Codes)> part)
    {
        var codes = Codes(part, column);
        var condition = declared.Only is { } only ? Codes(part, only.Columns[0]) : null;
        for (var row = 0; row < rows; row++)
        {
            if (At(codes, row) is not (> 0 and var code))
            {
                continue;
            }

            var under = condition is null ? 0 : At(condition, row);
            while (places.Count <= under)
            {
                places.Add([]);
            }

            if (places[under].Length <= code)
            {
                var grown = places[under];
                Array.Resize(ref grown, Math.Max(2 * grown.Length, code + 1));
                places[under] = grown;
            }

            (places[under][code] ??= new Place()).Add(before + row + 1);
        }
    }

    public CountryReading Finish(IReadOnlyDictionary<string, ImmutableArray<string>> codes, Ledger ledger, CountryNormaliser normaliser)
    {
        var texts = codes[column];
        var met = new List<Place>[texts.Length];
        for (var code = 1; code <= texts.Length; code++)
        {
            met[code - 1] = [.. places.Where((p, under) => code < p.Length && IsMeant(under, codes)).Select(p => p[code]).OfType<Place>()];
        }

        var reading = CountryReading.Of(column, texts, [.. met.Select(m => m.Sum(p => p.Count))], declared.Form, normaliser);
        foreach (var found in reading.Answers.Select((a, i) => (Check: CountryFindings.Of(a), Places: met[i])).Where(f => f.Check is not null).GroupBy(f => f.Check!))
        {
            var hit = found.SelectMany(f => f.Places).ToList();
            ledger.Add(found.Key, column, hit.Sum(p => p.Count), hit.SelectMany(p => p.First).Order());
        }

        return reading;
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

    private sealed class Place
    {
        public long Count { get; private set; }

        public List<long> First { get; } = [];

        public void Add(long row)
        {
            Count++;
            if (First.Count < Ledger.PlacesKept)
            {
                First.Add(row);
            }
        }
    }
}
