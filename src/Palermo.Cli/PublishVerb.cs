using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
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

            var folder = parsed.GetValue(output)!;
            ReleaseWork? work = null;
            try
            {
                var codes = CodeBook.Read(parsed.GetValue(book)!);
                var dataset = Path.GetFileNameWithoutExtension(path);
                var failure = parsed.GetValue(delta) ?? 1e-7;
                var request = parsed.GetValue(k) is not null ? null
                    : parsed.GetValue(epsilon) is { } e && parsed.GetValue(ledger) is not null && !people.IsEmpty
                        ? new PrivateReleaseRequest(dataset, day, people[0], e, failure, parsed.GetValue(perPerson), parsed.GetValue(seed), Sets(parsed.GetValue(margins))) { Person = parsed.GetValue(person) }
                        : throw Refusal.Usage("--epsilon, --ledger and --signed are needed (or --k for the k-anonymous alternative)");
                // Everything that decides what is measured and what is made of it; not where the ledger lies, nor by how much it is raised.
                var asked = JsonSerializer.Serialize(new { dataset, day, request, k = parsed.GetValue(k), seed = parsed.GetValue(seed), book = await File.ReadAllTextAsync(parsed.GetValue(book)!, stop) });
                work = ReleaseWork.Begin(folder, string.Create(CultureInfo.InvariantCulture, $"{dataset} {day:yyyy-MM-dd}"), asked);
                FinishedRelease release;
                if (request is null)
                {
                    release = await PrivateRelease.MakeKAnonymous(Read(path, stop), codes, dataset, day, parsed.GetValue(k)!.Value, parsed.GetValue(seed), stop);
                }
                else
                {
                    var budget = Budget(parsed.GetValue(ledger)!, parsed.GetValue(open), parsed.GetValue(raise), failure, day, people, work);
                    var measured = work.Measured;
                    if (measured is null)
                    {
                        (measured, budget) = PrivateRelease.Measure(() => Read(path, stop), codes, request with { Work = work.Name }, budget, new CryptographicBits(), stop);
                        work.Keep(measured);
                    }

                    release = await PrivateRelease.Finish(codes, request, budget, measured, stop);
                }

                work.Finish(release);
                await Console.Out.WriteLineAsync($"{release.Manifest.Identifier}: {release.Manifest.Rows} rows in {Path.GetFullPath(folder)}");
                return ExitCode.Done;
            }
            catch (OperationCanceledException)
            {
                return await Refuse($"Stopped; no release stands in {folder}. The same command goes on from here, and what was charged for it is not charged again.", ExitCode.Findings);
            }
            catch (BudgetException e)
            {
                // A name that the ledger does not know cost nothing.
                if (work is { IsResumed: false })
                {
                    work.Abandon();
                }

                return await Refuse(e.Message, ExitCode.Findings);
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                return await Refuse(e.Message, ExitCode.Findings);
            }
        });
        return command;
    }

    // Opened and raised once for one piece of work, however often it is begun.
    private static BudgetLedger Budget(string file, double? open, double? raise, double delta, DateOnly day, ImmutableArray<string> people, ReleaseWork work)
    {
        var budget = open is { } limit && !(File.Exists(file) && BudgetLedger.Read(file).Has("open", work.Name))
            ? BudgetLedger.Open(file, ZeroConcentrated.Rho(limit, delta), delta, day, people, work.Name)
            : BudgetLedger.Read(file);
        return raise is { } more ? budget.RaiseOnce(work.Name, more, delta, day, people) : budget;
    }

    private static ImmutableArray<ImmutableArray<string>> Sets(string[]? margins) =>
        [.. (margins ?? []).Select(m => m.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToImmutableArray())];

    private static CodedRecords Read(string path, CancellationToken stop) => CodedRecords.Read(DelimitedSource.Read(path, stop));

    private static async Task<int> Refuse(string why, int code)
    {
        await Console.Error.WriteLineAsync(why);
        return code;
    }
}
