using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Reports;
using Palermo.Estimation.Selection;

namespace Palermo.Cli;

/// <summary>palermo estimate FILE: how many people are not on any list, and what every answer assumes.</summary>
internal static class EstimateVerb
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV of capture histories: one 0/1 column a list and a last column 'count'; without it every line is one individual." };
        var method = new Option<string?>("--method") { Description = "Methods, separated by commas: " + string.Join(", ", Methods.Names) + ". All together when not given." };
        var seed = new Option<ulong>("--seed") { Description = "Seed of everything random; the same seed gives the same report on any number of threads.", DefaultValueFactory = _ => new EstimationOptions().Seed };
        var replicates = new Option<int>("--replicates") { Description = "Bootstrap replicates, the choice of the model repeated in each; 0 for none.", DefaultValueFactory = _ => new EstimationOptions().Replicates };
        var output = new Option<string>("--output") { Description = "text or json.", DefaultValueFactory = _ => "text" };
        var model = new Option<string[]>("--model") { Description = "Also fit a given model, e.g. \"[12,13,4]\"; may be repeated." };
        var models = new Option<bool>("--models") { Description = "Add the census of models: how many, how many have an estimate, sum of BIC." };
        var all = new Option<bool>("--all-models") { Description = "Six lists: go through all 7,785,061 models, not only the 32,768 with pairs." };
        var checkpoint = new Option<FileInfo?>("--checkpoint") { Description = "With --all-models --models: keep the state of the census here, and go on from it when it exists." };
        var threshold = new Option<double>("--threshold") { Description = "The stepwise threshold.", DefaultValueFactory = _ => new EstimationOptions().StepwiseThreshold };
        var sweeps = new Option<int>("--sweeps") { Description = "Sweeps of each latent class chain.", DefaultValueFactory = _ => new EstimationOptions().Sweeps };
        var validate = new Option<int>("--validate") { Description = "Samples from each of the table's own top models, to see how often each method would be right." };
        var threads = new Option<int>("--threads") { Description = "Worker threads.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command("estimate", "Estimate the hidden population from overlapping lists, with what every answer assumes.")
        {
            file, method, model, seed, replicates, output, models, all, checkpoint, threshold, sweeps, validate, threads,
        };
        output.AcceptOnlyFromAmong("text", "json");
        command.SetAction(async (parsed, stop) =>
        {
            var path = parsed.GetRequiredValue(file);
            ImmutableArray<string> names = parsed.GetValue(method) is { } given ? [.. given.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)] : Methods.Ensemble;
            if (names.FirstOrDefault(n => !Methods.IsKnown(n)) is { } unknown)
            {
                await Console.Error.WriteLineAsync($"--method: '{unknown}' is not a method; one of {string.Join(", ", Methods.Names)}");
                return ExitCode.Usage;
            }

            if (parsed.GetValue(replicates) < 0 || parsed.GetValue(threads) < 1 || parsed.GetValue(sweeps) < 100)
            {
                await Console.Error.WriteLineAsync("--replicates is 0 or more, --threads 1 or more, --sweeps 100 or more");
                return ExitCode.Usage;
            }

            var options = new EstimationOptions
            {
                Methods = names,
                Models = [.. parsed.GetValue(model) ?? []],
                Seed = parsed.GetValue(seed),
                Replicates = parsed.GetValue(replicates),
                Threads = parsed.GetValue(threads),
                StepwiseThreshold = parsed.GetValue(threshold),
                Sweeps = parsed.GetValue(sweeps),
                ValidationSamples = Math.Max(0, parsed.GetValue(validate)),
                Census = parsed.GetValue(models),
                AllModels = parsed.GetValue(all),
                CheckpointFile = parsed.GetValue(checkpoint)?.FullName,
                Sensitivity = parsed.GetValue(method) is null,
            };
            return await RunAsync(path, options, string.Equals(parsed.GetValue(output), "json", StringComparison.Ordinal), stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(FileInfo path, EstimationOptions options, bool json, CancellationToken stop)
    {
        if (!path.Exists)
        {
            await Console.Error.WriteLineAsync($"{path.FullName}: there is no such file");
            return ExitCode.Findings;
        }

        CaptureReading reading;
        using (var text = path.OpenText())
        {
            reading = CaptureCsv.Read(text);
        }

        if (reading.Table is not { } table)
        {
            await Console.Out.WriteLineAsync(json ? ReportJson.Unreadable(reading) : ReportText.Unreadable(path.Name, reading));
            return ExitCode.Findings;
        }

        try
        {
            var report = await Task.Run(() => Ensemble.Run(table, options, new StderrProgress(), stop), stop);
            report = report with { Cautions = report.Cautions.AddRange(reading.Notes) };
            await Console.Out.WriteLineAsync(json ? ReportJson.Write(report) : ReportText.Write(report));
            return report.Refusals.IsEmpty ? ExitCode.Done : ExitCode.Findings;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("cancelled; nothing was written" + (options.CheckpointFile is null ? "" : " but the checkpoint, from which the same command goes on"));
            return ExitCode.Findings;
        }
    }

    /// <summary>A line on stderr whenever a task has moved by a tenth; none when it is redirected.</summary>
    private sealed class StderrProgress : IProgress<Progress>
    {
        private readonly Lock _gate = new();
        private string _last = "";

        public void Report(Progress value)
        {
            if (Console.IsErrorRedirected)
            {
                return;
            }

            var line = string.Create(CultureInfo.InvariantCulture, $"{value.Task}: {10 * (10 * value.Done / Math.Max(1, value.All))} %");
            lock (_gate)
            {
                if (line != _last)
                {
                    _last = line;
                    Console.Error.WriteLine(line);
                }
            }
        }
    }
}
