using Palermo.Records.Countries;

namespace Palermo.Tests.Records.Countries;

/// <summary>A hand-checked table: text, expected meaning, note.</summary>
internal static class HandTable
{
    public sealed record Row(string Text, string Expected, string Note)
    {
        public bool NamesACountry => Expected is not ("?" or "-") && !Enum.TryParse<NonCountry>(Expected, out _);
    }

    public static IReadOnlyList<Row> Read(string file) =>
        [.. File.ReadLines(Path.Combine(SharedData.Repository, "tests", "Palermo.Tests", "Records", "Countries", "data", file))
            .Where(l => !l.StartsWith('#'))
            .Select(l => l.Split('\t'))
            .Select(c => new Row(c[0].Replace("\\n", "\n", StringComparison.Ordinal), c[1], c.ElementAtOrDefault(2) ?? ""))];

    /// <summary>The records of a CSV file without line breaks inside cells.</summary>
    public static IEnumerable<string[]> Csv(string file)
    {
        foreach (var line in File.ReadLines(file))
        {
            var cells = new List<string>();
            var cell = new System.Text.StringBuilder();
            var quoted = false;
            foreach (var c in line)
            {
                if (c == '"')
                {
                    quoted = !quoted;
                }
                else if (c == ',' && !quoted)
                {
                    cells.Add(cell.ToString());
                    cell.Clear();
                }
                else
                {
                    cell.Append(c);
                }
            }

            cells.Add(cell.ToString());
            yield return [.. cells];
        }
    }

    /// <summary>The answer in the table's notation.</summary>
    public static string Notation(CountryAnswer answer) => answer switch
    {
        MappedCountry m => string.Join('+', m.Countries.Select(c => c.Country.Code)),
        NotACountry n => n.Class.ToString(),
        _ => "?",
    };
}
