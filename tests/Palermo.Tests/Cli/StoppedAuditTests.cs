using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Palermo.Tests.Cli;

/// <summary>A person stops an audit: it says so, is no success, and leaves nothing that could be taken for a result.</summary>
public sealed class StoppedAuditTests
{
    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Interrupted_SaysSo_ExitsWithOne_AndLeavesNothing(string output)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "needs the signals of a Unix");
        using var table = new TemporaryFile("long.csv", Long(260));
        var folder = Path.GetDirectoryName(table.Path)!;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "Palermo.Cli.dll"), "audit", table.Path, "--output", output])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var (error, searching) = (new StringBuilder(), new TaskCompletionSource());
        process.ErrorDataReceived += (_, line) =>
        {
            lock (error)
            {
                error.AppendLine(line.Data);
            }

            // It says what it does now: the search has begun.
            searching.TrySetResult();
        };
        process.BeginErrorReadLine();
        var printed = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await searching.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.False(process.HasExited, "the audit ended before it was stopped: the table is too easy");
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, process.ExitCode);
        Assert.Equal("", await printed);
        Assert.Contains("there is no result", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["long.csv"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
    }

    // Rows by columns with every second cell hidden: one group in which each cell hangs on all others.
    private static string Long(int side)
    {
        var text = new StringBuilder("row,column,count\n");
        var rows = new long[side];
        var columns = new long[side];
        for (var r = 0; r < side; r++)
        {
            for (var c = 0; c < side; c++)
            {
                var count = ((r * 7) + (c * 13)) % 11;
                rows[r] += count;
                columns[c] += count;
                text.Append(CultureInfo.InvariantCulture, $"r{r},c{c},{((r + c) % 2 == 0 ? "*" : count)}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"r{r},Total,{rows[r]}\n");
        }

        for (var c = 0; c < side; c++)
        {
            text.Append(CultureInfo.InvariantCulture, $"Total,c{c},{columns[c]}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"Total,Total,{rows.Sum()}\n").ToString();
    }
}
