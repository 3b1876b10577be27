using System.Collections.Immutable;
using System.CommandLine;
using Palermo.Cli.Estimating;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Linkage;
using Palermo.Estimation.Resampling;

namespace Palermo.Cli;

/// <summary>palermo estimate FILE|DATASET: how many people are not on any list, and what every answer assumes.</summary>
internal static class EstimateVerb
{
    public static Command Create()
    {
        var input = new EstimateInput();
        var method = new Option<string?>("--method") { Description = "Methods, separated by commas: " + string.Join(", ", Methods.Names) + ". The ensemble when not given." };
        var seed = new Option<ulong>("--seed") { Description = "Seed of everything random; the same seed gives the same report on any number of threads.", DefaultValueFactory = _ => new EstimationOptions().Seed };
        var replicates = new Option<int>("--replicates") { Description = "Bootstrap replicates, the choice of the model repeated in each; 0 for none.", DefaultValueFactory = _ => new EstimationOptions().Replicates };
        var resamples = new Option<FileInfo?>("--resamples") { Description = "Resampled count vectors drawn elsewhere, run in place of our own draws (CSV or JSON; the guide shows the layouts)." };
        var topModels = new Option<int?>("--top-models") { Description = "In replicates choose among so many best models of the table only, as packages do; the whole space when not given." };
        var keep = new Option<bool>("--replicate-estimates") { Description = "Write the estimate of every replicate into the JSON." };
        var output = new EstimateOutput();
        var model = new Option<string[]>("--model") { Description = "Also fit a given model, e.g. \"[12,13,4]\"; may be repeated." };
        var models = new Option<bool>("--models") { Description = "Add the census of models: how many, how many have an estimate, sum of BIC." };
        var all = new Option<bool>("--all-models") { Description = "Six lists: go through all 7,785,061 models, not only the 32,768 with pairs." };
        var checkpoint = new Option<FileInfo?>("--checkpoint") { Description = "With --all-models --models: keep the state of the census here, and go on from it when it exists." };
        var threshold = new Option<double>("--threshold") { Description = "The stepwise threshold.", DefaultValueFactory = _ => new EstimationOptions().StepwiseThreshold };
        var sweeps = new Option<int>("--sweeps") { Description = "Sweeps of each latent class chain, after as many thrown away.", DefaultValueFactory = _ => new EstimationOptions().Sweeps };
        var chains = new Option<int>("--chains") { Description = "Latent class chains.", DefaultValueFactory = _ => new EstimationOptions().Chains };
        var validate = new Option<int>("--validate") { Description = "Samples from each of the table's own top models, to see how often each method would be right." };
        var missed = new Option<double>("--links-missed") { Description = "Share of true links between lists that were not made (0 to 1)." };
        var falseLinks = new Option<double>("--links-false") { Description = "Share of links made that join two people (0 to 1)." };
        var linked = new Option<FileInfo[]>("--linked") { Description = "The same table under another draw of the linkage; may be repeated.", AllowMultipleArgumentsPerToken = true };
        var smallest = new Option<int>("--smallest") { Description = "Strata with fewer people are not shown.", DefaultValueFactory = _ => new EstimationOptions().SmallestShown };
        var sensitivity = new Option<bool?>("--sensitivity") { Description = "Other lists, thresholds, priors, bounds and checks; on unless methods are named." };
        var threads = new Option<int>("--threads") { Description = "Worker threads.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command("estimate", "Estimate the hidden population from overlapping lists, with what every answer assumes.");
        input.AddTo(command);
        output.AddTo(command);
        foreach (var option in new Option[] { method, model, seed, replicates, resamples, topModels, keep, models, all, checkpoint, threshold, sweeps, chains, validate, missed, falseLinks, linked, smallest, sensitivity, threads })
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, stop) =>
        {
            ImmutableArray<string> names = parsed.GetValue(method) is { } given ? [.. given.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)] : Methods.Ensemble;
            if (names.FirstOrDefault(n => !Methods.IsKnown(n)) is { } unknown)
            {
                throw Refusal.Usage($"--method: '{unknown}' is not a method; one of {string.Join(", ", Methods.Names)}");
            }

            CheckRange(parsed.GetValue(replicates) >= 0, "--replicates is 0 or more");
            CheckRange(parsed.GetValue(threads) >= 1, "--threads is 1 or more");
            CheckRange(parsed.GetValue(sweeps) >= 100, "--sweeps is 100 or more");
            CheckRange(parsed.GetValue(chains) is >= 4 and <= 64, "--chains is from 4 to 64");
            CheckRange(parsed.GetValue(threshold) is > 0 and < 1, "--threshold is between 0 and 1");
            CheckRange(parsed.GetValue(topModels) is null or >= 1, "--top-models is 1 or more");
            CheckRange(parsed.GetValue(missed) is >= 0 and < 1 && parsed.GetValue(falseLinks) is >= 0 and <= 1, "--links-missed is from 0 to below 1, --links-false from 0 to 1");
            output.Check(parsed);
            var reading = input.Read(parsed);
            if (reading.Table is not { } table)
            {
                await output.WriteAsync(parsed, input.Name(parsed), reading);
                return ExitCode.Findings;
            }

            var elsewhere = parsed.GetValue(resamples) is { } vectors ? Resamples(vectors, table, reading.Lines) : null;
            reading = reading with { Notes = reading.Notes.AddRange(elsewhere?.Notes ?? []) };
            var options = new EstimationOptions
            {
                Methods = names,
                Models = [.. parsed.GetValue(model) ?? []],
                Seed = parsed.GetValue(seed),
                Replicates = parsed.GetValue(replicates),
                Resamples = elsewhere?.Tables ?? [],
                TopModels = parsed.GetValue(topModels),
                KeepReplicates = parsed.GetValue(keep),
                Threads = parsed.GetValue(threads),
                StepwiseThreshold = parsed.GetValue(threshold),
                Sweeps = parsed.GetValue(sweeps),
                Chains = parsed.GetValue(chains),
                ValidationSamples = Math.Max(0, parsed.GetValue(validate)),
                Census = parsed.GetValue(models),
                AllModels = parsed.GetValue(all),
                CheckpointFile = parsed.GetValue(checkpoint)?.FullName,
                Sensitivity = parsed.GetValue(sensitivity) ?? parsed.GetValue(method) is null,
                Strata = input.Strata(parsed, reading),
                SmallestShown = parsed.GetValue(smallest),
                LinkageRates = parsed.GetValue(missed) > 0 || parsed.GetValue(falseLinks) > 0 ? new LinkageRates(parsed.GetValue(missed), parsed.GetValue(falseLinks)) : null,
                LinkageDraws = [.. (parsed.GetValue(linked) ?? []).Select(f => Linked(f, table))],
            };
            var report = await RunAsync(table, options, stop);
            await output.WriteAsync(parsed, input.Name(parsed), report with { Cautions = [.. report.Cautions, .. reading.Notes, PlainLanguage.WorkingOutput] }, stop);
            return report.Refusals.IsEmpty ? ExitCode.Done : ExitCode.Findings;
        });
        return command;
    }

    private static async Task<EstimationReport> RunAsync(CaptureTable table, EstimationOptions options, CancellationToken stop)
    {
        try
        {
            return await Task.Run(() => Ensemble.Run(table, options, new StderrProgress(), stop), stop);
        }
        catch (OperationCanceledException)
        {
            throw new Refusal(ExitCode.Findings, "Stopped; nothing was written" + (options.CheckpointFile is null ? "." : " but the checkpoint, from which the same command goes on."));
        }
        catch (InvalidDataException state)
        {
            throw new Refusal(ExitCode.Findings, "--checkpoint: " + state.Message);
        }
    }

    private static ResampleReading Resamples(FileInfo file, CaptureTable table, ImmutableArray<int> lines)
    {
        CheckRange(file.Exists, $"--resamples: {file.Name} is not there");
        using var text = file.OpenText();
        var read = ResampleFile.Read(text, table, lines);
        return read.Problem is { } problem ? throw new Refusal(ExitCode.Findings, $"{file.Name}: {problem}") : read;
    }

    private static CaptureTable Linked(FileInfo file, CaptureTable table)
    {
        CheckRange(file.Exists, $"--linked: {file.Name} is not there");
        var reading = CaptureFile.Read(file.FullName);
        return reading.Table is { } other && other.Lists.SequenceEqual(table.Lists)
            ? other
            : throw new Refusal(ExitCode.Findings, $"{file.Name}: {(reading.Problems.IsEmpty ? "its lists are not those of the table, in the same order" : reading.Problems[0])}");
    }

    private static void CheckRange(bool holds, string message)
    {
        if (!holds)
        {
            throw Refusal.Usage(message);
        }
    }
}
