using System.IO.Compression;
using System.Text;
using Palermo.Records;
using Palermo.Records.Frames;
using Palermo.Records.Quality;
using Palermo.Records.Sources;
using Palermo.Records.Store;
using Palermo.Records.Tables;

namespace Palermo.Tests.Records.Frames;

/// <summary>Real files broken in many ways: a located message or a ledger, never a crash, never half an import.</summary>
public sealed class MutatedFileTests
{
    private const int Start = 48 * 1024;
    private const string Name = "mutated.csv";

    private static readonly (string Folder, string File)[] Files =
    [
        ("ctdc", "ctdc_global_kanon_20210715.csv"), ("ctdc", "CTDC_VPsynthetic_condensed_20221201.csv"), ("unodc", "data_glotip_20250414.csv"),
        ("uk-nrm", "nrm_referrals_2023_q4.csv"), ("uk-nrm", "nrm_referrals_longitudinal.csv"), ("uk-nrm", "small_boat_NRM_outcomes.csv"),
        ("uk-nrm", "nrm_duty_to_notify_2023_q4.csv"), ("htcds", "HTCDS_Excel_v2.0.xlsx"), ("htcds", "HTCDS_Field_Standards_2.0.ods"), ("htcds", "htcds_xlsform.xlsx"),
    ];

    [Fact]
    public void RealFiles_MutatedAThousandWays_NeverCrash()
    {
        var seeds = Files.Select(f => Beginning(SharedData.File(f.Folder, f.File))).ToArray();
        var random = new Random(20_261_124);
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < 1_000; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var outcome = Read(Mutate(seeds[i % seeds.Length], random, i / seeds.Length % 10));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200L << 20);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        // The mutations do break files in several ways, and do leave some readable.
        Assert.True(outcomes.GetValueOrDefault("read") > 50, string.Join(", ", outcomes));
        Assert.True(outcomes.Count >= 5, string.Join(", ", outcomes));
    }

    /// <summary>Whole archives, and whole lines of the beginning of long texts.</summary>
    private static byte[] Beginning(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return bytes.AsSpan().StartsWith("PK"u8) || bytes.Length <= Start ? bytes : bytes[..(Array.LastIndexOf(bytes, (byte)'\n', Start) + 1)];
    }

    private static byte[] Mutate(byte[] good, Random random, int how)
    {
        var bytes = good.ToArray();
        switch (how)
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                for (var n = random.Next(1, 20); n > 0; n--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                return bytes;
            case 2:
                return Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes))).ToArray();
            case 3:
                return Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(bytes) + "é");
            case 4:
                return Lines(bytes, lines => lines.OrderBy(_ => random.Next()));
            case 5:
                return Lines(bytes, lines => lines.Select(l => random.Next(30) == 0 ? l + ",extra" : l));
            case 6:
                return Lines(bytes, lines => lines.Select(l => random.Next(30) == 0 ? "\"" + l : l));
            case 7:
                return Shuffled(bytes, random);
            case 8:
                return Lines(bytes, lines => lines.Select((l, i) => i > 0 && random.Next(10) == 0 ? string.Join(',', l.Split(',').Select(c => random.Next(4) == 0 ? "=HYPERLINK(\"x\")" : c)) : l));
            default:
                return [.. bytes[..random.Next(bytes.Length)], .. bytes[random.Next(bytes.Length)..]];
        }
    }

    private static byte[] Lines(byte[] bytes, Func<IEnumerable<string>, IEnumerable<string>> change) =>
        Encoding.UTF8.GetBytes(string.Join('\n', change(Encoding.UTF8.GetString(bytes).Split('\n'))));

    private static byte[] Shuffled(byte[] bytes, Random random)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        var order = Enumerable.Range(0, lines[0].Split(',').Length).OrderBy(_ => random.Next()).ToArray();
        return Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(l => l.Split(',') is var c && c.Length == order.Length ? string.Join(',', order.Select(o => c[o])) : l)));
    }

    private static string Read(byte[] bytes)
    {
        try
        {
            var options = new FrameOptions { Table = new TableOptions { FileName = Name } };
            Review.Of(Frame.Read(Source.Open(new MemoryStream(bytes), new SourceOptions { FileName = Name }), options));
            return "read";
        }
        catch (RecordsException e)
        {
            Assert.False(string.IsNullOrWhiteSpace(e.Error.Why) || string.IsNullOrWhiteSpace(e.Error.ToDo), e.Error.What);
            Assert.True(e.Message.Length < 2_000, "a message quotes too much");
            Assert.Equal(Name, e.Error.Where.File);
            return e.Error.Code.ToString();
        }
    }

    [Fact]
    public void ShuffledColumns_AreReadAsTheSameCodes()
    {
        var good = Beginning(SharedData.File("ctdc", "CTDC_VPsynthetic_condensed_20221201.csv"));
        var frame = Frame.Read(Source.Open(new MemoryStream(good)), cancel: TestContext.Current.CancellationToken);
        var shuffled = Frame.Read(Source.Open(new MemoryStream(Shuffled(good, new Random(5)))), cancel: TestContext.Current.CancellationToken);

        Assert.All(frame.Columns, c => Assert.Equal(c.Histogram(), shuffled[c.Name].Histogram()));
    }

    [Fact]
    public void ZipBomb_IsRefusedBeforeItUnpacks()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("xl/workbook.xml").Open().Dispose();
            using var sheet = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.SmallestSize).Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 300; i++)
            {
                sheet.Write(zeros);
            }
        }

        Assert.True(bytes.Length < 1 << 20);
        Assert.Equal(RecordsErrorCode.TooLarge, Assert.Throws<RecordsException>(() => Source.Open(new MemoryStream(bytes.ToArray()))).Error.Code);
    }

    /// <summary>An archive may say that an entry is small and unpack it to anything: no more than it says is ever read.</summary>
    [Fact]
    public void ZipBomb_ThatLiesAboutItsSize_IsReadNoFurtherThanItSays()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(zip, "xl/workbook.xml", """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>""");
            Write(zip, "xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
            using var sheet = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.SmallestSize).Open();
            sheet.Write(Encoding.UTF8.GetBytes("""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"""));
            var row = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<row><c t=\"inlineStr\"><is><t>x</t></is></c></row>", 10_000)));
            for (var i = 0; i < 600; i++)
            {
                sheet.Write(row);
            }
        }

        var archive = bytes.ToArray();
        var lied = 0;
        for (var at = 0; at + 46 < archive.Length; at++)
        {
            // The central directory's record of the sheet: bytes 24 to 27 are the size it claims to unpack to.
            if (archive.AsSpan(at).StartsWith("PK\u0001\u0002"u8) && archive.AsSpan(at + 46).StartsWith("xl/worksheets/sheet1.xml"u8))
            {
                BitConverter.TryWriteBytes(archive.AsSpan(at + 24), 4_096);
                lied++;
            }
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(1, lied);
        Assert.Throws<RecordsException>(() => Frame.Read(Source.Open(new MemoryStream(archive)), cancel: TestContext.Current.CancellationToken));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);

        static void Write(ZipArchive zip, string name, string text)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(text);
        }
    }

    [Theory]
    [InlineData("xl/workbook.xml", "xl/worksheets/sheet1.xml")]
    [InlineData("content.xml", "content.xml")]
    public void Archive_WhoseXmlDeclaresEntities_IsRefusedInBoundedMemory(string first, string sheet)
    {
        var laughs = "<!DOCTYPE x [<!ENTITY a \"" + new string('h', 1_000) + "\">" + string.Concat(Enumerable.Range('b', 10).Select(c => $"<!ENTITY {(char)c} \"{string.Concat(Enumerable.Repeat($"&{(char)(c - 1)};", 10))}\">")) + "]><x>&k;</x>";
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in new[] { first, sheet }.Distinct())
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(laughs);
            }
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<RecordsException>(() => Frame.Read(Source.Open(new MemoryStream(bytes.ToArray())), cancel: TestContext.Current.CancellationToken));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
    }

    [Fact]
    public void SingleEndlessLine_IsRefusedInBoundedMemory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<RecordsException>(() => Frame.Read(Source.Open(new Endless(1L << 30)), cancel: TestContext.Current.CancellationToken)).Error;

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
        Assert.NotNull(error.Where.Row ?? error.Where.Line);

        Assert.Equal(RecordsErrorCode.TooLarge, error.Code);
    }

    [Fact]
    public void Import_OfMutatedFiles_IsWholeOrNothing()
    {
        var folder = Directory.CreateTempSubdirectory("palermo-mutated").FullName;
        try
        {
            var store = DatasetStore.Open(Path.Combine(folder, "data"), TimeProvider.System);
            var good = Beginning(SharedData.File("ctdc", "ctdc_global_kanon_20210715.csv"));
            var random = new Random(7);
            for (var i = 0; i < 60; i++)
            {
                var path = Path.Combine(folder, "in.csv");
                File.WriteAllBytes(path, Mutate(good, random, i % 10));
                var before = store.List().Length;
                try
                {
                    store.Import(path, "n" + i, cancel: TestContext.Current.CancellationToken);
                    Assert.Equal(before + 1, store.List().Length);
                    Assert.Equal(store.List().First(d => d.Name == "n" + i).Manifest.Rows, store.Load("n" + i).Rows);
                }
                catch (RecordsException)
                {
                    Assert.Equal(before, store.List().Length);
                }
            }

            Assert.NotEmpty(store.List());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A file of one line that is longer than memory should be asked to hold.</summary>
    private sealed class Endless(long length) : Stream
    {
        private long at;

        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get => at; set => at = value; }

        public override int Read(Span<byte> buffer)
        {
            var n = (int)Math.Min(buffer.Length, length - at);
            buffer[..n].Fill((byte)'x');
            at += n;
            return n;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
