using System.Collections.Immutable;
using System.Globalization;
using Palermo.Statistics.Counts;

namespace Palermo.Statistics.National;

/// <summary>
/// Inhabitants of countries, from a file that the user supplies and cites. Palermo ships none: a rate is never computed over
/// a population that nobody named.
/// </summary>
/// <remarks>
/// CSV with the columns <c>country</c> (ISO 3166-1 alpha-2), <c>year</c>, <c>sex</c> and <c>age</c> (the table's own codes,
/// or <c>_T</c>), <c>population</c> (whole number), <c>source</c> (who published it).
/// </remarks>
public sealed class Populations
{
    private readonly Dictionary<(string Country, int Year, string Sex, string Age), long> people = [];

    private Populations(ImmutableArray<string> sources) => Sources = sources;

    /// <summary>None supplied: no rate can be computed.</summary>
    public static Populations None { get; } = new([]);

    /// <summary>Who published the figures; stands in the notes of every table that uses them.</summary>
    public ImmutableArray<string> Sources { get; private set; }

    /// <exception cref="CountsException">A column is missing, a number is not one, a line has no source, or a group is named twice.</exception>
    public static Populations Read(TextReader text, string name)
    {
        var result = new Populations([]);
        var header = (text.ReadLine() ?? "").Split(',').Select(h => h.Trim()).ToArray();
        var at = ((string[])["country", "year", "sex", "age", "population", "source"]).Select(c => Array.IndexOf(header, c)).ToArray();
        if (at.Any(i => i < 0))
        {
            throw Wrong(name, 1, "a column is missing", "The columns are country, year, sex, age, population, source.");
        }

        var sources = new SortedSet<string>(StringComparer.Ordinal);
        for (var line = 2; text.ReadLine() is { } row; line++)
        {
            if (row.Trim().Length == 0)
            {
                continue;
            }

            // The source may hold commas: it is the rest of the line when it stands last.
            var fields = row.Split(',', at[5] == header.Length - 1 ? header.Length : int.MaxValue).Select(f => f.Trim().Trim('"')).ToArray();
            if (fields.Length != header.Length || fields[at[5]].Length == 0 || !int.TryParse(fields[at[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
                || !long.TryParse(fields[at[4]], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number <= 0)
            {
                throw Wrong(name, line, "the line cannot be read", "Year and population are whole numbers and the source is named.");
            }

            if (!result.people.TryAdd((fields[at[0]], year, fields[at[2]], fields[at[3]]), number))
            {
                throw Wrong(name, line, "the same group stands twice", "One line a country, year, sex and age.");
            }

            sources.Add(fields[at[5]]);
        }

        result.Sources = [.. sources];
        return result;
    }

    /// <summary>The inhabitants of a group, or null when nobody gave them.</summary>
    public long? Of(string country, int year, string sex, string age) => people.TryGetValue((country, year, sex, age), out var number) ? number : null;

    /// <summary>Per 100,000, to two decimals, halves to even; exact decimal arithmetic.</summary>
    public static decimal Rate(long count, long population) => Math.Round(count * 100_000m / population, 2, MidpointRounding.ToEven);

    private static CountsException Wrong(string name, int line, string what, string why) => new(new CountsError(CountsErrorCode.Query, what, string.Create(CultureInfo.InvariantCulture, $"{name}, line {line}"), why, "Correct the file of populations."));
}
