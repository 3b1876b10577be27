using System.Diagnostics;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Palermo.Records.Frames;
using Palermo.Records.Store;
using Palermo.Records.Tables;

namespace Palermo.Tests.Records.Store;

/// <summary>An import that was stopped goes on from its last finished part, and ends as if it had never stopped.</summary>
public sealed class ResumedImportTests : IDisposable
{
    private const int PartRows = 4 * FrameReader.SegmentRows;

    private readonly string folder = Directory.CreateTempSubdirectory("palermo-resume").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private DatasetStore Store(string data) => DatasetStore.Open(Path.Combine(folder, data), new FakeTimeProvider());

    // Late codes (the citizenship passes 255 after the first part), variants, unknown values, empty and ragged rows, a quoted line break.
    private string Write(string name, int rows)
    {
        var path = Path.Combine(folder, name);
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        writer.WriteLine("id,registered_year,citizenship,exploitation_sexual,control_threats,gender");
        for (var i = 0; i < rows; i++)
        {
            writer.WriteLine(i % 70_001 == 5 ? ",,,,," : i % 90_001 == 7 ? "short,row"
                : i % 1_001 == 3 ? $"\"{i}\n\",2020,C1,perhaps,TRUE, woman "
                : $"{i},{2000 + (i % 20)},C{i / (i < 300_000 ? 3_000 : 500)},{(i % 3 == 0 ? "true" : i % 3 == 1 ? "false" : "")},,{(i % 2 == 0 ? "woman" : "man")}");
        }

        return path;
    }

    private static readonly FrameOptions LeaveOut = new() { Table = new TableOptions { RaggedRows = RaggedRows.LeaveOut } };

    private static void Same(DatasetEntry expected, Frame whole, DatasetEntry actual, Frame resumed)
    {
        Assert.Equal(expected.Manifest.Version, actual.Manifest.Version);
        Assert.Equal(expected.Manifest.Rows, actual.Manifest.Rows);
        Assert.Equal(expected.Manifest.Ledger.Select(Text), actual.Manifest.Ledger.Select(Text));
        Assert.Equal(whole.Columns.Select(c => c.Name), resumed.Columns.Select(c => c.Name));
        Assert.All(whole.Columns, c =>
        {
            Assert.Equal(c.Codes, resumed[c.Name].Codes);
            Assert.True(c.IsNarrow ? c.Bytes.SequenceEqual(resumed[c.Name].Bytes) : c.Shorts.SequenceEqual(resumed[c.Name].Shorts), c.Name);
        });

        static string Text(ManifestLine line) => $"{line.Check} {line.Column} {line.Count} {string.Join(' ', line.FirstRows)}";
    }

    private sealed class StopAt(long rows, CancellationTokenSource cancel) : IProgress<FrameProgress>
    {
        public void Report(FrameProgress value)
        {
            if (value.Rows >= rows)
            {
                cancel.Cancel();
            }
        }
    }

    [Fact]
    public void Import_StoppedAtAnyRowAndImportedAgain_EqualsAnUninterruptedOne()
    {
        const int rows = 700_000;
        var file = Write("a.csv", rows);
        var expected = Store("whole").Import(file, "first", LeaveOut, cancel: TestContext.Current.CancellationToken);
        var whole = Store("whole").Load("first");
        Assert.Equal([true, false], [whole["gender"].IsNarrow, whole["citizenship"].IsNarrow]);
        var round = 0;
        Gen.Int[1, rows].Array[1, 3].Sample(
            stops =>
            {
                var store = Store(FormattableString.Invariant($"round{Interlocked.Increment(ref round)}"));
                foreach (var at in stops)
                {
                    using var cancel = new CancellationTokenSource();
                    Record(() => store.Import(file, "first", LeaveOut, new StopAt(at, cancel), cancel: cancel.Token));
                    Assert.All(store.List(), d => Assert.Equal(expected.Manifest.Rows, d.Manifest.Rows));
                }

                Same(expected, whole, store.Import(file, "first", LeaveOut), store.Load("first"));
            },
            seed: "0N0XIzNsQ0O2", iter: 4, threads: 1);

        static void Record(Action import)
        {
            try
            {
                import();
            }
            catch (OperationCanceledException)
            {
                // What the stop is for.
            }
        }
    }

    [Fact]
    public void Import_Again_UsesTheFinishedPartsAndTakesNoDamagedOne()
    {
        var file = Write("a.csv", 700_000);
        var expected = Store("whole").Import(file, "first", LeaveOut, cancel: TestContext.Current.CancellationToken);
        var whole = Store("whole").Load("first");
        foreach (var damage in new[] { false, true })
        {
            var data = "data" + damage;
            var (staged, part) = Stop(file, data);
            var before = File.ReadAllBytes(part);
            if (damage)
            {
                var bad = before.ToArray();
                bad[bad.Length / 2] ^= 1;
                File.WriteAllBytes(part, bad);
            }

            var entry = Store(data).Import(file, "first", LeaveOut, cancel: TestContext.Current.CancellationToken);

            Same(expected, whole, entry, Store(data).Load("first"));
            var after = File.ReadAllBytes(Path.Combine(folder, data, "datasets", entry.Manifest.Version, Path.GetFileName(part)));
            // Every writing draws new random bytes: equal bytes are the very file that was finished before the stop.
            Assert.Equal(!damage, before.AsSpan().SequenceEqual(after));
            Assert.False(Directory.Exists(staged));
            Assert.DoesNotContain(Directory.GetFiles(Path.Combine(folder, data, "datasets", entry.Manifest.Version)), f => f.Contains("checkpoint", StringComparison.Ordinal) || f.Contains("writing", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Import_OfAnErasedVersionStopped_ShowsNoDatasetThatCannotBeRead()
    {
        var file = Write("a.csv", 700_000);
        Store("data").Import(file, "first", LeaveOut, cancel: TestContext.Current.CancellationToken);
        Store("data").Erase("first");
        Stop(file, "data");

        Assert.DoesNotContain(Store("data").List(), d => !d.IsErased);
        Assert.Equal(Store("data").Import(file, "first", LeaveOut, cancel: TestContext.Current.CancellationToken).Manifest.Rows, Store("data").Load("first").Rows);
    }

    [Fact]
    public void Import_OfAnotherFile_ClearsWhatTheStoppedOneLeft()
    {
        var (staged, _) = Stop(Write("a.csv", 700_000), "data");
        Store("data").Import(Write("b.csv", 3), "second", cancel: TestContext.Current.CancellationToken);

        Assert.False(Directory.Exists(staged));
        Assert.Single(Directory.GetFiles(Path.Combine(folder, "data", "keys")));
        Assert.Equal("second", Assert.Single(Store("data").List()).Name);
    }

    [Fact]
    public void Import_KilledAtRandomMoments_GoesOnAndEqualsAnUninterruptedOne()
    {
        var file = Write("many.csv", 900_000);
        var expected = Store("whole").Import(file, "many", LeaveOut, cancel: TestContext.Current.CancellationToken);
        var whole = Store("whole").Load("many");
        var data = Path.Combine(folder, "killed");
        var random = new Random(20_260_103);
        var kept = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var kills = 0;
        for (var done = false; !done && kills < 12; kills++)
        {
            using var process = Start("import", file, "--as", "many", "--leave-out-ragged", "--data", data);
            // The first time until a part is finished, then at any moment.
            while (kills == 0 && !process.WaitForExit(2) && Checkpoint(data) is null)
            {
            }

            done = process.WaitForExit(kills == 0 ? 1 : random.Next(50, 900));
            if (!done)
            {
                process.Kill();
                process.WaitForExit();
                Assert.All(Store("killed").List(), d => Assert.Equal(expected.Manifest.Rows, d.Manifest.Rows));
            }

            if (kills == 0 && Checkpoint(data) is { } staged)
            {
                kept["part-00000.sealed"] = File.ReadAllBytes(Path.Combine(staged, "part-00000.sealed"));
            }
        }

        var entry = Store("killed").Import(file, "many", LeaveOut, cancel: TestContext.Current.CancellationToken);
        Same(expected, whole, entry, Store("killed").Load("many"));
        Assert.All(kept, p => Assert.Equal(p.Value, File.ReadAllBytes(Path.Combine(data, "datasets", entry.Manifest.Version, p.Key))));
        Assert.NotEmpty(kept);
    }

    /// <summary>Stops an import behind its first part: the staging folder and the finished part in it.</summary>
    private (string Staged, string Part) Stop(string file, string data)
    {
        using var cancel = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Store(data).Import(file, "first", LeaveOut, new StopAt(PartRows + FrameReader.SegmentRows, cancel), cancel: cancel.Token));
        var staged = Assert.Single(Directory.GetDirectories(Path.Combine(folder, data, "staging")));
        return (staged, Path.Combine(staged, "part-00000.sealed"));
    }

    private static string? Checkpoint(string data) =>
        Directory.Exists(Path.Combine(data, "staging")) ? Directory.GetDirectories(Path.Combine(data, "staging")).FirstOrDefault(d => File.Exists(Path.Combine(d, "checkpoint.sealed"))) : null;

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "Palermo.Cli.dll"), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
