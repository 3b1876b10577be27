using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Palermo.Disclosure.Protection;
using Palermo.Disclosure.Relations;
using Palermo.Disclosure.Tables;

namespace Palermo.Cli;

/// <summary><c>palermo protect TABLE --out FILE</c>: a table of true counts made safe, attacked before it is written.</summary>
internal static class ProtectVerb
{
    /// <summary>What stands in a hidden cell: a mark without a range.</summary>
    public const string Mark = "*";

    public static Command Create()
    {
        var file = new Argument<string>("TABLE") { Description = "true counts in long form, one row a cell (CSV, TSV, XLSX); totals may be left out" };
        var output = new Option<string>("--out") { Description = "the protected table (CSV)", Required = true };
        var value = new Option<string?>("--value") { Description = "the column of counts" };
        var threshold = new Option<int>("--threshold") { Description = "counts from 1 to below this are not printed", DefaultValueFactory = _ => 5 };
        var width = new Option<long>("--width") { Description = "least width of the range that must stay possible for such a count", DefaultValueFactory = _ => 5 };
        var hierarchy = new Option<string[]>("--hierarchy") { Description = "COLUMN=FILE, a CSV of label and parent; repeat for more columns" };
        var limit = new Option<double>("--time-limit") { Description = "seconds; then the best table so far is attacked, or the answer says why there is none", DefaultValueFactory = _ => 300 };
        var command = new Command("protect", "hide as little of a table as keeps everyone safe") { file, output, value, threshold, width, hierarchy, limit };
        command.SetAction((parsed, stop) => Task.Run(
            () => Run(
                parsed.GetValue(file)!, parsed.GetValue(output)!, parsed.GetValue(value), new PrimaryRules(parsed.GetValue(threshold)), new ProtectionLevel(parsed.GetValue(width)),
                parsed.GetValue(hierarchy) ?? [], TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(limit), 0, 1e6)), stop),
            CancellationToken.None));
        return command;
    }

    private static int Run(string file, string output, string? value, PrimaryRules rules, ProtectionLevel level, string[] hierarchies, TimeSpan limit, CancellationToken stop)
    {
        var trees = hierarchies.Select(h => h.Split('=', 2)).ToArray();
        foreach (var missing in trees.Where(t => t.Length == 2).Select(t => t[1]).Prepend(file).Where(f => !File.Exists(f)))
        {
            return Refuse($"{missing}: there is no such file", ExitCode.Usage);
        }

        if (trees.Any(t => t.Length != 2) || trees.Select(t => t[0]).Distinct(StringComparer.Ordinal).Count() != trees.Length)
        {
            return Refuse("--hierarchy is COLUMN=FILE, once a column", ExitCode.Usage);
        }

        using var over = new CancellationTokenSource(limit, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, stop);
        try
        {
            var name = Path.GetFileName(file);
            var shape = Shape(file, value, name, either.Token);
            var published = TableReader.Read(name, DelimitedSource.Read(file, either.Token), shape);
            var read = CountTreeReader.Read(published, trees.ToDictionary(t => t[0], t => Pairs(t[1]), StringComparer.Ordinal), either.Token);
            var table = SecondarySuppression.Protect(read.Tree, rules, level, stop, over.Token);
            if (!table.Protected)
            {
                return Refuse(Time(limit, table.Unreached > 0
                    ? string.Create(CultureInfo.InvariantCulture, $"{table.Unreached:N0} of {table.Primary.Count(p => p):N0} cells that need cover had no turn")
                    : "some cells that need cover have none yet"));
            }

            // The attack gets a time of its own: a table that nobody attacked is not written.
            using var attack = new CancellationTokenSource(limit, TimeProvider.System);
            if (!Publication.MayBeWritten(table, level, rules.HideZeros, stop, attack.Token))
            {
                return Refuse($"{name}: the protected table did not stand up to the attack; nothing was written");
            }

            Write(output, shape.Value, table);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {table.Primary.Length:N0} cells, {table.Primary.Count(p => p):N0} may not be printed, {table.CellsLost:N0} more are hidden to cover them{(table.GrandTotalHidden ? ", the grand total among them, because with it printed some cell found no cover" : "")}."));
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {read.AbsentLeaves:N0} combinations were not listed and count as zero{(read.ComputedTotals ? "; totals that were not listed were computed" : "")}."));
            Console.Out.WriteLine($"  Attacked before it was written: no hidden cell can be worked out, each that may not be printed keeps a range of at least {level.Width}.{(over.IsCancellationRequested ? " The time limit ended the search for a table that hides less." : "")}");
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Refuse(Time(limit, "the table was not read to its end"));
        }
        catch (OperationCanceledException)
        {
            return Refuse("stopped at your request; nothing was written");
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return Refuse(e.Message);
        }
    }

    private static string Time(TimeSpan limit, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"the time limit of {limit.TotalSeconds:0.###} s was over: {what}. Nothing was written. Give more time with --time-limit SECONDS, leave a column out, or split the table");

    private static TableShape Shape(string file, string? value, string name, CancellationToken stop)
    {
        var header = DelimitedSource.Read(file, stop).First();
        return value is not null ? new TableShape("long table", value, [], [])
            : TableShape.Of(header) ?? throw new InvalidDataException($"{name}: no column reads as counts; name it with --value");
    }

    private static ImmutableArray<(string, string)> Pairs(string file) =>
        [.. DelimitedSource.Read(file).Skip(1).Where(r => r.Length >= 2 && r[0].Trim().Length > 0 && r[1].Trim().Length > 0).Select(r => (r[0].Trim(), r[1].Trim()))];

    private static void Write(string path, string value, SuppressedTable table)
    {
        using var to = new StreamWriter(path, append: false);
        to.WriteLine(string.Join(',', table.Table.Dimensions.Select(d => Quote(d.Name)).Append(Quote(value))));
        for (var c = 0; c < table.Hidden.Length; c++)
        {
            to.WriteLine(string.Join(',', table.Table.Labels(c).Select(Quote).Append(table.Hidden[c] ? Mark : table.Table.Counts[c].ToString(CultureInfo.InvariantCulture))));
        }
    }

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static int Refuse(string why, int code = ExitCode.Findings)
    {
        Console.Error.WriteLine(why);
        return code;
    }
}
