using Palermo.Records.Countries;

namespace Palermo.Tests.Records.Countries;

public sealed class DecisionTests
{
    private static readonly CountryNormaliser Normaliser = CountryNormaliser.Default;
    private static readonly DateOnly Day = new(2026, 3, 1);

    [Fact]
    public void Decisions_WrittenAndReadBack_ApplyToExactlyTheirText()
    {
        var decisions = CountryDecisions.None
            .With(new("PERO", ["PE"], null, "analyst", Day, "capitals without accent"), Normaliser.Codes)
            .With(new("without", [], NonCountry.Stateless, "analyst", Day, null), Normaliser.Codes)
            .With(new("Congo", [], null, "analyst", Day, "asked the source"), Normaliser.Codes);
        var writer = new StringWriter();
        decisions.Write(writer);

        var read = Normaliser.With(CountryDecisions.Read(new StringReader(writer.ToString()), Normaliser.Codes));

        Assert.Equal("PE", HandTable.Notation(read.Read("PERO ")));
        Assert.Equal("?", HandTable.Notation(read.Read("pero")));
        Assert.Equal("Stateless", HandTable.Notation(read.Read("without")));
        Assert.Equal(CountryRule.Decision, Assert.IsType<Queued>(read.Read("Congo")).Rule);
        var again = new StringWriter();
        CountryDecisions.Read(new StringReader(writer.ToString()), Normaliser.Codes).Write(again);
        Assert.Equal(writer.ToString(), again.ToString());
    }

    [Fact]
    public void Decision_OverridesARule_AndIsNamedAsTheReason()
    {
        var decided = Normaliser.With(CountryDecisions.None.With(new("Guinean", ["GQ"], null, "desk 4", Day, null), Normaliser.Codes));

        var answer = decided.Read("Guinean");

        Assert.Equal("GQ", HandTable.Notation(answer));
        Assert.Contains("desk 4 on 2026-03-01", answer.Explain(), StringComparison.Ordinal);
        Assert.Equal("GN", HandTable.Notation(Normaliser.Read("Guinean")));
    }

    [Theory]
    [InlineData("{\"text\":\"x\",\"countries\":[\"QQ\"],\"decidedBy\":\"a\",\"decidedOn\":\"2026-01-01\"}", "'QQ'")]
    [InlineData("{\"text\":\"x\",\"countries\":[\"PE\"],\"class\":\"Total\",\"decidedBy\":\"a\",\"decidedOn\":\"2026-01-01\"}", "not both")]
    [InlineData("{\"countries\":[\"PE\"]}", "required")]
    [InlineData("nonsense", "not a decision")]
    public void Decisions_BadLine_IsRefusedWithItsNumber(string line, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => CountryDecisions.Read(new StringReader("\n" + line), Normaliser.Codes));

        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decisions_LineOfAQueueThatNobodyFilledIn_IsPassedOver()
    {
        const string open = """{"text":"Congo","countries":[],"class":null,"decidedBy":"","decidedOn":null,"note":null,"columns":["citizenship"],"rows":3,"reason":"Ambiguous","consider":["CG","CD"]}""";
        var made = open.Replace("[],", "[\"CD\"],", StringComparison.Ordinal).Replace("\"decidedBy\":\"\",\"decidedOn\":null", "\"decidedBy\":\"desk 4\",\"decidedOn\":\"2026-03-01\"", StringComparison.Ordinal);

        Assert.True(CountryDecisions.Read(new StringReader(open), Normaliser.Codes).IsEmpty);
        Assert.Equal("CD", HandTable.Notation(Normaliser.With(CountryDecisions.Read(new StringReader(made), Normaliser.Codes)).Read("Congo")));
    }

    [Fact]
    public void Review_OfAColumn_ListsQueuedTextsByFrequency()
    {
        var review = CountryReview.Of(Normaliser, ["Nigeria", "PERO", "Congo", "Congo ", "unknown", null, "Congo"]);

        Assert.Equal([("Congo", 3L), ("PERO", 1L)], review.Items.Select(i => (i.Text, i.Occurrences)));
        Assert.Equal("CG CD", string.Join(' ', review.Items[0].Answer.Alternatives.Select(c => c.Code)));
    }

    [Fact]
    public void Review_OfTheUnodcTable_ShrinksToNothingOnceEveryTextIsDecided()
    {
        var texts = HandTable.Read("unodc-categories.tsv").Select(r => r.Text).ToArray();
        var queue = CountryReview.Of(Normaliser, texts);

        var decisions = queue.Items.Aggregate(CountryDecisions.None, (d, i) => d.With(new(i.Text, [], NonCountry.NotRecorded, "test", Day, null), Normaliser.Codes));

        Assert.NotEmpty(queue.Items);
        Assert.Empty(CountryReview.Of(Normaliser.With(decisions), texts).Items);
    }
}
