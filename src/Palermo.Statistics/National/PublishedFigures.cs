using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Palermo.Records.Dialects;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Tables;

namespace Palermo.Statistics.National;

/// <summary>
/// Figures that others published, read as they stand: a hidden number stays hidden, a cell that stands twice with
/// different numbers is blank and counted as a contradiction, the leavings of a template are blank and counted. Nothing is
/// added up, because a published total is a row of its own.
/// </summary>
/// <param name="Table">The cells; those the publisher left out are blank.</param>
/// <param name="Contradictory">Cells that stand more than once with different figures.</param>
/// <param name="Junk">Rows whose figure is the leaving of a template.</param>
public sealed record PublishedFigures(StatTable Table, int Contradictory, long Junk)
{
    /// <summary>UNODC's totals by country, indicator and year (release of 14 April 2025 and those like it).</summary>
    public static Task<PublishedFigures> UnodcTrendsAsync(ICountSource source, Dialect dialect, CancellationToken cancel = default) => ReadAsync(
        source, dialect, ["Iso3_code", "Indicator", "Year"],
        Filter.In("Dimension", "Total") & Filter.In("Category", "Total") & Filter.In("Sex", "Total") & Filter.In("Age", "Total"),
        "unodc-trends", "Published totals by country, indicator and year", cancel);

    /// <summary>Reads figures by columns.</summary>
    /// <param name="source">Data in a dialect of published figures.</param>
    /// <param name="dialect">The dialect: its value column, its hiding marks, its junk.</param>
    /// <param name="by">Columns that name a figure.</param>
    /// <param name="where">Rows that are meant; together with <paramref name="by"/> they must name one figure.</param>
    public static async Task<PublishedFigures> ReadAsync(ICountSource source, Dialect dialect, ImmutableArray<string> by, Filter where, string id, string title, CancellationToken cancel = default)
    {
        var shape = dialect.Counts ?? throw new CountsException(new CountsError(CountsErrorCode.Missing, $"'{dialect.Id}' is no dialect of published figures", null, "Its rows are no figures.", "Count its records instead."));
        var counts = await source.CountAsync(new CountQuery(by.Add(shape.Value), where, Measure.Records), cancel);
        Regex[] junk = [.. shape.Junk.Where(j => j.Column == shape.Value).Select(j => new Regex(j.Pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))];
        var cells = new Dictionary<string, (Cell Cell, bool Contradicts)>(StringComparer.Ordinal);
        var codes = by.Select(_ => new SortedSet<string>(StringComparer.Ordinal)).ToArray();
        long leavings = 0;
        foreach (var entry in counts.Entries)
        {
            var key = by.Select((_, i) => entry.Text(i) ?? Axis.NotRecorded).ToArray();
            var (cell, isJunk) = Read(entry.Text(by.Length), shape.Suppressed, junk);
            leavings += isJunk ? entry.Value : 0;
            var text = string.Join('\u001f', key);
            cells[text] = cells.TryGetValue(text, out var before) ? (before.Cell == cell ? cell : Cell.Blank, before.Contradicts || before.Cell != cell) : (cell, false);
            for (var i = 0; i < key.Length; i++)
            {
                codes[i].Add(key[i]);
            }
        }

        ImmutableArray<Axis> axes = [.. by.Select((name, i) => new Axis(name, [.. codes[i]]))];
        var contradictions = cells.Values.Count(c => c.Contradicts);
        var table = new StatTable(id, title, "published figure", axes, [.. StatTable.Product(axes).Select(c => new Observation(c, cells.GetValueOrDefault(string.Join('\u001f', c)).Cell))], counts.Provenance,
        [
            "Hidden figures stay hidden. Nothing is added up.",
            .. contradictions > 0 ? (IEnumerable<string>)[string.Create(CultureInfo.InvariantCulture, $"{contradictions} figures stand more than once with different numbers; they are blank.")] : [],
            .. leavings > 0 ? (IEnumerable<string>)[string.Create(CultureInfo.InvariantCulture, $"{leavings} rows hold the leavings of a template in place of a number; they are blank.")] : [],
        ], true)
        {
            Source = dialect.Sources.FirstOrDefault(),
        };
        return new PublishedFigures(table, contradictions, leavings);
    }

    private static (Cell Cell, bool IsJunk) Read(string? text, ImmutableArray<string> suppressed, Regex[] junk)
    {
        if (text is null)
        {
            return (Cell.Blank, false);
        }

        if (junk.Any(j => j.IsMatch(text)))
        {
            return (Cell.Blank, true);
        }

        var (number, kind) = NumberCodes.Read(text, suppressed);
        return (kind switch { 0 => Cell.Of(number), 1 => Cell.Suppressed, _ => Cell.Blank }, false);
    }
}
