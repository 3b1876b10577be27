using System.Diagnostics;
using System.Text.Json;

namespace Palermo.Tests.Estimation.Verbs;

/// <summary>The census of all 7,785,061 models of six lists, on a slice: killed and gone on with, it keeps the same state to the last bit.</summary>
public sealed class SixListCensusTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("palermo-census-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AllModels_KilledTwiceAndGoneOnWith_KeepsTheStateOfOneRun()
    {
        const int Slice = 4096;
        var whole = Path.Combine(_folder, "whole.json");
        var states = RunUntil(whole, "1", Slice);
        var cut = Path.Combine(_folder, "cut.json");
        RunUntil(cut, "2", 1024);
        RunUntil(cut, "1", 2048);
        var again = RunUntil(cut, "2", Slice);
        var common = states.Keys.Intersect(again.Keys).Where(k => k > 2048).ToArray();
        Assert.NotEmpty(common);
        Assert.All(common, k => Assert.Equal(states[k], again[k]));
    }

    /// <summary>States by block, until one of at least so many; then the process is killed.</summary>
    private static Dictionary<int, string> RunUntil(string file, string threads, int block)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = SharedData.Repository };
        foreach (var argument in new[] { "exec", Path.Combine(AppContext.BaseDirectory, "Palermo.Cli.dll"), "estimate", SharedData.File("mse", "UKdat.csv"), "--method", "independence", "--replicates", "0", "--models", "--all-models", "--checkpoint", file, "--threads", threads, "--output", "json" })
        {
            start.ArgumentList.Add(argument);
        }

        var states = new Dictionary<int, string>();
        using var process = Process.Start(start)!;
        while (!states.Keys.Any(k => k >= block))
        {
            Assert.False(process.HasExited, "the census stopped by itself");
            if (File.Exists(file))
            {
                var text = File.ReadAllText(file);
                using var state = JsonDocument.Parse(text);
                states[state.RootElement.GetProperty("NextBlock").GetInt32()] = text;
            }

            Thread.Sleep(5);
        }

        process.Kill();
        process.WaitForExit();
        return states;
    }
}
