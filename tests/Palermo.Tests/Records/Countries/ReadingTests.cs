using System.Text;
using Palermo.Records.Countries;

namespace Palermo.Tests.Records.Countries;

public sealed class ReadingTests
{
    private static readonly CountryNormaliser Normaliser = CountryNormaliser.Default;

    [Theory]
    [InlineData(null, "NotRecorded")]
    [InlineData("  ", "NotRecorded")]
    [InlineData("-", "NotRecorded")]
    [InlineData("-99", "NotRecorded")]
    [InlineData("(Nationality not stated)", "NotRecorded")]
    [InlineData("лицо без гражданства", "Stateless")]
    [InlineData("عديم الجنسية", "Stateless")]
    [InlineData("无国籍", "Stateless")]
    [InlineData("Total", "Total")]
    [InlineData("Africa others", "Other")]
    [InlineData("EU-28 others", "Other")]
    [InlineData("European Economic Area", "Region")]
    [InlineData("Africa and Middle East", "Region")]
    [InlineData("Nationals", "OwnNationals")]
    [InlineData("foreigners", "Foreign")]
    [InlineData("Rohingya", "PeopleOrPart")]
    [InlineData("Abkhazia", "Disputed")]
    [InlineData("Q6.1_2s_2019", "FormText")]
    [InlineData("(specify the country)", "FormText")]
    [InlineData("1,204", "Number")]
    public void Read_TextThatNamesNoCountry_KeepsItsClass(string? text, string expected) =>
        Assert.Equal(expected, HandTable.Notation(Normaliser.Read(text)));

    [Theory]
    [InlineData("Taiwan, Province of China", "TW")]
    [InlineData("Palestinian Authority", "PS")]
    [InlineData("Kosovo under UNSCR 1244", "XK")]
    [InlineData("Western Sahara", "EH")]
    [InlineData("China, Hong Kong SAR", "HK")]
    public void Read_DisputedTerritory_IsWhatTheSourceSays(string text, string code) =>
        Assert.Equal(code, HandTable.Notation(Normaliser.Read(text)));

    [Theory]
    [InlineData("Former Yugoslavia", "YUCS", "ME RS")]
    [InlineData("Czechoslovakia", "CSHH", "CZ SK")]
    [InlineData("Zaire", "ZRCD", "CD")]
    [InlineData("The former Netherlands Antilles", "ANHH", "BQ CW SX")]
    public void Read_HistoricState_KeepsItsOwnCodeAndNamesItsSuccessors(string text, string code, string today)
    {
        var country = Assert.IsType<MappedCountry>(Normaliser.Read(text)).Only!;

        Assert.Equal(code, country.Code);
        Assert.Equal(today, string.Join(' ', Normaliser.Codes.Today(country).Select(c => c.Code)));
    }

    [Theory]
    [InlineData("Romania and Bulgaria", "RO+BG")]
    [InlineData("Moldova/Ukraine", "MD+UA")]
    [InlineData("Nigeria; Ghana; Trinidad and Tobago", "NG+GH+TT")]
    [InlineData("Румыния, Болгария", "RO+BG")]
    [InlineData("Martinique (France)", "MQ")]
    [InlineData("Netherlands (own country)", "NL")]
    [InlineData("Domestic (Myanmar)", "MM")]
    [InlineData("Caribbean (Trinidad and Tobago, Barbados, etc)", "Region")]
    [InlineData("Ukrainian national repatriated from Slovakia to Ukraine", "?")]
    [InlineData("Romania and others", "?")]
    [InlineData("3 Romanians, Bulgarians", "?")]
    public void Read_SeveralParts_NeedsEveryPartUnderstood(string text, string expected) =>
        Assert.Equal(expected, HandTable.Notation(Normaliser.Read(text)));

    [Fact]
    public void Read_RegionWithExamples_NamesThem()
    {
        var answer = Assert.IsType<NotACountry>(Normaliser.Read("Other Countries (Dominica, Panama, French Guiana, Brazil, etc.)"));

        Assert.Equal(NonCountry.Other, answer.Class);
        Assert.Equal("DM PA GF BR", string.Join(' ', answer.Named.Select(m => m.Country.Code)));
    }

    /// <summary>Every name with letters outside ASCII, its UTF-8 read as Windows-1252, once and twice: the same country, or a person; never another.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Read_DoublyEncodedUtf8_IsRepairedToTheSameMeaning(int times)
    {
        var latin = Encoding.GetEncoding("ISO-8859-1");
        var (repaired, total) = (0, 0);
        foreach (var name in UsualNames().Where(n => n.Any(c => c > 127)))
        {
            var garbled = name;
            for (var i = 0; i < times; i++)
            {
                garbled = latin.GetString(Encoding.UTF8.GetBytes(garbled));
            }

            var (clear, read) = (HandTable.Notation(Normaliser.Read(name)), HandTable.Notation(Normaliser.Read(garbled)));
            Assert.True(read == clear || read == "?", $"{name}: {read} instead of {clear}");
            total++;
            repaired += read == clear ? 1 : 0;
        }

        Assert.True(total > 500);
        Assert.True(repaired >= 0.99 * total, $"{repaired} of {total}");
    }

    /// <summary>Every Latin name with its letters outside ASCII lost: the same country, or a person; never another.</summary>
    [Fact]
    public void Read_LettersLostInDecoding_AreRestoredOrQueued()
    {
        var (restored, total) = (0, 0);
        foreach (var name in UsualNames().Where(n => n.Any(c => c is > '\u007F' and < '\u0250') && n.Count(char.IsAsciiLetter) > 3))
        {
            var lost = string.Concat(name.Select(c => c > 127 ? '\uFFFD' : c));
            var (clear, read) = (HandTable.Notation(Normaliser.Read(name)), HandTable.Notation(Normaliser.Read(lost)));
            Assert.True(read == clear || read == "?", $"{name}: {read} instead of {clear}");
            total++;
            restored += read == clear ? 1 : 0;
        }

        Assert.True(total > 100);
        Assert.True(restored >= 0.95 * total, $"{restored} of {total}");
    }

    [Fact]
    public void Read_EveryUsualName_IsItsCountryOrAmbiguousByTheData()
    {
        var ambiguous = Normaliser.Ambiguities().Select(a => a.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, code) in UsualNamesWithCodes())
        {
            var read = HandTable.Notation(Normaliser.Read(name));
            Assert.True(read == code || read == "?", $"{name}: {read} instead of {code}");
        }

        Assert.DoesNotContain("nigeria", ambiguous);
        Assert.Contains("congo", ambiguous);
    }

    [Fact]
    public void Read_SameText_GivesTheSameAnswerFromManyThreads()
    {
        var texts = HandTable.Read("unodc-categories.tsv").Select(r => r.Text).ToArray();
        var expected = texts.Select(t => Normaliser.Read(t).Explain()).ToArray();

        Parallel.For(0, 8, _ => Assert.Equal(expected, texts.Select(t => Normaliser.Read(t).Explain())));
    }

    [Fact]
    public void Read_HostileText_IsQueuedWithoutFailing()
    {
        foreach (var text in (string[])[new string('a', 100_000), "\0\u0001\uD800", new string('(', 250), "\uFFFD\uFFFD\uFFFD", new string('ß', 255), "=cmd|' /C calc'!A0", "\u202Eairegin"])
        {
            Assert.IsNotType<MappedCountry>(Normaliser.Read(text));
        }
    }

    [Fact]
    public void Explain_Answer_NamesTheRuleTheFormAndItsSource()
    {
        var explanation = Normaliser.Read("EGYBT").Explain();

        Assert.Contains("EG Egypt", explanation, StringComparison.Ordinal);
        Assert.Contains("'Egypt'", explanation, StringComparison.Ordinal);
        Assert.Contains("Spelling", explanation, StringComparison.Ordinal);
    }

    private static IEnumerable<string> UsualNames() => UsualNamesWithCodes().Select(p => p.Name);

    private static IEnumerable<(string Name, string Code)> UsualNamesWithCodes()
    {
        using var file = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedData.Repository, "data", "codelists", "countries", "un-names.json")));
        foreach (var country in file.RootElement.GetProperty("countries").EnumerateObject())
        {
            foreach (var name in country.Value.EnumerateObject())
            {
                yield return (name.Name, country.Name);
            }
        }
    }
}
