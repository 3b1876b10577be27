using System.CommandLine;
using Palermo.Cli.Statistics;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Flows;
using Palermo.Statistics.Tables;

namespace Palermo.Cli;

/// <summary><c>palermo flows FILE</c>: where people came from, passed through and were exploited.</summary>
internal static class FlowsVerb
{
    public static Command Create()
    {
        var input = new CountInput();
        var output = new TableOutput();
        var origin = new Option<string?>("--origin") { Description = "The column of origin, where the dialect's own is not meant" };
        var transit = new Option<string?>("--transit") { Description = "The column of countries of transit, in the order of travel" };
        var destination = new Option<string?>("--destination") { Description = "The column of the country of exploitation" };
        var by = new Option<string?>("--by") { Description = "Also divide internal and cross-border, and each country's roles with their shares, by this column (form, sex, age, year)" };
        var command = new Command("flows", "Show corridors, internal and cross-border trafficking, and each country's roles.") { origin, transit, destination, by };
        input.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var (source, _) = await input.OpenAsync(parsed, cancel);
            var columns = Columns(FlowColumns.Of(source.Origin.Dialect.Split(' ')[0]), parsed.GetValue(origin), parsed.GetValue(transit), parsed.GetValue(destination));
            var extra = parsed.GetValue(by);
            string[] names = [.. extra is null ? [] : (IEnumerable<string>)[extra], columns.Origin, .. columns.Transit is null ? [] : (IEnumerable<string>)[columns.Transit], columns.Destination];
            var counts = await source.CountAsync(new CountQuery([.. names], input.Where(parsed), Measure.Records), cancel);
            var flows = FlowTable.Of(counts, columns);
            StatTable[] divided = extra is null ? [] : [output.Protect(parsed, FlowTables.RolesBy(counts, columns, extra))];
            output.Write(parsed, [FlowTables.Borders(counts, columns, extra), FlowTables.Corridors(flows, columns), FlowTables.Roles(flows, columns), .. divided, .. divided.Select(FlowTables.Combinations)], source.Origin.Name);
            return ExitCode.Done;
        });
        return command;
    }

    private static FlowColumns Columns(FlowColumns? known, string? origin, string? transit, string? destination)
    {
        var (from, to) = (origin ?? known?.Origin, destination ?? known?.Destination);
        return from is null || to is null
            ? throw Refusal.Usage("The dialect does not say where people came from and went: name the columns with --origin and --destination.")
            : new FlowColumns(from, transit ?? known?.Transit, to, from == known?.Origin && to == known.Destination ? known.Proxy : null);
    }
}
