using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Reports;
using Palermo.Web.Features.Estimate;
using Palermo.Web.House;
using Palermo.Web.Jobs;

namespace Palermo.Web.Tests.Pages;

/// <summary>The server as a process of its own, killed without warning in the middle of an estimate.</summary>
public sealed class EstimateKilledServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("palermo-estimates-killed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Job_ServerKilledInTheMiddle_IsFinishedByTheNext_WithTheReportOfAnUndisturbedRun()
    {
        var table = CaptureCsv.Read(new StringReader(EstimateTests.Table)).Table!;
        ImmutableArray<string> methods = ["stepwise", "bic-order2", "bic"];
        const int Replicates = 12_000;
        using var passing = new PassingFolders();
        var folder = new EstimateFolder(new ConfigurationBuilder().AddInMemoryCollection([new("Estimates:Folder", _folder)]).Build(), passing);
        var job = folder.Add(new NewEstimate(new EstimateRequest("lists.csv", table.Lists, methods, 5, Replicates, false, []), table), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

        using (var first = Server())
        {
            await Until(first, () => folder.Find(job.Id) is { State: JobState.Running, Percent: > 0 });
            first.Kill();
            await first.WaitForExitAsync(Stop);
        }

        var cut = folder.Find(job.Id)!;
        Assert.Equal((JobState.Running, 1), (cut.State, cut.Starts));
        Assert.Null(folder.Report(cut));

        using (var second = Server())
        {
            await Until(second, () => folder.Find(job.Id) is { IsOpen: false });
            second.Kill();
            await second.WaitForExitAsync(Stop);
        }

        var done = folder.Find(job.Id)!;
        Assert.Equal((JobState.Done, 2), (done.State, done.Starts));
        var undisturbed = Ensemble.Run(table, new EstimationOptions { Methods = methods, Seed = 5, Replicates = Replicates, Sensitivity = false, Census = true, Threads = 2 }, stop: Stop);
        Assert.Equal(ReportJson.Write(SmallCounts.Without(undisturbed, 10)), ReportJson.Write(folder.Report(done)!));
    }

    private Process Server()
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        foreach (var argument in new[] { "exec", Path.Combine(AppContext.BaseDirectory, "Palermo.Web.dll"), "--urls", "http://127.0.0.1:0", "--Demonstration=false", "--Estimates:Folder=" + _folder })
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task Until(Process server, Func<bool> reached)
    {
        for (var i = 0; i < 30_000; i++)
        {
            if (reached())
            {
                return;
            }

            if (server.HasExited)
            {
                Assert.Fail("the server stopped by itself: " + await server.StandardError.ReadToEndAsync(Stop));
            }

            await Task.Delay(10, Stop);
        }

        server.Kill();
        Assert.Fail("the job did not come that far");
    }
}
