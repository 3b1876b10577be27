using System.Text;
using Palermo.Records.Conversions;
using Palermo.Records.Countries;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Palermo.Records.Quality;
using Palermo.Records.Sources;
using Palermo.Tests.Records.Countries;

namespace Palermo.Tests.Records.Quality;

public sealed class CountryColumnTests
{
    private static Frame Text(string text) => Frame.Read(Source.Open(new MemoryStream(Encoding.UTF8.GetBytes(text))), cancel: TestContext.Current.CancellationToken);

    private const string UnodcHeader = "Iso3_code,Country,Region,Subregion,Indicator,Dimension,Category,Sex,Age,Year,Unit of measurement,txtVALUE,Source\n";

    private static string Cell(string dimension, string category) => $"FRA,France,R,S,Persons convicted,{dimension},{category},Total,Total,2020,Counts,7,GLOTIP\n";

    [Fact]
    public void Unodc_EveryCitizenshipText_IsReadAsTheHandTableSaysOrQueued()
    {
        var file = SharedData.File("unodc", "data_glotip_20250414.csv");
        var frame = Review.Of(Frame.Read(file, cancel: TestContext.Current.CancellationToken));
        var column = CountryColumn.Of(frame).Single(c => c.Name == "Category");
        var expected = HandTable.Read("unodc-categories.tsv").ToDictionary(r => r.Text.Trim(), StringComparer.Ordinal);
        var meant = HandTable.Csv(file).Skip(1).Where(r => r[5] is "by citizenship" or "by country of repatriation" && r[6].Trim().Length > 0).GroupBy(r => r[6].Trim()).ToDictionary(g => g.Key, g => g.LongCount(), StringComparer.Ordinal);
        int read = 0, naming = 0;
        for (var i = 0; i < column.Answers.Length; i++)
        {
            var text = column.Texts.Codes[i];
            Assert.Equal(meant.GetValueOrDefault(text), column.Rows[i]);
            if (column.Answers[i] is not { } answer)
            {
                continue;
            }

            naming += expected[text].NamesACountry ? 1 : 0;
            read += answer is MappedCountry ? 1 : 0;
            Assert.True(answer is Queued || HandTable.Notation(answer) == expected[text].Expected, expected[text].Expected);
        }

        Assert.True(read >= 0.95 * naming, $"{read} of {naming}");
        Assert.Equal(column.Review.Items.Sum(i => i.Occurrences), frame.Ledger.Lines.Where(l => l.Check.Id == "country-not-read" && l.Column == "Category").Sum(l => l.Count));
        Assert.Equal(Enumerable.Range(0, column.Answers.Length).Where(i => column.Answers[i] is MappedCountry).Sum(i => column.Rows[i]), column.Codes.Histogram().Skip(1).Sum());
    }

    [Fact]
    public void UkReferrals_EverySingleNationality_IsRead_AndTwoSideBySideWait()
    {
        var column = CountryColumn.Of(Frame.Read(SharedData.File("uk-nrm", "nrm_referrals_2023_q4.csv"), cancel: TestContext.Current.CancellationToken)).Single();

        Assert.Equal("Nationality", column.Name);
        var single = HandTable.Read("uk-nationalities.tsv").Select(r => r.Text).Concat(column.Texts.Codes).ToHashSet(StringComparer.Ordinal);
        Assert.All(column.Review.Items, i => Assert.True(i.Text == "Dominican" || IsTwo(i.Text), i.Text));
        Assert.Contains(column.Review.Items, i => i.Text == "Eritrean Ethiopian");
        Assert.Equal("AL", Code(column, "Albanian"));
        Assert.Contains(column.Answers, a => a is NotACountry { Class: NonCountry.Total });
        Assert.InRange(column.Codes.Codes.Length, 90, 150);

        bool IsTwo(string text) => Enumerable.Range(0, text.Length).Any(i => text[i] == ' ' && single.Contains(text[..i]) && single.Contains(text[(i + 1)..]));
    }

    [Fact]
    public void Column_WhereItMeansSomethingElse_IsNotReadAsACountry()
    {
        var frame = Review.Of(Text(UnodcHeader + Cell("Total", "Total") + Cell("by citizenship", "Nigerian") + Cell("by citizenship", "Freedonian") + Cell("by form of exploitation", "Forced labour")));
        var column = CountryColumn.Of(frame).Single(c => c.Name == "Category");

        Assert.Equal(["NG"], column.Codes.Codes);
        Assert.Equal([null, "NG", null, null], Enumerable.Range(0, 4).Select(column.Codes.Text));
        Assert.Equal(["Freedonian"], column.Review.Items.Select(i => i.Text));
        var line = frame.Ledger.Lines.Single(l => l.Check.Id == "country-not-read");
        Assert.Equal(("Category", 1L, 3L), (line.Column, line.Count, line.FirstRows.Single()));
        Assert.Equal("Freedonian", frame["Category"].Text(2));
    }

    [Fact]
    public void Codes_OfADeclaredColumn_AreReadAsCodesAlone()
    {
        var column = CountryColumn.Of(Text("id,registered_year,citizenship,control_threats,exploitation_sexual,gender\n1,2020,UA;RU,,,woman\n2,2020,QX,,,woman\n3,2020,Nigerian,,,woman\n4,2020,ng,,,man\n")).Single();

        Assert.Equal(["UA;RU", null, null, "NG"], Enumerable.Range(0, 4).Select(column.Codes.Text));
        Assert.Equal(["Nigerian", "QX"], column.Review.Items.Select(i => i.Text));
    }

    [Fact]
    public void Decision_OfAPerson_TakesATextOffTheQueue()
    {
        var frame = Text(UnodcHeader + Cell("by citizenship", "Freedonian"));
        var codes = CountryNormaliser.Default.Codes;
        var decided = CountryDecisions.None.With(new("Freedonian", ["FR"], null, "analyst", new DateOnly(2026, 3, 1), null), codes);
        var column = CountryColumn.Of(frame, CountryNormaliser.Default.With(decided)).Single(c => c.Name == "Category");

        Assert.Empty(column.Review.Items);
        Assert.Equal("FR", column.Codes.Text(0));
    }

    [Theory]
    [InlineData("Nigerian", "NG", null)]
    [InlineData("NG", "NG", null)]
    [InlineData("Nigerian and Ghanaian", "NG;GH", LossKind.Guessed)]
    [InlineData("Freedonian", null, LossKind.Dropped)]
    [InlineData("stateless", null, LossKind.Dropped)]
    public void Htcds_CitizenshipText_BecomesACodeOrIsReported(string text, string? code, LossKind? loss)
    {
        using var into = new MemoryStream();
        ConversionResult result;
        using (var writer = new JsonRecordWriter(into, asLines: true))
        {
            result = Conversion.Run(
                Source.Open(new MemoryStream(Encoding.UTF8.GetBytes($"prs_Citizenship,prs_Gender,vic_AgeWhenTrafficked,hte_Country,{Rest}\n{text},,12,{new string(',', Rest.Count(c => c == ',') + 1)}\n"))),
                DialectCatalog.Default["palermo-records"], writer, new ConversionOptions { From = "htcds-2.0" }, cancel: TestContext.Current.CancellationToken);
        }

        using var record = System.Text.Json.JsonDocument.Parse(into.ToArray());
        Assert.Equal(code, record.RootElement.TryGetProperty("citizenship", out var value) ? value.GetString() : null);
        Assert.Equal(loss, result.Losses.Lines.SingleOrDefault(l => l.Column == "prs_Citizenship")?.Kind);
        Assert.DoesNotContain(result.Losses.Lines, l => l.Value == text);
    }

    private static readonly string Rest = string.Join(',', DialectCatalog.Default["htcds-2.0"].Columns.Where(c => c.Name.StartsWith("hte_", StringComparison.Ordinal) && c.Name != "hte_Country").Take(4).Select(c => c.Name));

    private static string? Code(CountryColumn column, string text)
    {
        var at = column.Texts.Codes.IndexOf(text);
        return (column.Answers[at] as MappedCountry)?.Only?.Code;
    }
}
