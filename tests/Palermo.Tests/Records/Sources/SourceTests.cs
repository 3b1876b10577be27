using System.IO.Compression;
using System.Text;
using MiniExcelLibs;
using Palermo.Records;
using Palermo.Records.Sources;

namespace Palermo.Tests.Records.Sources;

public sealed class SourceTests
{
    private static string Text(byte[] bytes, SourceOptions? options = null)
    {
        using var source = Source.Open(new MemoryStream(bytes), options);
        return new StreamReader(source.Text).ReadToEnd();
    }

    private static byte[] Ods(string rows)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        using (var content = new StreamWriter(zip.CreateEntry("content.xml").Open()))
        {
            content.Write("<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><office:body><office:spreadsheet><table:table table:name='One'>" + rows + "</table:table></office:spreadsheet></office:body></office:document-content>");
        }

        return bytes.ToArray();
    }

    [Fact]
    public void Ods_RepeatedBlankTypedAndMultilineCells_AreUnfolded()
    {
        var text = Text(Ods("""
            <table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"><text:p>b</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>
            <table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
            <table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="1.5"><text:p>1,5</text:p></table:table-cell><table:table-cell/><table:table-cell><text:p>x</text:p><text:p>y<text:s text:c="2"/>z</text:p></table:table-cell></table:table-row>
            """));

        Assert.Equal("a,b,b\n1.5,,\"x\ny  z\"\n1.5,,\"x\ny  z\"\n", text);
    }

    [Fact]
    public void Ods_RealFieldList_HoldsEveryFieldOfTheCsv()
    {
        var ods = Text(File.ReadAllBytes(SharedData.File("htcds", "HTCDS_Field_Standards_2.0.ods")));
        var names = File.ReadAllText(SharedData.File("htcds", "htcds_fields_2.0.csv")).Split('\n').Select(l => l.Split(',')).Where(c => c.Length > 6 && c[6].Contains('_', StringComparison.Ordinal) && !c[6].Contains(' ', StringComparison.Ordinal)).Select(c => c[6]).ToList();

        Assert.True(names.Count > 70);
        Assert.All(names, name => Assert.Contains(name, ods, StringComparison.Ordinal));
    }

    [Fact]
    public void Workbook_DatesNumbersAndFormulas_AreText()
    {
        using var bytes = new MemoryStream();
        MiniExcel.SaveAs(bytes, new[] { new Dictionary<string, object?> { ["id"] = "NA", ["day"] = new DateTime(2020, 2, 29), ["n"] = 1.5, ["empty"] = null, ["text"] = "a,\"b\"" } });

        Assert.Equal("id,day,n,empty,text\nNA,2020-02-29,1.5,,\"a,\"\"b\"\"\"\n", Text(bytes.ToArray()));
    }

    [Fact]
    public void Workbook_SheetThatIsNotThere_IsRefused() =>
        Assert.Equal(RecordsErrorCode.WrongFormat, Assert.Throws<RecordsException>(() => Source.Open(SharedData.File("htcds", "HTCDS_Excel_v2.0.xlsx"), new SourceOptions { Sheet = "none" }).Text.ReadByte()).Error.Code);

    [Fact]
    public void JsonLines_ListsNullsAndNumbers_BecomeARow() =>
        Assert.Equal("id,list,n,yes\na,x;y,1.50,true\nb,,,\n", Text("{\"id\":\"a\",\"list\":[\"x\",\"y\"],\"n\":1.50,\"yes\":true}\n{\"id\":\"b\",\"n\":null}\n"u8.ToArray()));

    [Theory]
    [InlineData("{\"id\":{\"a\":1}}\n")]
    [InlineData("{\"id\":1}\n[1]\n")]
    [InlineData("[1,2]")]
    [InlineData("{\"id\":1\n")]
    public void Json_NotFlat_IsALocatedError(string text)
    {
        var error = Assert.Throws<RecordsException>(() => Text(Encoding.UTF8.GetBytes(text))).Error;

        Assert.Equal(RecordsErrorCode.Json, error.Code);
        Assert.True(error.Where.Line is not null || error.Where.Row is not null);
    }

    [Fact]
    public void Archive_OfAnotherKind_IsRefused()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("readme.txt").Open().Dispose();
        }

        Assert.Equal(RecordsErrorCode.WrongFormat, Assert.Throws<RecordsException>(() => Text(bytes.ToArray())).Error.Code);
    }
}
