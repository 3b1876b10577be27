using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Palermo.Records.Sources;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Tables;

namespace Palermo.Tests.Statistics.Tables;

/// <summary>Zero, blank, suppressed and "not recorded" stay four different things in every file.</summary>
public sealed class TableFileTests
{
    private static readonly ImmutableArray<Cell> Cells = [Cell.Of(1234), Cell.Of(0), Cell.Blank, Cell.Suppressed, Cell.NotRecorded];

    private static readonly StatTable Table = new("four-things", "Four things, \"and\" a number", "person", [new Axis("form", ["a,b", "=c", "d", Axis.NotRecorded, Axis.Total])],
        [.. Cells.Select((c, i) => new Observation([((string[])["a,b", "=c", "d", Axis.NotRecorded, Axis.Total])[i]], c))],
        new Provenance([new DataOrigin("file.csv", "ab12", "ctdc-63 1.0.0", 7)], "records by form", ["map 1"], ["un-palermo/2000"], ["four-things 1"]), ["a note"], true)
    {
        Period = "2019",
    };

    [Fact]
    public void Csv_ReadBack_HasTheSameCells() => Assert.Equal(Cells, CsvTable.Read(CsvTable.Write(Table)).Select(o => o.Cell));

    [Fact]
    public void Csv_OfAFormula_IsNotOne() => Assert.Contains("\n'=c,0,zero\n", CsvTable.Write(Table), StringComparison.Ordinal);

    [Fact]
    public void SdmxCsv_TellsTheFourApart()
    {
        var lines = SdmxCsv.Write(Table).TrimEnd('\n').Split('\n');

        Assert.Equal("DATAFLOW,FORM,TIME_PERIOD,OBS_VALUE,OBS_STATUS,CELL_STATE,DEFINITION,MAPPING,LAW,DATA_SHA256,QUERY", lines[0]);
        Assert.Equal(((string[])["1234,A,value", "0,A,zero", ",O,blank", ",Q,suppressed", ",L,not recorded"]).Select(c => c + ",four-things 1,map 1,un-palermo/2000,ab12,records by form"), lines.Skip(1).Select(l => l[(l.IndexOf("2019,", StringComparison.Ordinal) + 5)..]));
    }

    [Fact]
    public void Json_TellsTheFourApartAndCarriesWhatTheFiguresRestOn()
    {
        using var json = JsonDocument.Parse(Write(JsonTable.Write));
        var cells = json.RootElement.GetProperty("cells");

        Assert.Equal(["value", "zero", "blank", "suppressed", "not recorded"], cells.EnumerateArray().Select(c => c.GetProperty("state").GetString()));
        Assert.Equal([true, true, false, false, false], cells.EnumerateArray().Select(c => c.TryGetProperty("value", out _)));
        var provenance = json.RootElement.GetProperty("provenance");
        Assert.Equal("ab12", provenance.GetProperty("data")[0].GetProperty("sha256").GetString());
        Assert.Equal(["records by form", "map 1", "un-palermo/2000", "four-things 1"], [provenance.GetProperty("query").GetString(), provenance.GetProperty("mappings")[0].GetString(), provenance.GetProperty("laws")[0].GetString(), provenance.GetProperty("definitions")[0].GetString()]);
    }

    [Fact]
    public void JsonStat_HasAValueOrNullAndAStatusForEveryCell()
    {
        using var json = JsonDocument.Parse(Write(JsonTable.WriteJsonStat));
        var root = json.RootElement;

        Assert.Equal(("2.0", "dataset"), (root.GetProperty("version").GetString(), root.GetProperty("class").GetString()));
        Assert.Equal(root.GetProperty("size").EnumerateArray().Aggregate(1, (n, s) => n * s.GetInt32()), root.GetProperty("value").GetArrayLength());
        Assert.Equal([JsonValueKind.Number, JsonValueKind.Number, JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Null], root.GetProperty("value").EnumerateArray().Select(v => v.ValueKind));
        Assert.Equal(5, root.GetProperty("status").EnumerateArray().Select(s => s.GetString()).Distinct().Count());
    }

    /// <summary>Corridors that nobody took are left out: what is there stands by its place.</summary>
    [Fact]
    public void JsonStat_OfATableThatLeavesCombinationsOut_NamesThePlaceOfEachCell()
    {
        var table = new StatTable("t", "t", "person", [new Axis("from", ["a", "b", Axis.Total]), new Axis("to", ["x", Axis.Total])],
            [new(["b", "x"], Cell.Of(4)), new(["b", Axis.Total], Cell.Suppressed), new([Axis.Total, Axis.Total], Cell.Of(9))], new Provenance([], "", [], [], []), [], true);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            JsonTable.WriteJsonStat(writer, table);
        }

        using var json = JsonDocument.Parse(stream.ToArray());
        Assert.Equal("""{"2":4,"3":null,"5":9}""", json.RootElement.GetProperty("value").GetRawText());
        Assert.Equal("""{"2":"value","3":"suppressed","5":"value"}""", json.RootElement.GetProperty("status").GetRawText());
    }

    [Fact]
    public void JsonStat_CarriesWhatTheFiguresRestOn_InItsExtension()
    {
        using var json = JsonDocument.Parse(Write(JsonTable.WriteJsonStat));
        var extension = json.RootElement.GetProperty("extension");
        var provenance = extension.GetProperty("provenance");

        Assert.Equal("four-things", extension.GetProperty("table").GetString());
        Assert.Equal(["file.csv", "ab12", "ctdc-63 1.0.0"], ((string[])["name", "sha256", "dialect"]).Select(n => provenance.GetProperty("data")[0].GetProperty(n).GetString()));
        Assert.Equal(["records by form", "map 1", "un-palermo/2000", "four-things 1"], [provenance.GetProperty("query").GetString(), provenance.GetProperty("mappings")[0].GetString(), provenance.GetProperty("laws")[0].GetString(), provenance.GetProperty("definitions")[0].GetString()]);
    }

    [Fact]
    public void Workbook_CarriesWhatEachTableRestsOn_InItsFirstSheet()
    {
        using var stream = new MemoryStream();
        WorkbookTable.Write(stream, [Table, Table with { Id = "second", Provenance = Table.Provenance with { Query = "records by age" } }]);
        stream.Position = 0;
        using var source = Source.Open(stream, new SourceOptions { FileName = "t.xlsx", Sheet = "about" });
        using var reader = new StreamReader(source.Text);
        var lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
        var head = Array.FindIndex(lines, l => l.StartsWith("table,title", StringComparison.Ordinal));

        Assert.StartsWith("table,title,unit,period,verified,source,query,data,sha256,mappings,laws,definitions,notes", lines[head], StringComparison.Ordinal);
        Assert.StartsWith("four-things,", lines[head + 1], StringComparison.Ordinal);
        Assert.Contains(",records by form,file.csv,ab12,map 1,un-palermo/2000,four-things 1,a note", lines[head + 1], StringComparison.Ordinal);
        Assert.StartsWith("second,", lines[head + 2], StringComparison.Ordinal);
        Assert.Contains(",records by age,file.csv,ab12,map 1,un-palermo/2000,four-things 1,a note", lines[head + 2], StringComparison.Ordinal);
    }

    [Fact]
    public void SourceLineOfAReport_NamesAllThatTheFiguresRestOn() =>
        Assert.Equal("Source: table four-things 1; mapping map 1; law un-palermo/2000; file.csv (SHA-256 ab12); query: records by form.", Palermo.Statistics.Reports.ReportBlocks.Source(Table));

    [Fact]
    public void Workbook_IsReadByOthersAndTheSameBytesTwice()
    {
        byte[] Make()
        {
            using var stream = new MemoryStream();
            WorkbookTable.Write(stream, [Table, Table with { Id = "another table with a very long name indeed" }]);
            return stream.ToArray();
        }

        Assert.Equal(Make(), Make());
        using var source = Source.Open(new MemoryStream(Make()), new SourceOptions { FileName = "t.xlsx", Sheet = "1 four-things" });
        using var reader = new StreamReader(source.Text);
        var text = reader.ReadToEnd();
        Assert.Equal(FileKind.Workbook, source.Kind);
        Assert.Contains("\"a,b\",1234,value", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        foreach (var line in (string[])["0,zero", ",blank", "suppressed,suppressed", "not recorded,not recorded"])
        {
            Assert.Contains(line, text, StringComparison.Ordinal);
        }
    }

    private static byte[] Write(Action<Utf8JsonWriter, StatTable> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            write(json, Table);
        }

        return stream.ToArray();
    }
}
