using System.Globalization;
using System.Text;
using Palermo.Records.Frames;
using Palermo.Records.Quality;
using Palermo.Records.Sources;

namespace Palermo.Tests.Records.Quality;

public sealed class ReviewTests
{
    private static Frame Read(params string[] file) => Review.Of(Frame.Read(SharedData.File(file), cancel: TestContext.Current.CancellationToken));

    private static Frame Text(string text) => Review.Of(Frame.Read(Source.Open(new MemoryStream(Encoding.UTF8.GetBytes(text))), cancel: TestContext.Current.CancellationToken));

    private const string UnodcHeader = "Iso3_code,Country,Region,Subregion,Indicator,Dimension,Category,Sex,Age,Year,Unit of measurement,txtVALUE,Source\n";

    private static string Cell(string sex, string age, string value, string category = "Total") =>
        $"AAA,A,R,S,Persons convicted,Total,{category},{sex},{age},2020,Counts,\"{value}\",GLOTIP\n";

    /// <summary>
    /// The reference's counts over cells that occur once: six relations a group, every published part counted, hidden as zero.
    /// People of unknown sex are published with unknown age alone; that one cell is a part of the total by sex and by age.
    /// </summary>
    [Theory]
    [InlineData("repeated-cell", 492 - 284)]
    [InlineData("conflicting-cell", 284)]
    [InlineData("parts-exceed-total", 531)]
    [InlineData("parts-fall-short", 688)]
    [InlineData("hidden-parts-exceed-total", 146)]
    [InlineData("hidden-count", 29_558)]
    [InlineData("count-of-one", 0)]
    [InlineData("sheet-size", 0)]
    [InlineData("not-a-count", 0)]
    [InlineData("equal-rows", 0)]
    public void Unodc_KnownDirt_IsCounted(string check, long count) => Assert.Equal(count, Unodc.Value.Ledger.CountOf(check));

    private static readonly Lazy<Frame> Unodc = new(() => Read("unodc", "data_glotip_20250414.csv"));

    [Fact]
    public void Unodc_TemplateJunk_IsSetToNotRecorded()
    {
        var junk = Unodc.Value.Ledger.Lines.Where(l => l.Check.Id == "template-junk").ToDictionary(l => l.Column!, l => l.Count);
        Assert.Equal(120, junk["Category"]);
        Assert.Equal(128, junk["txtVALUE"]);

        var convicted = Total(Unodc.Value, row => Unodc.Value["Indicator"].Text(row) == "Persons convicted" && Unodc.Value["Dimension"].Text(row) == "by citizenship");

        Assert.InRange(convicted, 1, 1_000_000);
    }

    [Fact]
    public void UkReferrals_DetailsAndTotals_AreToldApart()
    {
        var frame = Read("uk-nrm", "nrm_referrals_2023_q4.csv");
        string[] dimensions = ["Exploitation type", "Age at exploitation", "Gender", "Nationality"];
        bool Detail(int row) => !dimensions.Any(d => frame[d].Text(row) == "Total") && frame["First responder"].Text(row)?.EndsWith(" total", StringComparison.Ordinal) != true;
        bool Whole(int row) => dimensions.All(d => frame[d].Text(row) == "Total");

        Assert.Equal(1_908, Total(frame, r => Detail(r) && frame["First responder type"].Text(r) == "Government agency"));
        Assert.Equal(1_017, Total(frame, r => Detail(r) && frame["First responder type"].Text(r) == "Local Authority"));
        Assert.Equal(221, Total(frame, r => Detail(r) && frame["First responder type"].Text(r) == "NGO and third sector"));
        Assert.Equal(3_146, Total(frame, Detail));
        string[] responders = ["Government agency total", "NGO and third sector total", "Police total", "Local Authority total"];
        Assert.Equal([1_908, 221, 995, 1_017], responders.Select(name => Total(frame, r => Whole(r) && frame["First responder"].Text(r) == name)));
        Assert.True(frame.Ledger.CountOf("total-among-details") > 0);
    }

    [Fact]
    public void Ctdc_EqualRows_AreNotedAndKept()
    {
        var frame = Read("ctdc", "ctdc_global_kanon_20210715.csv");

        Assert.Equal(77_084, frame.Ledger.CountOf("equal-rows"));
        Assert.Equal(97_750, frame.Rows);
    }

    [Fact]
    public void VictimPerpetrator_DistinctRows_MatchTheReference()
    {
        var frame = Read("ctdc", "CTDC_VPsynthetic_condensed_20221201.csv");

        Assert.Equal(21_195 - 9_592, frame.Ledger.CountOf("equal-rows"));
    }

    [Fact]
    public void Sums_OverShortHiddenAndRight_AreToldApart()
    {
        var frame = Text(UnodcHeader
            + Cell("Total", "Total", "10") + Cell("Female", "Total", "8") + Cell("Male", "Total", "5")
            + Cell("Total", "0 to 17 years", "<5") + Cell("Total", "18 years or over", "7")
            + Cell("Female", "0 to 17 years", "6") + Cell("Female", "18 years or over", "1,000"));

        // By sex: 8 + 5 over 10 at all ages, 1,000 over 7 for adults; the children's total is hidden, so nothing is said.
        // By age: 7 + hidden under 10 falls within; for women 6 + 1,000 over 8.
        Assert.Equal(2, frame.Ledger.Lines.Single(l => l.Check.Id == "parts-exceed-total" && l.Column == "Sex").Count);
        Assert.Equal(1, frame.Ledger.Lines.Single(l => l.Check.Id == "parts-exceed-total" && l.Column == "Age").Count);
        Assert.Equal(0, frame.Ledger.CountOf("parts-fall-short"));
        Assert.Equal(0, frame.Ledger.CountOf("hidden-parts-exceed-total"));
    }

    [Fact]
    public void Sums_HiddenPart_CountsAsZeroAtLeast()
    {
        var frame = Text(UnodcHeader + Cell("Total", "Total", "10") + Cell("Female", "Total", "11") + Cell("Male", "Total", "<5"));

        Assert.Equal(1, frame.Ledger.CountOf("hidden-parts-exceed-total"));
        Assert.Equal(0, frame.Ledger.CountOf("parts-exceed-total"));
    }

    [Fact]
    public void Counts_OtherThanNumbers_AreSetToNotRecorded()
    {
        var frame = Text(UnodcHeader + Cell("Total", "Total", "many") + Cell("Female", "Total", "1,234"));

        Assert.Equal(1, frame.Ledger.CountOf("not-a-count"));
        Assert.Null(frame["txtVALUE"].Text(0));
        Assert.Equal("1,234", frame["txtVALUE"].Text(1));
    }

    [Fact]
    public void WithdrawnCountryCode_IsNotedAndKept()
    {
        var frame = Text("registered_year,citizenship,exploitation_sexual,gender\n2001,YU,true,woman\n2001,RS,true,woman\n2001,CS,,man\n");

        Assert.Equal(2, frame.Ledger.CountOf("withdrawn-country-code"));
        Assert.Equal("YU", frame["citizenship"].Text(0));
    }

    [Fact]
    public void Category_WithACountInItsName_IsNoted() =>
        Assert.Equal(1, Text(UnodcHeader + Cell("Total", "Total", "7", "2 maliens") + Cell("Total", "Total", "7", "Mali")).Ledger.CountOf("count-in-category"));

    private static long Total(Frame frame, Func<int, bool> where)
    {
        var value = frame[frame.Dialect.Counts!.Value];
        return Enumerable.Range(0, frame.Rows).Where(where).Sum(r => long.TryParse(value.Text(r), NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var n) ? n : 0);
    }
}
