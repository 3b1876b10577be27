using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Palermo.Casework.Audit;
using Palermo.Cli.Casework;

namespace Palermo.Cli;

/// <summary><c>palermo audit-log</c>: prove that the audit log is whole, and write down where it stands.</summary>
internal static class AuditLogVerb
{
    public static Command Create()
    {
        var command = new Command("audit-log", "Verify the casework audit log, or anchor it outside the database.");
        command.Subcommands.Add(Verify());
        command.Subcommands.Add(Anchor());
        return command;
    }

    private static Command Verify()
    {
        var options = new CaseworkOptions();
        var anchors = new Option<string[]>("--anchor") { Description = "A file of anchors that the chain must pass through; repeat for more" };
        var chainOnly = new Option<bool>("--chain-only") { Description = "Read the chain alone; what was changed in records, ciphertexts, determinations and keys is then not seen" };
        var deep = new Option<bool>("--deep") { Description = "What is done anyway", Hidden = true };
        var command = new Command("verify", "Read the whole chain, compare every record, ciphertext, determination and key with its last audited write, and say what does not hold. Exit code 0: it holds; 1: it does not; 2: wrong call.") { anchors, chainOnly, deep };
        options.AddTo(command);
        command.SetGuardedAction(async (parsed, stop) =>
        {
            var files = parsed.GetValue(anchors) ?? [];
            if (Array.Find(files, f => !File.Exists(f)) is { } missing)
            {
                throw Refusal.Usage($"{missing}: there is no such file.");
            }

            var compares = !parsed.GetValue(chainOnly);
            if (!compares && parsed.GetValue(deep))
            {
                throw Refusal.Usage("--chain-only and --deep exclude each other.");
            }

            var given = files.SelectMany(AuditAnchor.ReadFile).ToList();
            await using var opened = await options.OpenAsync(parsed, stop);
            await using var db = opened.Database.NewContext();
            var watch = Stopwatch.StartNew();
            var report = await opened.Verifier.VerifyAsync(db, new AuditScope { Anchors = given, Deep = compares, Master = opened.Master }, new Lines(), stop);
            Write(report, given.Count, compares, opened.Database.Kind, watch.Elapsed);
            return report.Holds ? ExitCode.Done : ExitCode.Findings;
        });
        return command;
    }

    private static Command Anchor()
    {
        var options = new CaseworkOptions();
        var append = new Option<string?>("--append") { Description = "Add the anchor to this file as well; keep it away from the database" };
        var command = new Command("anchor", "Print where the chain stands, as one line to be kept outside: on paper, in a mail, with another organisation.") { append };
        options.AddTo(command);
        command.SetGuardedAction(async (parsed, stop) =>
        {
            await using var opened = await options.OpenAsync(parsed, stop);
            await using var db = opened.Database.NewContext();
            var line = (await opened.Verifier.AnchorAsync(db, stop)).ToLine();
            if (parsed.GetValue(append) is { } file)
            {
                await File.AppendAllTextAsync(file, line + "\n", stop);
            }

            Console.Out.WriteLine(line);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(AuditReport report, int anchors, bool compares, string database, TimeSpan took)
    {
        foreach (var finding in report.Findings)
        {
            Console.Out.WriteLine(finding);
        }

        if (report.Total > report.Findings.Length)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"... and {report.Total - report.Findings.Length:N0} more"));
        }

        var read = string.Create(CultureInfo.InvariantCulture, $"{database}: {report.Entries:N0} entries{(compares ? $", {report.Records:N0} records" : "")}{(anchors > 0 ? $", {anchors:N0} anchors" : "")} read in {took.TotalSeconds:N1} s");
        Console.Out.WriteLine(report.Holds ? $"The audit log holds. {read}." : string.Create(CultureInfo.InvariantCulture, $"The audit log does NOT hold: {report.Total:N0} findings. {read}. Keep the database as it is and compare with a backup."));
        if (!compares)
        {
            Console.Out.WriteLine("Only the chain was read (--chain-only). Not looked at: whether a record, a ciphertext, a determination or a key was changed, removed or put in. Leave the option out to compare them all.");
        }

        if (report.End is { } end && anchors == 0)
        {
            Console.Error.WriteLine($"No anchor was given: that nothing was cut off together with an old head is shown by an anchor alone. Where it stands now: {end.ToLine()}");
        }
    }

    private sealed class Lines : IProgress<long>
    {
        public void Report(long value)
        {
            if (value % 1_000_000 == 0)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value:N0} entries ..."));
            }
        }
    }
}
