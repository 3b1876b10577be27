using System.Collections.Immutable;
using System.Globalization;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Flows;
using Palermo.Statistics.National;
using Palermo.Statistics.Tables;

namespace Palermo.Statistics.Reports;

/// <summary>
/// The flows of a report: borders, corridors, what each country was for these people, and the same by form, sex, age and year. A country's
/// flows are those that begin or end there, whichever country registered them: those who only passed through it are not among them.
/// </summary>
internal sealed class ReportFlows(VariableMap map, ICountSource source, ReturnScope scope, TablePack pack)
{
    private static readonly ImmutableArray<string> Dividing = ["form", "sex", "age", "year"];

    /// <summary>Countries whose roles are divided further: where few people have to do with a country nearly every cell would be hidden.</summary>
    private const int MostCountries = 10, FewestPeople = 200;

    private readonly FigureTraits traits = new(map, source, scope);

    /// <summary>The tables with whom each figure counts; none where the data do not say where people came from and went.</summary>
    public async Task<ImmutableArray<FiguredTable>> MakeAsync(CancellationToken cancel)
    {
        if (FlowColumns.Of(map.Dialect) is not { } columns || !source.Columns.Contains(columns.Origin) || !source.Columns.Contains(columns.Destination)
            || NationalReport.Scope(source, map, scope with { Country = null }) is not { } filter)
        {
            return [];
        }

        columns = columns.Transit is { } transit && source.Columns.Contains(transit) ? columns : columns with { Transit = null };
        ImmutableArray<string> ways = [columns.Origin, .. columns.Transit is null ? [] : (IEnumerable<string>)[columns.Transit], columns.Destination];
        var counts = Mapped(await source.CountAsync(new CountQuery(ways, filter, Measure.Records), cancel));
        var here = Touching(counts, columns);
        var flows = FlowTable.Of(here, columns);
        var tables = traits.OfFlows(FlowTables.Borders(here, columns), FlowTables.Corridors(flows, columns), FlowTables.Roles(flows, columns), columns).ToBuilder();
        string[] meant = [.. flows.Roles.Where(r => r.Any >= FewestPeople && (scope.Country is null || r.Country == scope.Country)).OrderByDescending(r => r.Any).ThenBy(r => r.Country, StringComparer.Ordinal).Take(MostCountries).Select(r => r.Country)];
        foreach (var variable in meant.Length == 0 ? [] : Dividing.Where(v => v != "year" || scope.Year is null))
        {
            if (map.Rule(variable, null) is { } rule && TableFiller.Present(rule, source, null) is { } present && present.Needs.All(source.Columns.Contains))
            {
                var divided = Mapped(await source.CountAsync(new CountQuery([.. present.Needs.Concat(ways).Distinct(StringComparer.Ordinal)], filter, Measure.Records), cancel));
                tables.Add(traits.OfRoles(Divided(Touching(divided, columns), columns, variable, present, meant), columns, present));
            }
        }

        return tables.ToImmutable();
    }

    private StatTable Divided(CountTable counts, FlowColumns columns, string variable, VariableRule rule, IReadOnlyCollection<string> countries)
    {
        var shaped = Variables.Shape(counts.Named(Variables.Raw), variable, rule, pack.Lists[variable], scope, pack.Union);
        var raw = columns with { Origin = Variables.Raw(columns.Origin), Transit = columns.Transit is { } t ? Variables.Raw(t) : null, Destination = Variables.Raw(columns.Destination) };
        var roles = FlowTables.RolesBy(shaped, raw, variable, countries);
        return roles with
        {
            Notes = roles.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"Countries that at least {FewestPeople} of the people have to do with, at most {MostCountries}.")),
            // The country that was asked for is named by whoever asks.
            Axes = [roles.Axes[0] with { IsClosed = !pack.Lists[variable].Codes.IsEmpty }, roles.Axes[1] with { IsClosed = scope.Country is not null }, roles.Axes[2]],
            Period = scope.Period,
        };
    }

    private CountTable Mapped(CountTable counts) => counts.From(counts.Provenance with { Mappings = [map.Name] });

    private CountTable Touching(CountTable counts, FlowColumns columns)
    {
        if (scope.Country is not { } country)
        {
            return counts;
        }

        var (from, to) = (counts.IndexOf(columns.Origin), counts.IndexOf(columns.Destination));
        return CountTable.Of(
            counts.Dimensions, counts.Provenance,
            counts.Entries.Where(e => e.Text(to) == country || e.Text(from)?.Split(';').Contains(country, StringComparer.Ordinal) == true).Select(e => (e.Codes(), e.Value)));
    }
}
