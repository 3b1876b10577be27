using System.Text;
using Palermo.Records;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Palermo.Records.Sources;
using Palermo.Records.Tables;

namespace Palermo.Tests.Records.Dialects;

/// <summary>A licence notice in the header, with and without a field in the rows.</summary>
public sealed class NoticeTests
{
    private static readonly Dialect Ctdc = DialectCatalog.Default["ctdc-63"];
    private static readonly string Notice = "\"" + Ctdc.Notices[0] + ", terms, and so on\"";
    private static readonly string Names = string.Join(',', Ctdc.Columns.Select(c => c.Name));

    private static Frame Read(string text, RaggedRows ragged = RaggedRows.Stop) => Frame.Read(
        Source.Open(new MemoryStream(Encoding.UTF8.GetBytes(text))), new FrameOptions { Table = new TableOptions { RaggedRows = ragged } }, cancel: TestContext.Current.CancellationToken);

    private static string Row(string year, string gender) =>
        string.Join(',', Ctdc.Columns.Select(c => c.Name switch { "yearOfRegistration" => year, "gender" => gender, _ => "" }));

    private static void SameAsWithout(Frame frame)
    {
        var plain = Read($"{Names}\n{Row("2010", "Female")}\n{Row("2011", "Male")}\n");
        Assert.Equal(plain.Columns.Select(c => c.Name), frame.Columns.Select(c => c.Name));
        Assert.All(plain.Columns, c => Assert.Equal(Enumerable.Range(0, 2).Select(c.Text), Enumerable.Range(0, 2).Select(frame[c.Name].Text)));
        Assert.Equal(["2010", "2011"], Enumerable.Range(0, 2).Select(frame["yearOfRegistration"].Text));
    }

    [Fact]
    public void Notice_WithoutAFieldInAnyRow_IsLeftOutAndNoted()
    {
        var frame = Read($"{Notice},{Names}\n{Row("2010", "Female")}\n{Row("2011", "Male")}\n");

        SameAsWithout(frame);
        Assert.Equal((1L, 0L), (frame.Ledger.CountOf("notice-without-fields"), frame.Ledger.CountOf("notice-column")));
    }

    [Fact]
    public void Notice_WithAFieldInEveryRow_IsAColumnOfItsOwn()
    {
        var frame = Read($"{Notice},{Names}\n,{Row("2010", "Female")}\n,{Row("2011", "Male")}\n");

        SameAsWithout(frame);
        Assert.Equal((0L, 1L), (frame.Ledger.CountOf("notice-without-fields"), frame.Ledger.CountOf("notice-column")));
    }

    [Theory]
    [InlineData("", ",")]
    [InlineData(",", "")]
    public void Notice_WithAFieldInSomeRows_IsRefused(string first, string second) =>
        Assert.Equal(RecordsErrorCode.RaggedRow, Assert.Throws<RecordsException>(() => Read($"{Notice},{Names}\n{first}{Row("2010", "Female")}\n{second}{Row("2011", "Male")}\n")).Error.Code);

    [Fact]
    public void FirstCell_ThatIsNoKnownNotice_ShiftsNothing() =>
        Assert.Equal(RecordsErrorCode.RaggedRow, Assert.Throws<RecordsException>(() => Read($"something else,{Names}\n{Row("2010", "Female")}\n")).Error.Code);

    [Fact]
    public void Rows_ShortByTwo_AreRefused() =>
        Assert.Equal(RecordsErrorCode.RaggedRow, Assert.Throws<RecordsException>(() => Read($"{Notice},{Names}\n{Row("2010", "Female")[..^1]}\n")).Error.Code);
}
