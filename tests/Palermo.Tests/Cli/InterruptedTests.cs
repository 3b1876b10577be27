using System.Diagnostics;
using System.Globalization;
using System.Text;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Release;

namespace Palermo.Tests.Cli;

/// <summary>Commands that a signal cuts off: they end, with a code that says so; nothing half done stands there, and nothing is paid for twice.</summary>
public sealed class InterruptedTests : IDisposable
{
    private const int Kill = 9, Killed = 128 + Kill;

    private readonly string _folder = Directory.CreateTempSubdirectory("palermo-interrupted-").FullName;

    public InterruptedTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are of Unix");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Audit_Interrupted_EndsWithoutAResult(string signal)
    {
        // Half of the inner cells of a cube are hidden under printed margins, all in one connected system: nobody waits for its end.
        var file = Path.Combine(_folder, "table.csv");
        await File.WriteAllLinesAsync(file, HardTable(), Stop);
        using var run = new Started("audit", file, "--output", "json", "--time-limit", "100000");
        await run.Until(() => run.Error.Contains("...", StringComparison.Ordinal), "the audit began");
        await Task.Delay(500, Stop);
        await run.Signal(signal);
        Assert.Equal((1, ""), (await run.Ended(), run.Output));
        Assert.Contains("stopped before the end at your request; there is no result", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Cut off before the charge counts, while it measures, and while it makes rows of what was measured; by request and without warning.</summary>
    [Theory]
    [InlineData("INT", false)]
    [InlineData("TERM", true)]
    [InlineData("KILL", false)]
    [InlineData("KILL", true)]
    public async Task Publish_Interrupted_StandsNowhereHalf_AndGoesOnWithoutASecondCharge(string signal, bool measured)
    {
        var (data, book, ledger, place) = (Path.Combine(_folder, "register.csv"), Path.Combine(_folder, "book.json"), Path.Combine(_folder, "ledger.jsonl"), Path.Combine(_folder, "release"));
        await File.WriteAllLinesAsync(data, People(), Stop);
        await File.WriteAllTextAsync(book, Book(), Stop);
        string[] command = ["publish", data, "--codebook", book, "--out", place, "--date", "2026-01-31", "--epsilon", "4", "--ledger", ledger, "--open", "6", "--signed", "One", "--signed", "Two"];
        var kept = Path.Combine(place, ".making", "measured.json");
        using (var run = new Started(command))
        {
            await run.Until(() => measured ? File.Exists(kept) : Charged(ledger) == 1, "the budget was charged");
            await run.Signal(signal);
            Assert.Equal(signal == "KILL" ? Killed : 1, await run.Ended());
            Assert.Equal("", run.Output);
            Assert.True(signal == "KILL" || run.Error.Contains("what was charged for it is not charged again", StringComparison.Ordinal), run.Error);
        }

        Assert.Empty(Directory.GetFiles(place));
        Assert.Equal(1, Charged(ledger));
        Assert.Equal(measured, File.Exists(kept));

        // Something else cannot be made in its place meanwhile; the same goes on.
        var other = Run.Palermo([.. command.Select(c => c == "4" ? "3" : c)]);
        Assert.Equal((1, 1), (other.ExitCode, Charged(ledger)));
        Assert.Contains("asked for something else", other.Error, StringComparison.Ordinal);
        var again = Run.Palermo(command);
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(1, Charged(ledger));
        var manifest = ReleaseManifest.FromJson(await File.ReadAllTextAsync(Path.Combine(place, "manifest.json"), Stop));
        Assert.NotEmpty(manifest.Files);
        Assert.All(manifest.Files, f => Assert.Equal(f.Value, ReleaseFiles.Hash(File.ReadAllBytes(Path.Combine(place, f.Key)))));
        Assert.False(Directory.Exists(Path.Combine(place, ".making")));

        // What stands is not written over, at no cost.
        var over = Run.Palermo(command);
        Assert.Equal((1, 1), (over.ExitCode, Charged(ledger)));
        Assert.Contains("a release stands here already", over.Error, StringComparison.Ordinal);
    }

    private static int Charged(string ledger) => File.Exists(ledger) && new FileInfo(ledger).Length > 0 ? BudgetLedger.Read(ledger).Entries.Count(e => e.Kind == "spend") : 0;

    private static IEnumerable<string> HardTable()
    {
        const int wide = 31, deep = 4;
        var random = new Random(7);
        var counts = new long[wide + 1, wide + 1, deep + 1];
        for (var cell = 0; cell < wide * wide * deep; cell++)
        {
            var (x, y, z) = (1 + (cell % wide), 1 + (cell / wide % wide), 1 + (cell / wide / wide));
            var count = random.Next(30);
            foreach (var (i, j, k) in from i in new[] { 0, x } from j in new[] { 0, y } from k in new[] { 0, z } select (i, j, k))
            {
                counts[i, j, k] += count;
            }
        }

        yield return "a,b,c,count";
        foreach (var (i, j, k) in from i in Enumerable.Range(0, wide + 1) from j in Enumerable.Range(0, wide + 1) from k in Enumerable.Range(0, deep + 1) select (i, j, k))
        {
            var hidden = i > 0 && j > 0 && k > 0 && random.Next(2) == 0;
            yield return $"{Label("a", i)},{Label("b", j)},{Label("c", k)},{(hidden ? "*" : counts[i, j, k].ToString(CultureInfo.InvariantCulture))}";
        }

        static string Label(string name, int at) => at == 0 ? "Total" : name + at.ToString(CultureInfo.InvariantCulture);
    }

    private const int Marks = 14;

    private static IEnumerable<string> People()
    {
        yield return "year,sex,origin," + string.Join(',', Enumerable.Range(0, Marks).Select(m => $"mark{m}"));
        var random = new Random(11);
        for (var i = 0; i < 15_000; i++)
        {
            yield return $"{2018 + random.Next(6)},{(random.Next(3) == 0 ? "M" : "F")},c{random.Next(40) * random.Next(40) / 40},{string.Join(',', Enumerable.Range(0, Marks).Select(m => random.Next(3 + (m % 9)) == 0 ? "1" : ""))}";
        }
    }

    private static string Book()
    {
        var json = new StringBuilder("""{ "format": 1, "columns": [""");
        json.Append("""{ "name": "year", "labels": ["2018","2019","2020","2021","2022","2023"] }, { "name": "sex", "labels": ["F","M"] },""");
        json.Append(CultureInfo.InvariantCulture, $$"""{ "name": "origin", "labels": [{{string.Join(',', Enumerable.Range(0, 40).Select(c => $"\"c{c}\""))}}] }""");
        for (var m = 0; m < Marks; m++)
        {
            json.Append(CultureInfo.InvariantCulture, $$""", { "name": "mark{{m}}", "labels": ["1"] }""");
        }

        return json.Append("] }").ToString();
    }

    /// <summary>A command that runs.</summary>
    private sealed class Started : IDisposable
    {
        private readonly Process _process;

        private readonly StringBuilder _error = new(), _output = new();

        public Started(params string[] arguments)
        {
            // Whoever runs the tests may have told its children to pass signals over; a person's shell does not.
            var start = new ProcessStartInfo("env") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in (string[])["--default-signal=INT,TERM", "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "Palermo.Cli.dll"), .. arguments])
            {
                start.ArgumentList.Add(argument);
            }

            _process = Process.Start(start)!;
            _process.ErrorDataReceived += (_, line) => Add(_error, line.Data);
            _process.OutputDataReceived += (_, line) => Add(_output, line.Data);
            _process.BeginErrorReadLine();
            _process.BeginOutputReadLine();
        }

        public string Error => Text(_error);

        public string Output => Text(_output);

        public async Task Until(Func<bool> holds, string what)
        {
            while (!holds())
            {
                Assert.False(_process.HasExited, $"ended before {what}: {Error}");
                await Task.Delay(5, Stop);
            }
        }

        public async Task Signal(string name)
        {
            using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync(Stop);
        }

        public async Task<int> Ended()
        {
            await _process.WaitForExitAsync(Stop);
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
            {
                _process.Kill();
            }

            _process.Dispose();
        }

        private static void Add(StringBuilder to, string? line)
        {
            lock (to)
            {
                to.Append(line);
            }
        }

        private static string Text(StringBuilder of)
        {
            lock (of)
            {
                return of.ToString();
            }
        }
    }
}
