using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Palermo.Disclosure.Microdata;
using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Release;
using Palermo.Disclosure.Tables;

namespace Palermo.Cli;

/// <summary><c>palermo publish DATASET</c>: a private release, charged to the dataset's ledger; or, named so, a k-anonymous one.</summary>
internal static class PublishVerb
{
    public static Command Create()
    {
        var data = new Argument<string>("DATASET") { Description = "records, one row a person (CSV, TSV, XLSX)" };
        var book = new Option<string>("--codebook") { Description = "the public code book (JSON)", Required = true };
        var output = new Option<string>("--out") { Description = "folder for the release; made if absent", Required = true };
        var date = new Option<string>("--date") { Description = "day of the release, yyyy-MM-dd", Required = true };
        var epsilon = new Option<double?>("--epsilon") { Description = "privacy budget of this release" };
        var delta = new Option<double?>("--delta") { Description = "failure probability; 1e-7 by default (n itself is private, so it cannot depend on it)" };
        var ledger = new Option<string?>("--ledger") { Description = "the dataset's budget ledger" };
        var open = new Option<double?>("--open") { Description = "open the ledger with this epsilon over all releases; two people sign" };
        var raise = new Option<double?>("--raise-rho") { Description = "raise the ledger's limit by this rho first; two people sign" };
        var signed = new Option<string[]>("--signed") { Description = "who releases; twice for what needs two people" };
        var margins = new Option<string[]>("--margins") { Description = "columns measured together, comma-separated; repeat for more" };
        var perPerson = new Option<int>("--rows-per-person") { Description = "the most rows one person has", DefaultValueFactory = _ => 1 };
        var person = new Option<string?>("--person") { Description = "the column that says who a row is about: rows beyond --rows-per-person are cut at random" };
        var k = new Option<int?>("--k") { Description = "k-anonymous synthesis instead: no privacy budget, weaker protection" };
        var seed = new Option<ulong>("--seed") { Description = "seed of the sampling of rows (never of the noise)", DefaultValueFactory = _ => 1 };
        var command = new Command("publish", "make a release that exposes nobody") { data, book, output, date, epsilon, delta, ledger, open, raise, signed, margins, perPerson, person, k, seed };
        command.SetAction(async (parsed, stop) =>
        {
            var people = (parsed.GetValue(signed) ?? []).ToImmutableArray();
            if (!DateOnly.TryParseExact(parsed.GetValue(date), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return await Refuse("--date must be a day like 2026-01-31", ExitCode.Usage);
            }

            var path = parsed.GetValue(data)!;
            foreach (var missing in new[] { path, parsed.GetValue(book)! }.Where(f => !File.Exists(f)))
            {
                return await Refuse($"{missing}: there is no such file", ExitCode.Usage);
            }

            try
            {
                var codes = CodeBook.Read(parsed.GetValue(book)!);
                FinishedRelease release;
                if (parsed.GetValue(k) is { } size)
                {
                    release = await PrivateRelease.MakeKAnonymous(Read(path, stop), codes, Path.GetFileNameWithoutExtension(path), day, size, parsed.GetValue(seed), stop);
                }
                else if (parsed.GetValue(epsilon) is not { } e || parsed.GetValue(ledger) is not { } file || people.IsEmpty)
                {
                    return await Refuse("--epsilon, --ledger and --signed are needed (or --k for the k-anonymous alternative)", ExitCode.Usage);
                }
                else
                {
                    var failure = parsed.GetValue(delta) ?? 1e-7;
                    var budget = parsed.GetValue(open) is { } limit
                        ? BudgetLedger.Open(file, ZeroConcentrated.Rho(limit, failure), failure, day, people)
                        : BudgetLedger.Read(file);
                    if (parsed.GetValue(raise) is { } more)
                    {
                        budget = budget.Raise("raised on the command line", more, failure, day, people);
                    }

                    var request = new PrivateReleaseRequest(
                        Path.GetFileNameWithoutExtension(path), day, people[0], e, failure, parsed.GetValue(perPerson), parsed.GetValue(seed),
                        [.. (parsed.GetValue(margins) ?? []).Select(m => m.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToImmutableArray())])
                    {
                        Person = parsed.GetValue(person),
                    };
                    release = await PrivateRelease.Make(Read(path, stop), codes, request, budget, new CryptographicBits(), stop);
                }

                var folder = Directory.CreateDirectory(parsed.GetValue(output)!).FullName;
                foreach (var (name, bytes) in release.Files)
                {
                    await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes, stop);
                }

                await Console.Out.WriteLineAsync($"{release.Manifest.Identifier}: {release.Manifest.Rows} rows in {folder}");
                return ExitCode.Done;
            }
            catch (Exception e) when (e is InvalidDataException or BudgetException or IOException)
            {
                return await Refuse(e.Message, ExitCode.Findings);
            }
        });
        return command;
    }

    private static CodedRecords Read(string path, CancellationToken stop) => CodedRecords.Read(DelimitedSource.Read(path, stop));

    private static async Task<int> Refuse(string why, int code)
    {
        await Console.Error.WriteLineAsync(why);
        return code;
    }
}
