using System.Collections.Immutable;
using System.Globalization;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Tables;

namespace Palermo.Statistics.National;

/// <summary>For which country and year a return is made.</summary>
/// <param name="Country">ISO 3166-1 alpha-2; null counts records of every country.</param>
/// <param name="Year">The year; null counts every year.</param>
public sealed record ReturnScope(string? Country, int? Year)
{
    public string? Period => Year?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// Fills a table of the pack from a source. What the data cannot answer is blank with the reason in the notes: another unit,
/// a variable the dialect does not have, a column the file lacks. Nothing is guessed and nothing retyped.
/// </summary>
public sealed class TableFiller(TablePack pack, Populations populations)
{
    public async Task<StatTable> FillAsync(TableDefinition definition, ICountSource source, ReturnScope scope, CancellationToken cancel = default)
    {
        var dialect = source.Origin.Dialect.Split(' ')[0];
        var map = pack.Map(dialect);
        var notes = definition.Notes.ToBuilder();
        if (map is null || map.Unit != definition.Unit)
        {
            notes.Add(map is null ? $"No variables are defined for the dialect '{dialect}': every cell is blank." : $"The records are of the unit '{map.Unit}', the table counts the unit '{definition.Unit}': every cell is blank.");
            return Blank(definition, source, scope, notes);
        }

        var filter = Filters(definition, map, source, scope, notes);
        var asked = definition.By.Select(v => (Variable: v, Rule: map.Rule(v, definition.Lists.GetValueOrDefault(v)))).ToImmutableArray();
        asked = [.. asked.Select(a => (a.Variable, Present(a.Rule, source, notes)))];
        var known = asked.Where(a => a.Rule is not null && a.Rule.Needs.All(source.Columns.Contains)).ToImmutableArray();
        foreach (var (variable, rule) in asked.Except(known))
        {
            notes.Add(rule is null ? $"The records do not have the variable '{variable}': its cells are blank." : $"The file lacks {string.Join(", ", rule.Needs.Except(source.Columns, StringComparer.Ordinal))}, so the variable '{variable}' is blank.");
        }

        if (filter is null)
        {
            return Blank(definition, source, scope, notes);
        }

        var query = new CountQuery([.. known.SelectMany(k => k.Rule!.Needs).Distinct(StringComparer.Ordinal)], filter, map.Sum is null ? Measure.Records : Measure.Sum(map.Sum));
        var counts = await source.CountAsync(query, cancel);
        counts = counts.From(counts.Provenance with { Definitions = [definition.Id + " " + definition.Version], Mappings = [map.Name] });
        if (counts.Count == 0)
        {
            notes.Add("There is no record of this country and year in the data. That is no zero.");
            return Blank(definition, source, scope, notes) with { Provenance = counts.Provenance };
        }

        counts = counts.Named(Variables.Raw);
        foreach (var (variable, rule) in known)
        {
            counts = Variables.Shape(counts, variable, rule!, ListOf(definition, variable), scope, pack.Union);
        }

        counts = counts.Keep([.. known.Select(k => k.Variable)]);
        if (counts.Dimensions.Any(d => d.IsMultiple))
        {
            notes.Add("A person may stand under several codes, so the cells may add up to more than the total.");
        }

        return Table(definition, counts, scope, notes);
    }

    /// <summary>Of flags those that the file has, when it has any: an older file may lack some.</summary>
    internal static VariableRule? Present(VariableRule? rule, ICountSource source, ImmutableArray<string>.Builder? notes)
    {
        if (rule is null || rule.Flags.IsEmpty || !rule.Flags.Keys.Any(f => source.Columns.Contains(f)))
        {
            return rule;
        }

        string[] absent = [.. rule.Flags.Keys.Where(f => !source.Columns.Contains(f)).Order(StringComparer.Ordinal)];
        if (absent.Length > 0)
        {
            notes?.Add("The file lacks " + string.Join(", ", absent) + ": what they would say is not in the figures.");
        }

        return rule with { Flags = rule.Flags.RemoveRange(absent) };
    }

    private CodeList ListOf(TableDefinition definition, string variable) => pack.Lists[definition.Lists.GetValueOrDefault(variable) ?? variable];

    /// <summary>An empty list is open: its codes are those of the data.</summary>
    private Axis AxisOf(TableDefinition definition, string variable) =>
        new(variable, [.. ListOf(definition, variable).Codes, Axis.NotRecorded, Axis.Total]) { IsClosed = !ListOf(definition, variable).Codes.IsEmpty };

    private StatTable Blank(TableDefinition definition, ICountSource source, ReturnScope scope, ImmutableArray<string>.Builder notes)
    {
        var provenance = new Provenance([source.Origin], "", [], [], [definition.Id + " " + definition.Version]);
        var axes = definition.By.Select(v => AxisOf(definition, v)).ToImmutableArray();
        return new StatTable(definition.Id, definition.Title, definition.Unit, axes, [.. StatTable.Product(axes).Select(c => new Observation(c, Cell.Blank, Series: SeriesOf(definition, c)))], provenance, notes.ToImmutable(), definition.Verified)
        {
            Period = scope.Period,
            Source = definition.Source,
        };
    }

    private StatTable Table(TableDefinition definition, CountTable counts, ReturnScope scope, ImmutableArray<string>.Builder notes)
    {
        ImmutableArray<Axis> axes = [.. definition.By.Select(v => counts.Dimensions.FirstOrDefault(d => d.Name == v) is { } d ? Axis.Of(d) with { IsClosed = !ListOf(definition, v).Codes.IsEmpty } : AxisOf(definition, v))];
        if (definition.Rate)
        {
            notes.Add(scope.Country is null || scope.Year is null ? "A rate needs one country and one year." : populations.Sources.IsEmpty ? "No population was supplied, so there are no rates." : "Population: " + string.Join("; ", populations.Sources));
        }

        var table = StatTable.Of(definition.Id, definition.Title, definition.Unit, axes, counts, notes.ToImmutable(), definition.Verified);
        return table with
        {
            Period = scope.Period,
            Source = definition.Source,
            Denominator = definition.Share ? Denominator(table) : Cell.Blank,
            Observations = [.. table.Observations.Select(o => o with { Rate = definition.Rate ? Rate(axes, o, scope) : null, Share = definition.Share ? Share(table, o) : null, Series = SeriesOf(definition, o.Codes) })],
        };
    }

    /// <summary>A group of "not recorded" has no population, and none is put in its place.</summary>
    private decimal? Rate(ImmutableArray<Axis> axes, Observation observation, ReturnScope scope)
    {
        return observation.Cell.IsNumber && scope is { Country: { } country, Year: { } year } && populations.Of(country, year, Code("sex"), Code("age")) is { } people
            ? Populations.Rate(observation.Cell.Count, people)
            : null;

        string Code(string axis) => axes.Select((a, i) => (a.Name, i)).Where(x => x.Name == axis).Select(x => observation.Codes[x.i]).FirstOrDefault(Axis.Total);
    }

    private static string? SeriesOf(TableDefinition definition, ImmutableArray<string> codes) => codes.IsEmpty || definition.Series.IsEmpty ? definition.Series.GetValueOrDefault(Axis.Total) : definition.Series.GetValueOrDefault(codes[0]);

    private static Cell Denominator(StatTable table)
    {
        var rest = Enumerable.Repeat(Axis.Total, table.Axes.Length - 1).ToArray();
        var (all, silent) = (table[[Axis.Total, .. rest]], table[[Axis.NotRecorded, .. rest]]);
        return all.IsNumber && silent.IsNumber ? Cell.Of(all.Count - silent.Count) : Cell.Blank;
    }

    /// <summary>Percent of the records that say something of the first axis; the others are no part of the denominator.</summary>
    private static decimal? Share(StatTable table, Observation observation)
    {
        var (all, silent) = (table[[Axis.Total, .. observation.Codes.Skip(1)]], table[[Axis.NotRecorded, .. observation.Codes.Skip(1)]]);
        return observation.Cell.IsNumber && observation.Codes[0] is not (Axis.NotRecorded or Axis.Total) && all.IsNumber && silent.IsNumber && all.Count > silent.Count
            ? Math.Round(observation.Cell.Count * 100m / (all.Count - silent.Count), 2, MidpointRounding.ToEven)
            : null;
    }

    /// <summary>The records that count, or null when the records cannot say which they are.</summary>
    private static Filter? Filters(TableDefinition definition, VariableMap map, ICountSource source, ReturnScope scope, ImmutableArray<string>.Builder notes)
    {
        List<Filter> parts = map.Filter is null ? [] : [FilterText.Read(map.Filter)];
        IEnumerable<(string Variable, ImmutableArray<string> Codes)> wanted = definition.Where.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => (w.Key, w.Value));
        wanted = wanted.Concat(scope.Country is { } country ? [("country", [country])] : []).Concat(scope.Period is { } year ? [("year", [year])] : []);
        foreach (var (variable, codes) in wanted)
        {
            if (map.Rule(variable, definition.Lists.GetValueOrDefault(variable)) is not { } rule || !rule.Needs.All(source.Columns.Contains) || Variables.Condition(rule, codes) is not { } condition)
            {
                notes.Add($"The records do not say which belong to the table (they lack '{variable}'): every cell is blank.");
                return null;
            }

            parts.Add(condition);
        }

        return Filter.Both(parts);
    }
}
