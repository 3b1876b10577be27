using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Palermo.Disclosure.Audit;
using Palermo.Disclosure.Tables;

namespace Palermo.Cli;

/// <summary><c>palermo audit FILE...</c>: what an attacker's arithmetic finds in a published file. Counts only.</summary>
internal static class AuditVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "published tables or record files (CSV, TSV, XLSX); several are audited as releases of one population", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--output") { Description = "text or json", DefaultValueFactory = _ => "text" };
        output.AcceptOnlyFromAmong("text", "json");
        var value = new Option<string?>("--value") { Description = "the column of counts; empty to read records" };
        var columns = new Option<string[]>("--columns") { Description = "columns an intruder may know, comma-separated; repeat for further sets", AllowMultipleArgumentsPerToken = false };
        var sensitive = new Option<string[]>("--sensitive") { Description = "a sensitive column; repeat for more" };
        var k = new Option<int>("--k") { Description = "smallest class that may stand", DefaultValueFactory = _ => 10 };
        var uniques = new Option<int>("--uniques") { Description = "minimal unique combinations up to this size", DefaultValueFactory = _ => 0 };
        var maximum = new Option<long?>("--mark-maximum") { Description = "the greatest count a mark without a range may stand for" };
        var blank = new Option<string>("--blank") { Description = "what a blank cell says: missing (nothing) or hidden (a count that is not shown)", DefaultValueFactory = _ => "missing" };
        blank.AcceptOnlyFromAmong("missing", "hidden");
        var missing = new Option<string[]>("--missing-mark") { Description = "a mark that says in this table that there is no such count, like a blank cell; repeat for more" };
        var limit = new Option<double>("--time-limit") { Description = "seconds the audit may take; then it says what was searched and what was not", DefaultValueFactory = _ => 300 };
        limit.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<double>() is not (>= 0 and <= 1e6))
            {
                r.AddError("--time-limit is a number of seconds from 0 to 1,000,000");
            }
        });
        var wide = new Option<string[]>("--wide") { Description = "columns that each hold the counts of one label, comma-separated; years are found without it" };
        var own = new Option<string?>("--own") { Description = "your name: the data are yours and you may see what is hidden in them; shows the arithmetic behind each cell that falls" };
        var command = new Command("audit", "attack a published table or record file before anyone else does") { files, output, value, columns, sensitive, k, uniques, maximum, blank, missing, limit, wide, own };
        command.SetAction((parsed, stop) => Task.Run(() => Run(
            parsed.GetValue(files)!,
            parsed.GetValue(output) == "json",
            new AuditOptions
            {
                Value = parsed.GetValue(value),
                K = parsed.GetValue(k),
                UniquesUpTo = parsed.GetValue(uniques),
                Marks = new MarkReading(parsed.GetValue(maximum), parsed.GetValue(blank) == "hidden", [.. parsed.GetValue(missing) ?? []]),
                TimeLimit = TimeSpan.FromSeconds(parsed.GetValue(limit)),
                Wide = parsed.GetValue(wide) is { Length: > 0 } spread ? [.. spread.SelectMany(w => w.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))] : null,
                Columns = [.. (parsed.GetValue(columns) ?? []).Select(c => c.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToImmutableArray())],
                Sensitive = [.. parsed.GetValue(sensitive) ?? []],
            },
            parsed.GetValue(own),
            stop), CancellationToken.None));
        return command;
    }

    private static int Run(string[] files, bool json, AuditOptions options, string? own, CancellationToken stop)
    {
        foreach (var missing in files.Where(f => !File.Exists(f)))
        {
            Console.Error.WriteLine($"{missing}: there is no such file");
            return ExitCode.Usage;
        }

        try
        {
            if (own is not null && (json || string.IsNullOrWhiteSpace(own)))
            {
                Console.Error.WriteLine("--own needs your name and goes with the text output: what it shows is for your eyes, not for a file");
                return ExitCode.Usage;
            }

            var (audit, proof) = ReleaseAuditor.Audit([.. files], options, own is null ? null : OwnData.SaidBy(own), new ErrorStream(), stop);
            Console.Out.WriteLine(json ? AuditJson.Write(audit) : AuditText.Write(audit));
            if (own is not null)
            {
                Console.Out.WriteLine($"For {own.Trim()} alone: how {proof.Length} cells of your own data fall.");
                Console.Out.WriteLine(AuditText.Write(proof));
            }

            return audit.HasFindings || !audit.Complete ? ExitCode.Findings : ExitCode.Done;
        }
        catch (InvalidDataException e)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCode.Findings;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("stopped before the end at your request; there is no result. --time-limit ends a search and keeps what was found");
            return ExitCode.Findings;
        }
    }

    private sealed class ErrorStream : IProgress<string>
    {
        public void Report(string value) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value} ..."));
    }
}
