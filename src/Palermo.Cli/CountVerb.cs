using System.CommandLine;
using Palermo.Cli.Statistics;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Tables;

namespace Palermo.Cli;

/// <summary><c>palermo count FILE --by COLUMN,...</c>: how many records, divided by columns.</summary>
internal static class CountVerb
{
    private const long LargestFull = 20_000;

    public static Command Create()
    {
        var input = new CountInput();
        var output = new TableOutput();
        var by = new Option<string[]>("--by") { Description = "Columns to divide by, separated by commas; none gives the total", AllowMultipleArgumentsPerToken = true };
        var sum = new Option<string?>("--sum") { Description = "Sum this column of published numbers instead of counting records" };
        var members = new Option<string[]>("--members") { Description = "Columns of lists to divide by their parts instead of by whole lists", AllowMultipleArgumentsPerToken = true };
        var command = new Command("count", "Count records by columns; not recorded is a line of its own in every table.") { by, sum, members };
        input.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var (source, _) = await input.OpenAsync(parsed, cancel);
            var query = new CountQuery([.. Names(parsed.GetValue(by))], input.Where(parsed), parsed.GetValue(sum) is { } column ? Measure.Sum(column) : Measure.Records);
            var table = await source.CountAsync(query, cancel);
            var order = table.Dimensions.Select(d => d.Name).ToArray();
            foreach (var list in Names(parsed.GetValue(members)))
            {
                table = table.Members(list);
            }

            output.Write(parsed, [ToTable(table.Keep(order))], source.Origin.Name);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Every combination, unless there are very many: then those that occur, with the totals left out.</summary>
    private static StatTable ToTable(CountTable counts)
    {
        var full = counts.Dimensions.Aggregate(1.0, (n, d) => n * (d.Size + 1));
        var title = counts.Measure is SumOfColumn sum ? "Sum of " + sum.Column : "Records";
        title += counts.Dimensions.IsEmpty ? "" : " by " + string.Join(", ", counts.Dimensions.Select(d => d.Name));
        return full <= LargestFull
            ? StatTable.Of("count", title, counts.Measure is SumOfColumn ? "published figure" : "record", counts, [])
            : new StatTable("count", title, "record", [.. counts.Dimensions.Select(Axis.Of)],
                [.. counts.Entries.Select(e => new Observation([.. Enumerable.Range(0, counts.Dimensions.Length).Select(i => e.Text(i) ?? Axis.NotRecorded)], counts.CellAt(e.Codes())))],
                counts.Provenance, ["Only combinations that occur are shown."], true);
    }

    private static IEnumerable<string> Names(string[]? given) => (given ?? []).SelectMany(n => n.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
