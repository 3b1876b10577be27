using System.Collections.Immutable;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Flows;
using Palermo.Statistics.National;
using Palermo.Statistics.Tables;

namespace Palermo.Statistics.Reports;

/// <summary>Says whom the figures of a report count, from the same definitions that the tables are filled by.</summary>
internal sealed class FigureTraits(VariableMap map, ICountSource source, ReturnScope scope)
{
    /// <summary>The people of a table of the pack.</summary>
    public FiguredTable Of(TableDefinition definition, StatTable table)
    {
        var common = Scope().AddRange(definition.Where.OrderBy(w => w.Key, StringComparer.Ordinal).SelectMany(w => w.Value.Length == 1 || map.Rule(w.Key, null)?.Column is not null
            ? [Among(w.Key, definition.Lists.GetValueOrDefault(w.Key), w.Value)]
            : ImmutableArray.Create(new Trait(w.Key, w.Value))));
        var rules = definition.By.Select(v => map.Rule(v, definition.Lists.GetValueOrDefault(v))).ToArray();
        return Make(table, common, (axis, code) => rules[axis] is { } rule ? Of(rule, code) : new Trait(definition.By[axis], [code]));
    }

    /// <summary>Of how many a variable is recorded, as a table with the line that gives it away: recorded, not recorded, all.</summary>
    public FiguredTable OfCompleteness(VariableRule rule, Completeness line, DataOrigin origin)
    {
        ImmutableArray<Axis> axes = [new Axis("recorded", ["yes", Axis.NotRecorded, Axis.Total])];
        long[] counts = [line.Recorded, line.Records - line.Recorded, line.Records];
        var table = new StatTable("completeness-" + line.Variable, line.Variable, "record", axes, [.. axes[0].Codes.Select((c, i) => new Observation([c], Cell.Of(counts[i])))], Provenance.Of(origin, ""), [], true);
        var all = rule.Flags.IsEmpty ? string.Join("+", rule.Needs) : Joined(rule.Flags.Keys);
        return Make(table, Scope(), (_, code) => code == "yes" ? new Trait(all, [rule.Flags.IsEmpty ? "*" : rule.Yes]) : rule.Flags.IsEmpty && rule.Rule is null && rule.Codes.IsEmpty ? Of(rule, Axis.NotRecorded) : new Trait(all, [""]));
    }

    /// <summary>The people of the tables of flows.</summary>
    public ImmutableArray<FiguredTable> OfFlows(StatTable borders, StatTable corridors, StatTable roles, FlowColumns columns)
    {
        var common = Scope(withCountry: false);
        var inside = Inside(null);
        var border = FlowTraits.SameCountry + "(" + Joined([columns.Origin, columns.Destination]) + ")";
        Trait From(string code) => new(columns.Origin, [code]);
        Trait To(string code) => new(columns.Destination, [code]);
        return
        [
            Make(borders, inside, (_, code) => new Trait(border, [code switch { "Internal" => FlowTraits.Domestic, Axis.NotRecorded => "", _ => code }])),
            new FiguredTable(
                corridors,
                [.. corridors.Observations.Select(o => (o.Codes[0], o.Codes[1]) switch
                {
                    (Axis.Total, Axis.Total) => Sorted(inside.Add(FlowTraits.OneOrigin)),
                    (Axis.Total, var to) => Sorted([.. Inside(to), FlowTraits.OneOrigin, To(to)]),
                    (var from, Axis.Total) => Sorted([.. Inside(from), FlowTraits.OneOrigin, From(from)]),
                    var (from, to) => Sorted([.. common, From(from), To(to)]),
                })],
                []),
            new FiguredTable(
                roles,
                [.. roles.Observations.Select(o => Sorted(Role(columns, o.Codes[0], o.Codes[1])))],
                [[.. roles.Axes[0].Codes.Select(To)]]),
        ];
    }

    /// <summary>The people of a table of roles by a variable.</summary>
    public FiguredTable OfRoles(StatTable roles, FlowColumns columns, VariableRule rule) => new(
        roles,
        [.. roles.Observations.Select(o => Sorted([.. Role(columns, o.Codes[1], o.Codes[2]), .. o.Codes[0] == Axis.Total ? [] : (IEnumerable<Trait>)[Of(rule, o.Codes[0])]]))],
        [[.. roles.Axes[0].Codes.Where(c => c != Axis.Total).Select(c => Of(rule, c))], [.. roles.Axes[1].Codes.Select(c => new Trait(columns.Destination, [c]))]])
    {
        Yields = true,
    };

    // Whom a country was the role for, in the words of the table of roles.
    private ImmutableArray<Trait> Role(FlowColumns columns, string country, string role)
    {
        var border = FlowTraits.SameCountry + "(" + Joined([columns.Origin, columns.Destination]) + ")";
        return role switch
        {
            "source" => [.. Inside(country), FlowTraits.OneOrigin, new Trait(columns.Origin, [country])],
            "destination" => [.. Inside(country), new Trait(border, [FlowTraits.CrossBorder]), new Trait(columns.Destination, [country])],
            "internal" => [.. Inside(country), new Trait(border, [FlowTraits.Domestic]), new Trait(columns.Destination, [country])],
            // Those who only passed through count for a report of all countries, not for the country's own.
            _ => Inside(null).Add(new Trait("role " + role, [country])),
        };
    }

    // The scope of flows: whoever came from the country of the report or was exploited there. Of people who are told by that country
    // itself it says nothing, so they are the same people as in a report of all countries.
    private ImmutableArray<Trait> Inside(string? named) =>
        scope.Country is { } own && own != named ? Scope(withCountry: false).Add(new Trait(FlowTraits.FromOrTo, [own])) : Scope(withCountry: false);

    private FiguredTable Make(StatTable table, ImmutableArray<Trait> common, Func<int, string, Trait> trait) => new(
        table,
        [.. table.Observations.Select(o => Sorted([.. common, .. o.Codes.Select((c, i) => (c, i)).Where(x => x.c != Axis.Total).Select(x => trait(x.i, x.c))]))],
        [.. table.Axes.Select((a, i) => a.Codes.Where(c => c != Axis.Total).Select(c => trait(i, c)).ToImmutableArray())]);

    private ImmutableArray<Trait> Scope(bool withCountry = true) =>
    [
        .. map.Filter is { } filter ? [new Trait("filter", [filter])] : (IEnumerable<Trait>)[],
        .. withCountry && scope.Country is { } country ? [Among("country", null, [country])] : (IEnumerable<Trait>)[],
        .. scope.Period is { } year ? [Among("year", null, [year])] : (IEnumerable<Trait>)[],
    ];

    private Trait Among(string variable, string? list, ImmutableArray<string> codes)
    {
        if (map.Rule(variable, list) is not { Column: { } column } rule)
        {
            return new Trait(variable, codes);
        }

        return new Trait(column, rule.Codes.IsEmpty ? [.. codes.Order(StringComparer.Ordinal)] : [.. rule.Codes.Where(c => codes.Contains(c.Value)).Select(c => c.Key).Order(StringComparer.Ordinal)]);
    }

    private Trait Of(VariableRule rule, string code)
    {
        if (!rule.Flags.IsEmpty)
        {
            string[] set = [.. rule.Flags.Where(f => source.Columns.Contains(f.Key) && (code == Axis.NotRecorded || f.Value == code)).Select(f => f.Key)];
            return set.Length == 0 ? new Trait(string.Join('|', rule.Needs), [Trait.Nobody + code]) : new Trait(Joined(set), [code == Axis.NotRecorded ? "" : rule.Yes]);
        }

        if (rule.Column is not { } column)
        {
            // Which countries are "other EU" hangs on the country and year asked.
            return new Trait(rule.Rule + "(" + Joined(rule.Columns) + ")" + (rule.Rule == FlowTraits.SameCountry ? "" : "@" + scope.Country + scope.Period), [code == Axis.NotRecorded ? "" : code]);
        }

        // A code without an entry is not recorded in the table, though the data say something.
        return rule.Codes.IsEmpty ? new Trait(column, [code == Axis.NotRecorded ? "" : code])
            : code == Axis.NotRecorded ? new Trait(column, ["", "other than " + string.Join('|', rule.Codes.Keys.Order(StringComparer.Ordinal))])
            : new Trait(column, [.. rule.Codes.Where(c => c.Value == code).Select(c => c.Key).DefaultIfEmpty(Trait.Nobody + code).Order(StringComparer.Ordinal)]);
    }

    private static string Joined(IEnumerable<string> columns) => string.Join('|', columns.Order(StringComparer.Ordinal));

    private static ImmutableArray<Trait> Sorted(ImmutableArray<Trait> traits) => [.. traits.OrderBy(t => t.Of, StringComparer.Ordinal).ThenBy(t => string.Join('|', t.Codes), StringComparer.Ordinal)];
}
