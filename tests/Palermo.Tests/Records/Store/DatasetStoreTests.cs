using Microsoft.Extensions.Time.Testing;
using Palermo.Records;
using Palermo.Records.Frames;
using Palermo.Records.Store;

namespace Palermo.Tests.Records.Store;

public sealed class DatasetStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("palermo-store").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private DatasetStore Store => DatasetStore.Open(Path.Combine(folder, "data"), clock);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Write(string name, int rows, string extra = "")
    {
        var path = Path.Combine(folder, name);
        var order = new Random(1);
        File.WriteAllText(path, "id,registered_year,citizenship,exploitation_sexual,control_threats,gender\n"
            + string.Concat(Enumerable.Range(0, rows).Select(i => $"{i},{2000 + (i % 20)},C{order.Next(400)},{(i % 3 == 0 ? "true" : i % 3 == 1 ? "false" : "")},,{(i % 2 == 0 ? "woman" : "man")}\n")) + extra);
        return path;
    }

    private static void Same(Frame expected, Frame actual)
    {
        Assert.Equal(expected.Rows, actual.Rows);
        Assert.Equal(expected.Columns.Select(c => c.Name), actual.Columns.Select(c => c.Name));
        Assert.All(expected.Columns, c =>
        {
            Assert.Equal(c.Codes, actual[c.Name].Codes);
            Assert.Equal(c.IsNarrow, actual[c.Name].IsNarrow);
            Assert.True(Enumerable.Range(0, c.Rows).All(r => c[r] == actual[c.Name][r]), c.Name);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(70_000)]
    [InlineData(4 * 65_536)]
    [InlineData(300_001)]
    public void Import_Load_GivesTheFrameOfTheFile(int rows)
    {
        var path = Write("a.csv", rows);
        var entry = Store.Import(path, "first", cancel: TestContext.Current.CancellationToken);

        Assert.Equal((rows, 1, false), ((int)entry.Manifest.Rows, entry.Versions, entry.IsErased));
        Same(Frame.Read(path, cancel: TestContext.Current.CancellationToken), Store.Load("first"));
    }

    [Fact]
    public void Load_TwoColumns_GivesThemAlone()
    {
        Store.Import(Write("a.csv", 500), "first", cancel: TestContext.Current.CancellationToken);

        Assert.Equal(["gender", "citizenship"], Store.Load("first", ["gender", "citizenship"]).Columns.Select(c => c.Name));
    }

    [Fact]
    public void Import_Again_IsTheSameVersion_AndAChangedFileIsAnother()
    {
        var path = Write("a.csv", 10);
        var one = Store.Import(path, "first", cancel: TestContext.Current.CancellationToken);
        var again = Store.Import(path, "first", cancel: TestContext.Current.CancellationToken);
        var other = Store.Import(Write("a.csv", 11), "first", cancel: TestContext.Current.CancellationToken);

        Assert.Equal(one.Manifest.Version, again.Manifest.Version);
        Assert.Equal(1, again.Versions);
        Assert.NotEqual(one.Manifest.Version, other.Manifest.Version);
        Assert.Equal(2, other.Versions);
        Assert.Equal(11, Store.Load("first").Rows);
    }

    [Fact]
    public void KeyFiles_AreTheirOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("file modes are those of Unix");
            return;
        }

        Store.Import(Write("a.csv", 5), "first", cancel: TestContext.Current.CancellationToken);
        var keys = Directory.GetFiles(Path.Combine(folder, "data"), "*.key", SearchOption.AllDirectories);

        Assert.Equal(2, keys.Length);
        foreach (var key in keys)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        }
    }

    [Fact]
    public void Stored_Bytes_NameNobody()
    {
        Store.Import(Write("a.csv", 200), "first", cancel: TestContext.Current.CancellationToken);

        Assert.All(Directory.GetFiles(Path.Combine(folder, "data"), "*", SearchOption.AllDirectories), file =>
        {
            var bytes = File.ReadAllBytes(file);
            Assert.True(bytes.AsSpan().IndexOf("woman"u8) < 0 && bytes.AsSpan().IndexOf("PAR1"u8) < 0, file);
        });
    }

    [Fact]
    public void Erase_MakesTheDataUnreadable_AndSaysSo()
    {
        Store.Import(Write("a.csv", 20), "first", cancel: TestContext.Current.CancellationToken);
        Store.Erase("first");

        Assert.True(Assert.Single(Store.List()).IsErased);
        Assert.Equal(RecordsErrorCode.Store, Assert.Throws<RecordsException>(() => Store.Load("first")).Error.Code);

        Store.Import(Write("a.csv", 20), "first", cancel: TestContext.Current.CancellationToken);
        Assert.Equal(20, Store.Load("first").Rows);
    }

    [Fact]
    public void Damage_AnywhereInTheFile_IsFound()
    {
        var version = Store.Import(Write("a.csv", 3_000), "first", cancel: TestContext.Current.CancellationToken).Manifest.Version;
        var data = Path.Combine(folder, "data", "datasets", version, "part-00000.sealed");
        var good = File.ReadAllBytes(data);
        foreach (var change in new Func<byte[], byte[]>[]
        {
            b => { b[10] ^= 1; return b; },
            b => { b[^1] ^= 1; return b; },
            b => b[..^1],
            b => b[..(b.Length / 2)],
            b => [.. b, 0],
            _ => [],
        })
        {
            File.WriteAllBytes(data, change([.. good]));
            Assert.Equal(RecordsErrorCode.Store, Assert.Throws<RecordsException>(() => Store.Load("first")).Error.Code);
        }

        File.WriteAllBytes(data, good);
        Assert.Equal(3_000, Store.Load("first").Rows);
    }

    [Fact]
    public void SealedFile_WholeChunks_CannotBeCutOrSwapped()
    {
        var version = Store.Import(Write("a.csv", 140_000), "first", cancel: TestContext.Current.CancellationToken).Manifest.Version;
        var data = Path.Combine(folder, "data", "datasets", version, "part-00000.sealed");
        var good = File.ReadAllBytes(data);
        const int chunk = (64 * 1024) + 16;
        Assert.True(good.Length > 2 * chunk, $"the test needs several chunks, not {good.Length} bytes");

        const int salt = 16;
        File.WriteAllBytes(data, good[..(salt + chunk)]);
        Assert.Throws<RecordsException>(() => Store.Load("first"));
        File.WriteAllBytes(data, [.. good.AsSpan(0, salt), .. good.AsSpan(salt + chunk, chunk), .. good.AsSpan(salt, chunk), .. good.AsSpan(salt + (2 * chunk))]);
        Assert.Throws<RecordsException>(() => Store.Load("first"));
    }

    [Fact]
    public void Parts_CannotBeSwappedLeftOutOrTakenFromAnotherWriting()
    {
        var path = Write("a.csv", 530_000);
        var version = Store.Import(path, "first", cancel: TestContext.Current.CancellationToken).Manifest.Version;
        var place = Path.Combine(folder, "data", "datasets", version);
        string[] parts = [.. Directory.GetFiles(place, "part-*").Order(StringComparer.Ordinal)];
        Assert.Equal(3, parts.Length);
        byte[] one = File.ReadAllBytes(parts[0]), two = File.ReadAllBytes(parts[1]);

        File.WriteAllBytes(parts[0], two);
        File.WriteAllBytes(parts[1], one);
        Assert.Equal(RecordsErrorCode.Store, Assert.Throws<RecordsException>(() => Store.Load("first")).Error.Code);
        File.WriteAllBytes(parts[0], one);
        File.Delete(parts[1]);
        Assert.Equal(RecordsErrorCode.Store, Assert.Throws<RecordsException>(() => Store.Load("first")).Error.Code);
        File.WriteAllBytes(parts[1], two);
        Assert.Equal(530_000, Store.Load("first").Rows);
    }

    [Fact]
    public void Import_ThatFails_LeavesTheOldState()
    {
        Store.Import(Write("a.csv", 10), "first", cancel: TestContext.Current.CancellationToken);
        var bad = Write("b.csv", 70_000, "ragged\n");

        Assert.Equal(RecordsErrorCode.RaggedRow, Assert.Throws<RecordsException>(() => Store.Import(bad, "first", cancel: TestContext.Current.CancellationToken)).Error.Code);
        Assert.Equal(10, Store.Load("first").Rows);
        Assert.Single(Directory.GetDirectories(Path.Combine(folder, "data", "datasets")));
        Assert.Single(Directory.GetFiles(Path.Combine(folder, "data", "keys")));
    }

    [Fact]
    public void Import_Cancelled_LeavesTheOldState()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Store.Import(Write("a.csv", 10), "first", cancel: cancel.Token));
        Assert.Empty(Store.List());
    }

    [Fact]
    public void Catalogue_WithAHalfWrittenLine_IsReadWithoutIt()
    {
        Store.Import(Write("a.csv", 10), "first", cancel: TestContext.Current.CancellationToken);
        File.AppendAllText(Path.Combine(folder, "data", "catalogue.jsonl"), "{\"name\":\"fi");
        Store.Import(Write("a.csv", 11), "first", cancel: TestContext.Current.CancellationToken);

        Assert.Equal(11, Store.Load("first").Rows);
    }

    [Fact]
    public void Import_WhileAnotherRuns_IsRefused()
    {
        var store = Store;
        using var other = new FileStream(Path.Combine(folder, "data", "import.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal(RecordsErrorCode.Store, Assert.Throws<RecordsException>(() => store.Import(Write("a.csv", 1), "first", cancel: TestContext.Current.CancellationToken)).Error.Code);
    }

    [Fact]
    public void Import_AfterAKilledOne_ClearsWhatItLeft()
    {
        var data = Path.Combine(folder, "data");
        _ = Store;
        Directory.CreateDirectory(Path.Combine(data, "staging", "half"));
        File.WriteAllText(Path.Combine(data, "staging", "half", "part-00000.sealed"), "x");
        File.WriteAllBytes(Path.Combine(data, "keys", "half.key"), new byte[60]);

        Assert.Empty(Store.List());
        Store.Import(Write("a.csv", 5), "first", cancel: TestContext.Current.CancellationToken);
        Assert.Equal(5, Store.Load("first").Rows);
        Assert.Single(Directory.GetFiles(Path.Combine(data, "keys")));
        Assert.False(Directory.Exists(Path.Combine(data, "staging", "half")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a b")]
    public void Import_UnusableName_IsRefused(string name) =>
        Assert.Throws<RecordsException>(() => Store.Import(Write("a.csv", 1), name, cancel: TestContext.Current.CancellationToken));

    [Fact]
    public void AnotherMasterKey_OpensNothing()
    {
        Store.Import(Write("a.csv", 10), "first", cancel: TestContext.Current.CancellationToken);
        File.WriteAllBytes(Path.Combine(folder, "data", "master.key"), new byte[32]);

        Assert.Equal(RecordsErrorCode.Store, Assert.Throws<RecordsException>(() => Store.Load("first")).Error.Code);
    }
}
