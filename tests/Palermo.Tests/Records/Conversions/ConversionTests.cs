using System.Text;
using System.Text.Json;
using CsCheck;
using NJsonSchema;
using Palermo.Records;
using Palermo.Records.Conversions;
using Palermo.Records.Dialects;
using Palermo.Records.Sources;

namespace Palermo.Tests.Records.Conversions;

public sealed class ConversionTests
{
    private static readonly DialectCatalog Catalog = DialectCatalog.Default;

    private static (ConversionResult Result, string Text) Convert(string text, string to, Func<Stream, IRecordWriter>? writer = null, string? from = null)
    {
        using var into = new MemoryStream();
        using var records = writer is null ? new CsvRecordWriter(into) : writer(into);
        var result = Conversion.Run(Source.Open(new MemoryStream(Encoding.UTF8.GetBytes(text))), Catalog[to], records, new ConversionOptions { From = from }, cancel: TestContext.Current.CancellationToken);
        return (result, Encoding.UTF8.GetString(into.ToArray()));
    }

    private static Dictionary<string, string> Row(string csv, int row = 1)
    {
        var lines = csv.Split('\n');
        return lines[0].Split(',').Zip(lines[row].Split(',')).Where(c => c.Second.Length > 0).ToDictionary(c => c.First, c => c.Second);
    }

    [Fact]
    public void Ctdc63_ToRecords_KeepsYesNoAndNotRecordedApart()
    {
        var (result, text) = Convert("isForcedLabour,isSexualExploit,meansOfControlThreats,majorityEntry,gender," + Rest(5) + "\n1,0,,Minor,Female," + Blank(5) + "\n", "palermo-records");
        var row = Row(text);

        Assert.Equal("true", row["exploitation_forced_labour"]);
        Assert.Equal("false", row["exploitation_sexual"]);
        Assert.False(row.ContainsKey("control_threats"));
        Assert.Equal("minor", row["majority_at_entry"]);
        Assert.Equal("woman", row["gender"]);
        Assert.Equal(0, result.Losses.Lost);
    }

    [Fact]
    public void CtdcFile_ToRecordsAndBack_IsTheSameButForWhatTheReportCounts()
    {
        var path = SharedData.File("ctdc", "ctdc_global_kanon_20210715.csv");
        using var middle = new MemoryStream();
        ConversionResult into;
        using (var writer = new CsvRecordWriter(middle))
        {
            into = Conversion.Run(Source.Open(path), Catalog["palermo-records"], writer, cancel: TestContext.Current.CancellationToken);
        }

        middle.Position = 0;
        using var end = new MemoryStream();
        using (var writer = new CsvRecordWriter(end))
        {
            var back = Conversion.Run(Source.Open(middle), Catalog["ctdc-63"], writer, cancel: TestContext.Current.CancellationToken);
            Assert.Equal(0, back.Losses.Lost);
        }

        Assert.Equal(97_750, into.Rows);
        var difference = Differences(File.ReadAllText(path), Encoding.UTF8.GetString(end.ToArray()), "ctdc-63");
        Assert.Equal(into.Losses.Lines.Where(l => l.Kind is LossKind.Dropped or LossKind.Merged).OrderBy(l => l.Column).ThenBy(l => l.Value).Select(l => (l.Column, l.Value!, l.Count)), difference);
        Assert.All(into.Losses.Lines, l => Assert.True(l.Column.EndsWith("Concatenated", StringComparison.Ordinal) || l.Column == "RecruiterRelationship" || l.Kind == LossKind.Guessed, l.ToString()));
    }

    /// <summary>Independent of the report: reads both files by the dialect and compares value by value.</summary>
    private static IEnumerable<(string, string, long)> Differences(string before, string after, string dialect)
    {
        var d = Catalog[dialect];
        var readings = d.Columns.ToDictionary(c => c.Name, c => new ColumnReading(d, c));
        using var first = new StringReader(before);
        using var second = new StringReader(after);
        var header = first.ReadLine()!.Split(',');
        var other = second.ReadLine()!.Split(',');
        var lost = new SortedDictionary<(string, string), long>();
        while (first.ReadLine() is { } a)
        {
            var x = header.Zip(Fields(a)).ToDictionary(c => c.First, c => c.Second);
            var y = other.Zip(Fields(second.ReadLine()!)).ToDictionary(c => c.First, c => c.Second);
            foreach (var name in header)
            {
                foreach (var code in readings[name].Read(x[name]).Codes.Except(readings[name].Read(y[name]).Codes))
                {
                    lost[(name, code)] = lost.GetValueOrDefault((name, code)) + 1;
                }
            }
        }

        Assert.Null(second.ReadLine());
        return lost.Select(l => (l.Key.Item1, l.Key.Item2, l.Value));
    }

    private static IEnumerable<string> Fields(string line)
    {
        var field = new StringBuilder();
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                yield return field.ToString();
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        yield return field.ToString();
    }

    public static TheoryData<string> Writable => ["htcds-2.0", "ctdc-63", "ctdc-27", "niem-6"];

    [Theory]
    [MemberData(nameof(Writable))]
    public void Records_ThereAndBack_LoseExactlyWhatTheReportSays(string dialect)
    {
        var ours = Catalog["palermo-records"];
        var columns = ours.Columns.Where(c => c.Kind != "id").ToArray();
        var values = columns.Select(c => Values(ours, c)).ToArray();
        Gen.Int[0, 1 << 20].Array[columns.Length].Array[1, 6].Sample(draws =>
        {
            var rows = draws.Select(draw => draw.Select((n, c) => n % 4 == 0 ? values[c][n / 4 % values[c].Length] : "").ToArray()).ToList();
            var text = Csv(columns.Select(c => c.Name), rows);
            var there = Convert(text, dialect);
            var again = Convert(there.Text, "palermo-records", from: dialect);

            var losses = new SortedDictionary<(string, string?), long>();
            var written = there.Text.Split('\n').Skip(1).ToArray();
            var read = 0;
            for (var r = 0; r < rows.Count; r++)
            {
                // A record of which nothing is left is an empty row, and empty rows are no records when read; a row of NULLs is one.
                var after = written[r].Trim(',').Length == 0 ? [] : Row(again.Text, ++read);
                for (var c = 0; c < columns.Length; c++)
                {
                    var value = rows[r][c];
                    if (value.Length > 0 && after.GetValueOrDefault(columns[c].Name) != value)
                    {
                        var key = (columns[c].Name, columns[c].Kind == "open" ? null : value);
                        losses[key] = losses.GetValueOrDefault(key) + 1;
                    }
                }
            }

            var reported = there.Result.Losses.Lines.Where(l => l.Kind is LossKind.Dropped or LossKind.Merged)
                .GroupBy(l => (l.Column, l.Value)).ToDictionary(g => g.Key, g => g.Sum(l => l.Count));
            var differences = losses.Select(l => $"lost {l}").Except(reported.Select(l => $"lost {l}"))
                .Concat(reported.Select(l => $"said {l}").Except(losses.Select(l => $"said {l}")));
            Assert.True(!differences.Any(), string.Join("; ", differences) + "\n" + there.Text + "\n" + again.Text);
            Assert.Equal(0, again.Result.Ledger.CountOf("unrecognised-value"));
        }, iter: 150);
    }

    private static string[] Values(Dialect dialect, DialectColumn column)
    {
        var values = new ColumnReading(dialect, column).Values;
        return values.IsEmpty
            ? column.Name switch
            {
                "registered_year" => ["2002", "2020"],
                "age_when_trafficked" => ["9", "34"],
                "citizenship" => ["UA", "MM", "UA;MD", "NA"],
                _ => ["RU", "US", "NA"],
            }
            : [.. values.Select(v => v.Code)];
    }

    private static string Csv(IEnumerable<string> names, IEnumerable<string[]> rows) =>
        string.Join(',', names) + "\n" + string.Concat(rows.Select(r => string.Join(',', r) + "\n"));

    [Fact]
    public void Composite_NeverUnfoldsIntoItsParts()
    {
        var there = Convert("registered_year,control_physical_abuse,control_threats,exploitation_sexual\n2020,true,true,true\n", "ctdc-27");
        var again = Convert(there.Text, "palermo-records");
        var row = Row(again.Text);

        Assert.Equal("1", Row(there.Text)["meansAbusePsyPhySex"]);
        Assert.Equal("true", row["control_abuse_of_any_kind"]);
        Assert.False(row.ContainsKey("control_physical_abuse"));
        Assert.Contains(there.Result.Losses.Lines, l => l is { Column: "control_physical_abuse", Kind: LossKind.Merged, Count: 1 });
    }

    [Fact]
    public void No_IntoADialectOfYesAlone_IsDroppedAndReported()
    {
        var there = Convert("registered_year,control_threats,exploitation_sexual,gender\n2020,false,true,woman\n", "htcds-2.0");

        Assert.Contains(there.Result.Losses.Lines, l => l is { Column: "control_threats", Value: "false", Kind: LossKind.Dropped, Count: 1 });
    }

    [Fact]
    public void HtcdsLabels_SpacesAndXformLists_AreRead()
    {
        var (result, text) = Convert("Gender,Citizenship,Trafficking Status,Methods of Control,Type of Exploitation,Status,First Name\nTransgender Feminine,UA,Possible victim of trafficking,Debt bondage ;False promises,ForcedLabour SexualExploitation,Follow up,Maria\n", "palermo-records");
        var row = Row(text);

        Assert.Equal("htcds-2.0", result.From.Id);
        Assert.Equal("transgender_woman", row["gender"]);
        Assert.Equal("possible", row["trafficking_status"]);
        Assert.Equal(("true", "true"), (row["control_debt_bondage"], row["control_false_promises"]));
        Assert.Equal(("true", "true"), (row["exploitation_forced_labour"], row["exploitation_sexual"]));
        Assert.Equal("follow_up", row["case_status"]);
        var name = Assert.Single(result.Losses.Lines, l => l.Column == "prs_FirstName");
        Assert.Equal((LossKind.Dropped, null), (name.Kind, name.Value));
        Assert.DoesNotContain("Maria", text + string.Join('\n', result.Losses.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void HtcdsOldJson_ListsWrittenAsText_AreRead()
    {
        var (result, text) = Convert("""
            {"prs_FirstName":"Jane","prs_Gender":"Female","prs_Nationality":"UA","vic_MethodOfRecruitment":"Internet (social media, online advertisement)","vic_MethodsOfControl":"[False promises, Physical abuse]","vic_TypeOfExploitation":"Forced begging","vic_ForcedLabourIndustry":"Water supply; sewerage, waste management and remediation"}
            """, "palermo-records");
        var row = Row(text);

        Assert.Equal("htcds-0.2", result.From.Id);
        Assert.Equal(("true", "true", "true"), (row["control_false_promises"], row["control_physical_abuse"], row["exploitation_forced_begging"]));
        Assert.Equal(("woman", "UA", "true"), (row["gender"], row["citizenship"], row["industry_e"]));
        Assert.Equal(0, result.Ledger.CountOf("unrecognised-value"));
    }

    [Fact]
    public async Task Htcds_JsonRecords_FollowThePublishedSchema()
    {
        var schema = await JsonSchema.FromJsonAsync(DialectSchema.Of(Catalog["htcds-2.0"]).ToJsonString(), TestContext.Current.CancellationToken);
        var (_, text) = Convert("registered_year,control_threats,exploitation_sexual,gender,consent,citizenship\n2020,true,true,woman,true,UA\n,true,,man,false,\n", "htcds-2.0", s => new JsonRecordWriter(s, asLines: true));

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Empty(schema.Validate(line)));
        Assert.Equal("""{"prs_Gender":"Feminine","prs_Citizenship":"UA","vic_MethodsOfControl":["PhysicalThreats"],"vic_TypeOfExploitation":["SexualExploitation"],"con_Consent":true}""", lines[0]);
    }

    [Fact]
    public void Json_ListOfRecords_IsReadBack()
    {
        var (_, text) = Convert("id,registered_year,control_threats,exploitation_sexual,gender\na,2020,true,false,woman\n", "palermo-records", s => new JsonRecordWriter(s, asLines: false));
        Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(text).RootElement.ValueKind);

        var (_, again) = Convert(text, "palermo-records");
        Assert.Equal(new Dictionary<string, string> { ["id"] = "a", ["registered_year"] = "2020", ["control_threats"] = "true", ["exploitation_sexual"] = "false", ["gender"] = "woman" }, Row(again));
    }

    [Fact]
    public void Parquet_Records_AreReadBack()
    {
        const string text = "id,registered_year,control_threats,exploitation_sexual,gender\na,2020,true,false,woman\nb,,,true,\n";
        using var into = new MemoryStream();
        using (var writer = new ParquetRecordWriter(into))
        {
            Conversion.Run(Source.Open(new MemoryStream(Encoding.UTF8.GetBytes(text))), Catalog["palermo-records"], writer, cancel: TestContext.Current.CancellationToken);
        }

        using var source = Source.Open(new MemoryStream(into.ToArray()));
        Assert.Equal(FileKind.Parquet, source.Kind);
        using var again = new MemoryStream();
        using (var writer = new CsvRecordWriter(again))
        {
            Conversion.Run(source, Catalog["palermo-records"], writer, cancel: TestContext.Current.CancellationToken);
        }

        var csv = Encoding.UTF8.GetString(again.ToArray());
        Assert.Equal(new Dictionary<string, string> { ["id"] = "a", ["registered_year"] = "2020", ["control_threats"] = "true", ["exploitation_sexual"] = "false", ["gender"] = "woman" }, Row(csv));
        Assert.Equal(new Dictionary<string, string> { ["id"] = "b", ["exploitation_sexual"] = "true" }, Row(csv, 2));
    }

    [Fact]
    public void NiemJson_PrefixedNames_AreWrittenAndRead()
    {
        var (_, text) = Convert("id,labour_construction,labour_agriculture,trafficking_status\na,true,true,possible\n", "niem-6", s => new JsonRecordWriter(s, asLines: true));
        Assert.Equal("""{"nc:IdentificationID":"a","hs:ProspectiveVictimIndicator":true,"hs:PastExploitationIndustryCode":["Agriculture and Animal Husbandry","Construction"]}""", text.Trim());

        var (_, again) = Convert(text, "palermo-records", from: "niem-6");
        Assert.Equal("true", Row(again)["labour_construction"]);
    }

    [Fact]
    public void Csv_FormulaInAValue_IsDisarmed()
    {
        var (_, text) = Convert("id,registered_year,exploitation_sexual,citizenship\n=cmd|'/c calc'!A0,@x,true,\"+1\"\n", "palermo-records");

        Assert.Contains("'=cmd", text, StringComparison.Ordinal);
        Assert.Contains("'@x", text, StringComparison.Ordinal);
        Assert.Contains("'+1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void PublishedTable_IsNoRecord_AndIsRefused() =>
        Assert.Equal(RecordsErrorCode.UnknownDialect, Assert.Throws<RecordsException>(() => Convert("Nationality,Total\nAlbanian,3\n", "palermo-records")).Error.Code);

    [Fact]
    public void DialectThatOnlyReads_CannotBeWritten() =>
        Assert.Equal(RecordsErrorCode.UnknownDialect, Assert.Throws<RecordsException>(() => Convert("registered_year,exploitation_sexual,gender,id\n1,,,\n", "ctdc-vp")).Error.Code);

    private static string Rest(int taken) => string.Join(',', CtdcNames().Skip(taken));

    private static string Blank(int taken) => new(',', CtdcNames().Count() - taken - 1);

    private static IEnumerable<string> CtdcNames()
    {
        string[] first = ["isForcedLabour", "isSexualExploit", "meansOfControlThreats", "majorityEntry", "gender"];
        return first.Concat(Catalog["ctdc-63"].Columns.Select(c => c.Name).Except(first));
    }
}
