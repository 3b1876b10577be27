using System.IO.Compression;
using System.Text;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Palermo.Records.Ledgers;
using Palermo.Records.Quality;
using Palermo.Records.Sources;
using Palermo.Records.Tables;

namespace Palermo.Tests.Records.Quality;

/// <summary>
/// Every kind of dirt that real files of the field were seen to have (reference, section 9): the named check fires on a
/// fixture that has it, once where said, and is silent on the fixture's clean twin.
/// </summary>
public sealed class FieldDirtTests
{
    private const string Unodc = "unodc-glotip";
    private const string Referrals = "uk-nrm-referrals";

    /// <summary>Kind of dirt, check, column that the ledger names (empty: none), the dirty text and its clean twin.</summary>
    public static TheoryData<string, string, string, string, string> Kinds => new()
    {
        { "missing, -99", "missing-mark", "gender", Ctdc(("gender", "-99")), Ctdc(("gender", "")) },
        { "missing, NULL", "missing-mark", "meansThreats", Table("ctdc-27", [("gender", "Woman"), ("meansThreats", "NULL")]), Table("ctdc-27", [("gender", "Woman"), ("meansThreats", "")]) },
        { "missing, ZZ and 00", "missing-mark", "citizenship", Ctdc(("citizenship", "ZZ")), Ctdc(("citizenship", "UA")) },
        { "missing, not-sure", "missing-mark", "pv-under-age", Table("uk-nrm-form", [("pv-under-age", "not-sure")]), Table("uk-nrm-form", [("pv-under-age", "yes")]) },
        { "missing, Not specified or unknown", "missing-mark", "Age at exploitation", Referral(("Age at exploitation", "Not specified or unknown")), Referral(("Age at exploitation", "Total")) },
        { "flag only positive", "never-denied", "isAbduction", Ctdc(("isAbduction", "1")), Ctdc(("isAbduction", "1"), ("isAbduction", "0")) },
        { "every yes withheld", "never-stated", "isOrganRemoval", Ctdc(("isOrganRemoval", "0")), Ctdc(("isOrganRemoval", "0"), ("isOrganRemoval", "1")) },
        { "hidden", "hidden-count", "txtVALUE", Cells(("Total", "Total", "<5")), Cells(("Total", "Total", "5")) },
        { "nothing hidden", "count-of-one", "People", Referral(("People", "1")), Referral(("People", "5")) },
        { "age band, dash", "variant-value", "ageBroad", Ctdc(("ageBroad", "9\u201417")), Ctdc(("ageBroad", "9--17")) },
        { "age, three reference times", "adult-at-registration-minor-at-exploitation", "", Ctdc([[("majorityStatus", "Adult"), ("majorityStatusAtExploit", "Minor")]]), Ctdc([[("majorityStatus", "Adult"), ("majorityStatusAtExploit", "Adult")]]) },
        { "age, contradiction", "minor-at-exploitation-adult-at-entry", "", Ctdc([[("majorityStatusAtExploit", "Minor"), ("majorityEntry", "Adult")]]), Ctdc([[("majorityStatusAtExploit", "Minor"), ("majorityEntry", "Minor")]]) },
        { "gender of another list", "unrecognised-value", "gender", Ctdc(("gender", "Fem.")), Ctdc(("gender", "Female")) },
        { "unknown that means non-binary", "word-means-another-thing", "", Table("uk-nrm-form", [("pv-gender", "unknown")]), Table("uk-nrm-form", [("pv-gender", "female")]) },
        { "several values, other marks", "list-joined-otherwise", "Exploitation type", Referral(("Exploitation type", "Sexual, Labour & Domestic")), Referral(("Exploitation type", "Labour, Domestic, Organ Harvesting")) },
        { "several values, joined by spaces", "list-joined-otherwise", "vic_TypeOfExploitation", Table("htcds-2.0", [("vic_TypeOfExploitation", "ForcedLabour SexualExploitation")]), Table("htcds-2.0", [("vic_TypeOfExploitation", "ForcedLabour;SexualExploitation")]) },
        { "flag and list disagree", "isForcedLabour-not-in-list", "", Ctdc([[("isForcedLabour", "1"), ("typeOfExploitConcatenated", "Sexual exploitation")]]), Ctdc([[("isForcedLabour", "1"), ("typeOfExploitConcatenated", "Forced labour")]]) },
        { "two flags without their sum", "both-sex-and-labour-unflagged", "", Ctdc([[("isForcedLabour", "1"), ("isSexualExploit", "1"), ("isSexAndLabour", "0")]]), Ctdc([[("isForcedLabour", "1"), ("isSexualExploit", "1"), ("isSexAndLabour", "1")]]) },
        { "labour type without forced labour", "labour-type-without-forced-labour", "", Ctdc([[("typeOfLabourBegging", "1"), ("isForcedLabour", "0")]]), Ctdc([[("typeOfLabourBegging", "1"), ("isForcedLabour", "1")]]) },
        { "unknown beside known", "recruiter-unknown-beside-known", "", Ctdc([[("recruiterRelationUnknown", "1"), ("recruiterRelationFamily", "1")]]), Ctdc([[("recruiterRelationUnknown", "1"), ("recruiterRelationFamily", "0")]]) },
        { "truncation", "variant-value", "meansOfControlConcatenated", Ctdc(("meansOfControlConcatenated", "Withholds necessitie")), Ctdc(("meansOfControlConcatenated", "Withholds necessities")) },
        { "capitals", "variant-value", "meansOfControlConcatenated", Ctdc(("meansOfControlConcatenated", "Physical Abuse")), Ctdc(("meansOfControlConcatenated", "Physical abuse")) },
        { "trailing space", "variant-value", "vic_MethodsOfControl", Table("htcds-2.0", [("vic_MethodsOfControl", "DebtBondage ")]), Table("htcds-2.0", [("vic_MethodsOfControl", "DebtBondage")]) },
        { "misspelt column", "renamed-column", "vic_TraffickinStatusDecisionMakingOrg", Table("htcds-2.0", [("prs_Gender", "Feminine")]).Replace("vic_TraffickingStatusDecisionMakingOrg", "vic_TraffickinStatusDecisionMakingOrg", StringComparison.Ordinal), Table("htcds-2.0", [("prs_Gender", "Feminine")]) },
        { "total as a category", "total-among-details", "Nationality", Referral(("Nationality", "Total")), Referral(("Nationality", "Afghan")) },
        { "subtotal rows", "total-among-details", "First responder", Referral(("First responder", "Police total")), Referral(("First responder", "Essex")) },
        { "template junk, count", "template-junk", "txtVALUE", Cells(("Total", "Total", "61,212,020")), Cells(("Total", "Total", "61,212")) },
        { "template junk, category", "template-junk", "Category", Cell("Total", "Total", "7", "Q6.1_2s_2019"), Cell("Total", "Total", "7", "Nationals") },
        { "thousands marks", "grouped-digits", "txtVALUE", Cells(("Total", "Total", "1,234")), Cells(("Total", "Total", "1234")) },
        { "no number", "not-a-count", "txtVALUE", Cells(("Total", "Total", "many")), Cells(("Total", "Total", "7")) },
        { "count inside a name", "count-in-category", "Category", Cell("Total", "Total", "7", "2 maliens"), Cell("Total", "Total", "7", "maliens") },
        { "lost letters", "lost-letters", "Category", Cell("Total", "Total", "7", "M\uFFFDXICO"), Cell("Total", "Total", "7", "MÉXICO") },
        { "double encoding", "double-encoding", "Category", Cell("Total", "Total", "7", "MÃ©xico"), Cell("Total", "Total", "7", "México") },
        { "control characters", "control-characters", "Category", Cell("Total", "Total", "7", "Mexico\u0007"), Cell("Total", "Total", "7", "Mexico") },
        { "outer spaces", "outer-spaces", "Category", Cell("Total", "Total", "7", "Mexico "), Cell("Total", "Total", "7", "Mexico") },
        { "notice as a column", "notice-column", "", Notice(Ctdc(("gender", "Male")), ","), Ctdc(("gender", "Male")) },
        { "notice without fields", "notice-without-fields", "", Notice(Ctdc(("gender", "Male")), ""), Ctdc(("gender", "Male")) },
        { "title lines", "lines-before-header", "", "UNODC\n14/04/2025\n" + Cells(("Total", "Total", "7")), Cells(("Total", "Total", "7")) },
        { "equal rows", "equal-rows", "", Ctdc(("gender", "Male"), ("gender", "Male")), Ctdc(("gender", "Male"), ("gender", "Female")) },
        { "repeated cell", "repeated-cell", "", Cells(("Total", "Total", "7"), ("Total", "Total", "7")), Cells(("Total", "Total", "7"), ("Female", "Total", "7")) },
        { "conflicting cell", "conflicting-cell", "", Cells(("Other", "Total", "7"), ("Other", "Total", "8")), Cells(("Other", "Total", "7"), ("Male", "Total", "8")) },
        { "parts over their total", "parts-exceed-total", "Sex", Cells(("Total", "Total", "9"), ("Female", "Total", "10")), Cells(("Total", "Total", "10"), ("Female", "Total", "10")) },
        { "unknown sex at unknown age", "parts-exceed-total", "Age", Cells(("Total", "Total", "9"), ("Total", "0 to 17 years", "5"), ("Unknown", "Unknown", "5")), Cells(("Total", "Total", "10"), ("Total", "0 to 17 years", "5"), ("Unknown", "Unknown", "5")) },
        { "parts short of their total", "parts-fall-short", "Sex", Cells(("Total", "Total", "11"), ("Female", "Total", "10")), Cells(("Total", "Total", "10"), ("Female", "Total", "10")) },
        { "parts over with some hidden", "hidden-parts-exceed-total", "Sex", Cells(("Total", "Total", "9"), ("Female", "Total", "10"), ("Male", "Total", "<5")), Cells(("Total", "Total", "10"), ("Female", "Total", "10"), ("Male", "Total", "<5")) },
        { "columns that do not add up", "columns-differ-from-total", "Adult (18 or over) - Total", Grounds("3"), Grounds("4") },
        { "schema drift, renamed", "renamed-column", "CountryofExploitation", Ctdc(("gender", "Male")).Replace("CountryOfExploitation", "CountryofExploitation", StringComparison.Ordinal), Ctdc(("gender", "Male")) },
        { "schema drift, absent", "missing-column", "isSlaveryAndPractices", Without(Ctdc(("gender", "Male")), "isSlaveryAndPractices"), Ctdc(("gender", "Male")) },
        { "schema drift, unknown", "unknown-column", "remarks", Ctdc(("gender", "Male")).Replace("\n", ",remarks\n", StringComparison.Ordinal), Ctdc(("gender", "Male")) },
        { "codes over time", "withdrawn-country-code", "", Ctdc(("citizenship", "YU")), Ctdc(("citizenship", "RS")) },
        { "country that no rule reads", "country-not-read", "Category", Cell("Total", "Total", "7", "Freedonian", "by citizenship"), Cell("Total", "Total", "7", "Nigerian", "by citizenship") },
        { "country by its typing error", "country-inferred", "Category", Cell("Total", "Total", "7", "Moldovvan", "by citizenship"), Cell("Total", "Total", "7", "Nigerian", "by citizenship") },
        { "several countries", "several-countries", "Category", Cell("Total", "Total", "7", "\"Nigerian, Ghanaian\"", "by citizenship"), Cell("Total", "Total", "7", "Nigerian", "by citizenship") },
        { "no country", "not-a-country", "Category", Cell("Total", "Total", "7", "Africa others", "by citizenship"), Cell("Total", "Total", "7", "Nigerian", "by citizenship") },
        { "country not recorded", "country-not-recorded", "Category", Cell("Total", "Total", "7", "DESCONOCIDA", "by citizenship"), Cell("Total", "Total", "7", "Nigerian", "by citizenship") },
        { "blank prepared rows", "empty-row", "", Ctdc(("gender", "Male"), ("gender", "")), Ctdc(("gender", "Male"), ("gender", "Female")) },
        { "ragged row", "ragged-row", "", Ctdc(("gender", "Male")) + "1,2\n", Ctdc(("gender", "Male")) },
        { "stray quotation mark", "stray-quote", "", Cell("Total", "Total", "7", "Mex\"ico"), Cell("Total", "Total", "7", "Mexico") },
        { "free text as a category", "too-many-values", "citizenship", ManyValues(66_000), ManyValues(60_000) },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Dirt_OfEveryKind_IsCountedByName_AndItsCleanTwinIsSilent(string kind, string check, string column, string dirty, string clean)
    {
        var hit = Read(dirty).Ledger.Lines.Where(l => l.Check.Id == check).ToList();

        Assert.True(hit.Exists(l => (l.Column ?? "") == column), $"{kind}: {check} at '{column}', found at {string.Join(", ", hit.Select(h => h.Column))}");
        Assert.DoesNotContain(Read(clean).Ledger.Lines, l => l.Check.Id == check && (l.Column ?? "") == column);
    }

    public static TheoryData<string, string> RowChecks
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var dialect in DialectCatalog.Default.Dialects)
            {
                for (var i = 0; i < dialect.Checks.Length; i++)
                {
                    data.Add(dialect.Id, $"{i} {dialect.Checks[i].Id}");
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(RowChecks))]
    public void RowCheck_OfADialect_FiresOnlyWhenAllItsConditionsHold(string dialect, string numbered)
    {
        var check = DialectCatalog.Default[dialect].Checks[int.Parse(numbered.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)];
        var fires = check.All.Select(c => (c.Columns[0], c.Values[0])).ToArray();
        List<(string, string)[]> silent = [.. check.All.Select((_, i) => fires.Where((_, j) => j != i).ToArray()).Where(f => f.Length > 0), .. check.None.Select(n => fires.Append((n.Columns[0], n.Values[0])).ToArray())];

        Assert.Equal(1, Read(Table(dialect, fires)).Ledger.Lines.Where(l => l.Check == check.ToCheck()).Sum(l => l.Count));
        Assert.All(silent, row => Assert.DoesNotContain(Read(Table(dialect, row)).Ledger.Lines, l => l.Check == check.ToCheck()));
    }

    [Fact]
    public void EveryNamedCheck_HasAFixture()
    {
        // Shown by the tests of facts and conversions, and by those of workbooks below.
        string[] elsewhere = ["contradictory-fact", "group-denied-member-stated", "emptied-record", "header-rows-disagree", "two-header-rows", "sheet-size"];
        var shown = Kinds.Select(k => k.Data.Item2).Concat(elsewhere).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(TableChecks.All.Concat(QualityChecks.All).Select(c => c.Id).Except(shown));
    }

    [Fact]
    public void NamedChecks_List_IsWhole()
    {
        static IEnumerable<Check> Fields(Type type) => type.GetFields().Where(f => f.FieldType == typeof(Check)).Select(f => (Check)f.GetValue(null)!);

        Assert.Equal(Fields(typeof(TableChecks)), TableChecks.All);
        Assert.Equal(Fields(typeof(QualityChecks)), QualityChecks.All);
        Assert.All(NamedChecks.Of(DialectCatalog.Default["ctdc-63"]), c => Assert.False(string.IsNullOrWhiteSpace(c.What) || string.IsNullOrWhiteSpace(c.Why)));
    }

    /// <summary>The page names every check, with the severity and treatment it has.</summary>
    [Fact]
    public void MethodPage_ListsEveryCheckAsItIs()
    {
        var page = File.ReadAllText(Path.Combine(SharedData.Repository, "docs", "methods", "quality-checks.md"));
        var checks = DialectCatalog.Default.Dialects.SelectMany(NamedChecks.Of).DistinctBy(c => c.Id).ToList();
        var missing = checks.Where(c => !page.Contains($"| `{c.Id}` | {Word(c.Severity)} | {Word(c.Handling)} |", StringComparison.Ordinal)).Select(c => $"| `{c.Id}` | {Word(c.Severity)} | {Word(c.Handling)} | {c.What} |");

        Assert.True(!missing.Any(), string.Join('\n', missing));
        Assert.Equal(checks.Count, page.Split('\n').Count(l => l.StartsWith("| `", StringComparison.Ordinal)));
    }

    private static string Word(Enum value) => value switch
    {
        Handling.SetToNotRecorded => "not recorded",
        Severity.Wrong => "wrong",
        _ => value.ToString().ToLowerInvariant(),
    };

    [Fact]
    public void Workbook_ThatDeclaresFewerRowsThanItHolds_IsReadWholeAndNoted()
    {
        var said = Workbook("A1:M2");
        var honest = Workbook("A1:M3");

        Assert.Equal((2, 1L), (said.Rows, said.Ledger.CountOf("sheet-size")));
        Assert.Equal((2, 0L), (honest.Rows, honest.Ledger.CountOf("sheet-size")));
    }

    [Fact]
    public void Workbook_FormulaCell_GivesItsLastValueAndIsNeverRun()
    {
        var frame = Workbook("A1:M3", "<f>HYPERLINK(\"http://example.org/\"&amp;A1)</f><v>7</v>");

        Assert.Equal("7", frame["txtVALUE"].Text(0));
        Assert.DoesNotContain(frame.Columns.SelectMany(c => c.Codes), c => c.Contains("HYPERLINK", StringComparison.Ordinal));
    }

    private static Frame Workbook(string dimension, string? seven = null)
    {
        string Row(int number, string line) => $"<row r=\"{number}\">" + string.Concat(line.Split(',').Select((c, i) => seven is not null && c == "7" ? $"<c r=\"{(char)('A' + i)}{number}\">{seven}</c>" : $"<c r=\"{(char)('A' + i)}{number}\" t=\"inlineStr\"><is><t>{c}</t></is></c>")) + "</row>";
        var lines = Cells(("Total", "Total", "7"), ("Female", "Total", "7")).Replace("\"", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>");
            Add(zip, "xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            Add(zip, "xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            Add(zip, "xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"{dimension}\"/><sheetData>{string.Concat(lines.Select((l, i) => Row(i + 1, l)))}</sheetData></worksheet>");
        }

        return Frame.Read(Source.Open(new MemoryStream(bytes.ToArray())));

        static void Add(ZipArchive zip, string name, string text)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(text);
        }
    }

    private static Frame Read(string text) => Review.Of(Frame.Read(
        Source.Open(new MemoryStream(Encoding.UTF8.GetBytes(text))),
        new FrameOptions { Table = new TableOptions { RaggedRows = RaggedRows.LeaveOut } },
        cancel: TestContext.Current.CancellationToken));

    /// <summary>A table with every column of a dialect and the given fields filled, a row each.</summary>
    private static string Table(string dialect, params (string Column, string Value)[][] rows)
    {
        var names = DialectCatalog.Default[dialect].Columns.Select(c => c.Name).ToList();
        Assert.All(rows.SelectMany(r => r), f => Assert.Contains(f.Column, names));
        return string.Join(',', names) + "\n" + string.Concat(rows.Select(row => string.Join(',', names.Select(n => Quoted(row.FirstOrDefault(f => f.Column == n).Value ?? ""))) + "\n"));
    }

    private static string Quoted(string text) => text.Contains(',', StringComparison.Ordinal) ? "\"" + text + "\"" : text;

    /// <summary>CTDC rows of one field each, with a year so that no row is empty but where a field is left blank on purpose.</summary>
    private static string Ctdc(params (string Column, string Value)[] fields) => Table("ctdc-63", [.. fields.Select(f => f.Value.Length == 0 ? (new[] { f }) : [f, ("yearOfRegistration", "2020")])]);

    private static string Ctdc((string Column, string Value)[][] rows) => Table("ctdc-63", rows);

    private static string Referral((string Column, string Value) field) =>
        Table(Referrals, [field, .. new[] { ("First responder type", "Police"), ("First responder", "Kent"), ("Exploitation type", "Labour"), ("Age at exploitation", "Adult (18 or over)"), ("Gender", "Male"), ("Nationality", "Afghan"), ("People", "7") }.Where(f => f.Item1 != field.Column)]);

    private static string Cells(params (string Sex, string Age, string Value)[] cells) => Table(Unodc, [.. cells.Select(c => Fields(c.Sex, c.Age, c.Value, "Total", "Total"))]);

    private static string Cell(string sex, string age, string value, string category, string dimension = "Total") => Table(Unodc, Fields(sex, age, value, category.Trim('"'), dimension));

    private static (string, string)[] Fields(string sex, string age, string value, string category, string dimension) =>
        [("Iso3_code", "FRA"), ("Country", "France"), ("Indicator", "Persons convicted"), ("Dimension", dimension), ("Category", category), ("Sex", sex), ("Age", age), ("Year", "2020"), ("txtVALUE", value)];

    private static string Grounds(string total) =>
        Table("uk-nrm-reasonable-grounds", [("Year", "2023"), ("Quarter", "Q4"), ("Adult (18 or over) - Negative reasonable grounds", "1"), ("Adult (18 or over) - Positive reasonable grounds", "3"), ("Adult (18 or over) - Total", total)]);

    private static string Notice(string table, string field)
    {
        var lines = table.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return "By using this data you agree to the Terms of Use: https://www.ctdatacollaborative.org/terms-use," + lines[0] + "\n" + string.Concat(lines.Skip(1).Select(l => field + l + "\n"));
    }

    private static string Without(string table, string column)
    {
        var lines = table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(',')).ToList();
        var at = Array.IndexOf(lines[0], column);
        return string.Concat(lines.Select(l => string.Join(',', l.Where((_, i) => i != at)) + "\n"));
    }

    private static string ManyValues(int values)
    {
        var text = new StringBuilder("registered_year,citizenship,exploitation_sexual,gender\n");
        for (var i = 0; i < values; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"2020,text{i},,man\n");
        }

        return text.ToString();
    }
}
