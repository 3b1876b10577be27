using System.Text;
using CsCheck;
using Palermo.Records;
using Palermo.Records.Crosswalks;
using Palermo.Records.Facts;
using Palermo.Records.Tables;

namespace Palermo.Tests.Records.Facts;

public sealed class FactTableTests
{
    private static List<(string Id, string True, string False)> Rows(string text, out FactTable table, FactTableOptions? options = null) =>
        Rows(Encoding.UTF8.GetBytes(text), out table, options);

    private static List<(string Id, string True, string False)> Rows(byte[] bytes, out FactTable table, FactTableOptions? options = null)
    {
        table = FactTable.Read(new MemoryStream(bytes), options);
        List<(string, string, string)> rows = [];
        while (table.Next())
        {
            var row = table.Current;
            rows.Add((Encoding.UTF8.GetString(row.Id), Names(table.Crosswalk.Facts, row.True), Names(table.Crosswalk.Facts, row.False)));
        }

        return rows;
    }

    private static string Names(FactList facts, ulong mask) =>
        string.Join(' ', facts.Facts.Where((_, i) => (mask >> i & 1) != 0).Select(f => f.Name));

    private static RecordsError Error(string text, FactTableOptions? options = null) =>
        Assert.Throws<RecordsException>(() => Rows(text, out _, options)).Error;

    [Theory]
    [InlineData("true")]
    [InlineData("TRUE")]
    [InlineData("yes")]
    [InlineData("1")]
    [InlineData(" y ")]
    [InlineData("oui")]
    [InlineData("نعم")]
    public void OwnFacts_SpellingsOfTrue_StateTheFact(string spelling)
    {
        Assert.Equal(("a", "recruitment", ""), Assert.Single(Rows($"id,recruitment,deception\na,{spelling},\n", out _)));
    }

    [Theory]
    [InlineData("false")]
    [InlineData("no")]
    [InlineData("0")]
    public void OwnFacts_SpellingsOfFalse_DenyTheFact(string spelling)
    {
        Assert.Equal(("a", "", "recruitment"), Assert.Single(Rows($"id,recruitment\na,{spelling}\n", out _)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("unknown")]
    [InlineData("Not Recorded")]
    [InlineData("-99")]
    [InlineData("  ")]
    public void OwnFacts_SpellingsOfUnknown_SayNothing(string spelling)
    {
        Assert.Equal(("a", "", ""), Assert.Single(Rows($"id,recruitment\na,{spelling}\n", out var table)));
        Assert.Equal(0, table.Ledger.CountOf("unrecognised-value"));
    }

    [Fact]
    public void OwnFacts_UnrecognisedValue_SaysNothingAndIsCountedWithoutTheValue()
    {
        Assert.Equal(("a", "", ""), Assert.Single(Rows("id,recruitment\na,perhaps\n", out var table)));

        var line = Assert.Single(table.Ledger.Lines, l => l.Check.Id == "unrecognised-value");
        Assert.Equal("recruitment", line.Column);
        Assert.Equal(1, Assert.Single(line.FirstRows));
        Assert.DoesNotContain("perhaps", line.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void OwnFacts_CaselawColumnNames_AreKnown()
    {
        Assert.Equal(("a", "under_18", "organized_criminal_group"), Assert.Single(Rows("id,victim_child,organized_group\na,yes,no\n", out _)));
    }

    [Fact]
    public void OwnFacts_GroupDeniedAndMemberStated_AreBothPassedOnAndCounted()
    {
        Assert.Equal(("a", "recruitment", "act_any"), Assert.Single(Rows("id,recruitment,act_any\na,1,0\n", out var table)));
        Assert.Equal(1, table.Ledger.CountOf("group-denied-member-stated"));
    }

    [Fact]
    public void Ctdc_ZeroFlag_SetsNothing()
    {
        Assert.Equal(("", "", ""), Assert.Single(Rows(CtdcText(("isForcedLabour", "0"), ("meansOfControlThreats", "0"), ("isAbduction", "0")), out _)));
    }

    [Fact]
    public void Ctdc_OtherAndUnspecifiedMeans_AreTheGroupAndNothing()
    {
        var rows = Rows(CtdcText(("meansOfControlOther", "1"), ("meansOfControlNotSpecified", "1")), out _);
        Assert.Equal(("", "means_any", ""), Assert.Single(rows));

        rows = Rows(CtdcText(("meansOfControlNotSpecified", "1")), out _);
        Assert.Equal(("", "", ""), Assert.Single(rows));
    }

    [Theory]
    [InlineData("Adult", "", "", "", "", "under_18")]
    [InlineData("Adult", "Minor", "", "", "under_18", "")]
    [InlineData("Adult", "", "Minor", "", "under_18", "")]
    [InlineData("Minor", "Adult", "Adult", "48+", "under_18", "")]
    [InlineData("", "Adult", "Adult", "", "", "")]
    [InlineData("", "", "", "9--17", "under_18", "")]
    [InlineData("", "", "Adult", "18--20", "", "")]
    [InlineData("Adult", "", "Adult", "9—17", "under_18", "")]
    public void Ctdc_AgeAtTheAct_DecidesNotAgeAtRegistration(string exploit, string entry, string registration, string band, string isTrue, string isFalse)
    {
        var rows = Rows(CtdcText(("majorityStatusAtExploit", exploit), ("majorityEntry", entry), ("majorityStatus", registration), ("ageBroad", band)), out _);

        Assert.Equal(("", isTrue, isFalse), Assert.Single(rows));
    }

    [Fact]
    public void Ctdc_OldGeneration_NoticeRenamedAndMissingColumns_AreReadAndNoted()
    {
        var text = "\"By using this data you agree to the Terms of Use: https://www.ctdatacollaborative.org/terms-use\","
            + Small.Header.Replace(",isSlaveryAndPractices", "", StringComparison.Ordinal).Replace("CountryOfExploitation", "CountryofExploitation", StringComparison.Ordinal).Replace("majorityEntry", "MajorityEntry", StringComparison.Ordinal)
            + "\n," + string.Join(',', Enumerable.Repeat("-99", 62)) + "\n";
        var rows = Rows(text, out var table);

        Assert.Equal(("", "", ""), Assert.Single(rows));
        Assert.Equal("ctdc-63", table.Dialect.Id);
        Assert.Equal(1, table.Ledger.CountOf("notice-column"));
        Assert.Equal("isSlaveryAndPractices", Assert.Single(table.Ledger.Lines, l => l.Check.Id == "missing-column").Column);
        Assert.Equal(0, table.Ledger.CountOf("unknown-column"));
        Assert.Equal(0, table.Ledger.CountOf("unrecognised-value"));
    }

    [Fact]
    public void Table_BomTsvTitleLinesAndEmbeddedNewlines_AreRead()
    {
        var rows = Rows("\uFEFFTitle of the sheet\n24/11/2026\nid\trecruitment\tdeception\n\"a\nb\"\tyes\t\"no\"\n", out var table);

        Assert.Equal(("a\nb", "recruitment", "deception"), Assert.Single(rows));
        Assert.Equal(2, table.Ledger.CountOf("lines-before-header"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Table_Utf16WithMark_IsDecoded(bool bigEndian)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        byte[] bytes = [.. encoding.Preamble, .. encoding.GetBytes("id;recruitment\né;1\n")];

        Assert.Equal(("é", "recruitment", ""), Assert.Single(Rows(bytes, out _)));
    }

    [Fact]
    public void Table_Utf16WithoutMark_IsRefused() =>
        Assert.Equal(RecordsErrorCode.Encoding, Assert.Throws<RecordsException>(() => Rows(Encoding.Unicode.GetBytes("id,recruitment\na,1\n"), out _)).Error.Code);

    [Fact]
    public void Table_Latin1_IsRefusedWithItsLine()
    {
        byte[] bytes = [.. "id,recruitment\na,1\n"u8, 0xE9, .. ",1\n"u8];
        var error = Assert.Throws<RecordsException>(() => Rows(bytes, out _)).Error;

        Assert.Equal(RecordsErrorCode.Encoding, error.Code);
        Assert.Equal(3, error.Where.Line);
    }

    [Fact]
    public void Table_DuplicateColumn_IsAnError()
    {
        var error = Error("id,recruitment,Recruitment\na,1,0\n");

        Assert.Equal(RecordsErrorCode.DuplicateColumn, error.Code);
        Assert.Equal("Recruitment", error.Where.Column);
    }

    [Fact]
    public void Table_TwoNamesOfOneColumn_IsAnError() =>
        Assert.Equal(RecordsErrorCode.DuplicateColumn, Error("id,under_18,victim_child\na,1,0\n").Code);

    [Fact]
    public void Table_RaggedRow_StopsWithItsPlaceOrIsLeftOut()
    {
        const string text = "id,recruitment\na,1\nsecret\nb,1\n";
        var error = Error(text);

        Assert.Equal(RecordsErrorCode.RaggedRow, error.Code);
        Assert.Equal(2, error.Where.Row);
        Assert.Equal(3, error.Where.Line);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);

        var rows = Rows(text, out var table, new FactTableOptions { Table = new TableOptions { RaggedRows = RaggedRows.LeaveOut } });
        Assert.Equal(["a", "b"], rows.Select(r => r.Id));
        Assert.Equal(1, table.Ledger.CountOf("ragged-row"));
    }

    [Fact]
    public void Table_LongField_IsRefusedWithItsColumn()
    {
        var error = Error("id,recruitment\n" + new string('z', 1 << 21) + ",1\n");

        Assert.Equal(RecordsErrorCode.TooLarge, error.Code);
        Assert.Equal(1, error.Where.Row);
        Assert.Equal("id", error.Where.Column);
        Assert.True(error.ToString().Length < 500);
    }

    [Fact]
    public void Table_UnclosedQuote_IsRefused()
    {
        Assert.Equal(RecordsErrorCode.Malformed, Error("id,recruitment\n\"a,1\nb,1\n").Code);
        Assert.Equal(RecordsErrorCode.TooLarge, Error("id,recruitment\n\"a,1\n" + string.Concat(Enumerable.Repeat("b,1\n", 3_000_000))).Code);
    }

    [Theory]
    [InlineData("", RecordsErrorCode.Empty)]
    [InlineData("\n\n", RecordsErrorCode.Empty)]
    [InlineData("name,colour\nx,y\n", RecordsErrorCode.UnknownDialect)]
    [InlineData("PK\u0003\u0004rest", RecordsErrorCode.WrongFormat)]
    [InlineData("PAR1rest", RecordsErrorCode.WrongFormat)]
    public void Table_NotATableOfFacts_IsRefused(string text, RecordsErrorCode code) => Assert.Equal(code, Error(text).Code);

    [Fact]
    public void CountDistinct_Cancelled_Stops()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        var text = "id,recruitment\n" + string.Concat(Enumerable.Repeat("a,1\n", 70_000));

        Assert.Throws<OperationCanceledException>(() => FactTable.CountDistinct(new MemoryStream(Encoding.UTF8.GetBytes(text)), cancel: cancel.Token));
    }

    [Fact]
    public void CountDistinct_Progress_EndsAtTheLastRow()
    {
        var text = "id,recruitment\n" + string.Concat(Enumerable.Repeat("a,1\n", 70_000));
        var seen = new Seen();
        FactTable.CountDistinct(new MemoryStream(Encoding.UTF8.GetBytes(text)), progress: seen, cancel: TestContext.Current.CancellationToken);

        Assert.Equal([65_536, 70_000], seen.Rows);
        Assert.Equal(text.Length, seen.Bytes);
    }

    [Fact]
    public void Table_GeneratedOwnFacts_RoundTrip()
    {
        var value = Gen.OneOf("true", "false", "");
        var cell = Gen.OneOf("a", "é", "x,y", "q\"r", "l\nm", "", "z;\t|");
        Gen.Select(cell, value, value, value).Array[1, 40].Sample(rows =>
        {
            var text = "id,recruitment,deception,forced_labour\r\n" + string.Concat(rows.Select(r =>
                $"\"{r.Item1.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{r.Item2},{r.Item3},{r.Item4}\r\n"));
            var read = Rows(text, out _);
            string[] names = ["recruitment", "deception", "forced_labour"];
            var expected = rows.Select(r =>
            {
                string[] values = [r.Item2, r.Item3, r.Item4];
                return (r.Item1, string.Join(' ', names.Where((_, i) => values[i] == "true")), string.Join(' ', names.Where((_, i) => values[i] == "false")));
            });
            Assert.Equal(expected, read);
        }, iter: 500);
    }

    [Fact]
    public void Table_BrokenInput_NeverCrashes()
    {
        var good = Encoding.UTF8.GetBytes(CtdcText(("isForcedLabour", "1"), ("majorityEntry", "Minor")) + Small.Header.Replace('m', '"'));
        Gen.Select(Gen.Int[0, good.Length - 1].Array[0, 8], Gen.Byte.Array[0, 8], Gen.Int[0, good.Length]).Sample((at, bytes, cut) =>
        {
            var broken = good.ToArray();
            for (var i = 0; i < Math.Min(at.Length, bytes.Length); i++)
            {
                broken[at[i]] = bytes[i];
            }

            Survives(broken[..cut]);
            Survives(broken);
        }, iter: 3_000);
        Gen.Byte.Array[0, 300].Sample(Survives, iter: 3_000);
        Gen.OneOf("id", "recruitment", ",", "\"", "\n", "\r", "1", "\uFEFF", ";", "sep=;", "\t", "é").Array[0, 40].Sample(parts => Survives(Encoding.UTF8.GetBytes(string.Concat(parts))), iter: 3_000);
    }

    private static void Survives(byte[] bytes)
    {
        try
        {
            FactTable.CountDistinct(new MemoryStream(bytes), cancel: TestContext.Current.CancellationToken);
        }
        catch (RecordsException e)
        {
            Assert.False(string.IsNullOrWhiteSpace(e.Error.ToDo));
        }
    }

    private static string CtdcText(params (string Column, string Value)[] cells)
    {
        var names = Small.Header.Split(',');
        return Small.Header + "\n" + string.Join(',', names.Select(n => cells.FirstOrDefault(c => c.Column == n).Value ?? "")) + "\n";
    }

    private static class Small
    {
        public static readonly Palermo.Records.Dialects.DialectCatalog Catalog = Palermo.Records.Dialects.DialectCatalog.Default;
        public static readonly string Header = string.Join(',', Catalog["ctdc-63"].Columns.Select(c => c.Name));
    }

    private sealed class Seen : IProgress<FactProgress>
    {
        public List<long> Rows { get; } = [];

        public long Bytes { get; private set; }

        public void Report(FactProgress value)
        {
            Rows.Add(value.Rows);
            Bytes = value.Bytes;
        }
    }
}
