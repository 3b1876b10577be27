using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Palermo.Law.Comparisons;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Renderings;

namespace Palermo.Tests.Law.Renderings;

public sealed class ReasonsTests
{
    /// <summary>Met, not met, open, a child, a contradiction, a text that was not verified, a text without means.</summary>
    public static TheoryData<string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var language in (string[])["en", "ar"])
        {
            data.Add("au-2009-dobie", "un-palermo/2000", language);
            data.Add("de-aserio-giuseppe", "un-palermo/2000", language);
            data.Add("de-2010-3str56-10", "un-palermo/2000", language);
            data.Add("echr-2012-cn-v-france-cn", "un-palermo/2000", language);
            data.Add("be-2012-carestel", "be-cp-433quinquies/2013", language);
            data.Add("au-2009-dobie", "ae-trafficking/2023", language);
            data.Add("ph-2017-hirang", "eu-2011-36/2024", language);
            data.Add("in-2017-gujarat-vinod", "in-trafficking/ipc-370", language);
        }

        foreach (var language in (string[])["fr", "es"])
        {
            data.Add("au-2009-dobie", "un-palermo/2000", language);
            data.Add("de-aserio-giuseppe", "un-palermo/2000", language);
            data.Add("echr-2012-cn-v-france-cn", "un-palermo/2000", language);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reasons_DecidedCase_ReadAsApproved(string id, string instrument, string language)
    {
        var determination = Determiner.Determine(DecidedCases.Facts(id).Findings, Laws.Library.Find(instrument)!, new Query());
        var text = Reasons.Sentence(determination, language) + "\n\n" + BlockWriter.Text(Reasons.Full(determination, language));

        Golden.Matches(text, "Law", "Renderings", "Golden", $"{id}.{instrument.Replace('/', '.')}.{language}.txt");
    }

    [Fact]
    public void Renderings_OfOneProof_SayTheSameWordsInTextMarkdownAndHtml()
    {
        var determination = Determiner.Determine(DecidedCases.Facts("au-2009-dobie").Findings, Laws.Library.Protocol, new Query());
        var blocks = Reasons.Full(determination, "en");
        var (text, markdown, html) = (BlockWriter.Text(blocks), BlockWriter.Markdown(blocks), BlockWriter.Html(blocks));

        foreach (var word in blocks.OfType<Paragraph>().Select(p => p.Words).Concat(blocks.OfType<Bullets>().SelectMany(b => b.Items)))
        {
            Assert.Contains(word, text, StringComparison.Ordinal);
            Assert.Contains(System.Net.WebUtility.HtmlEncode(word), html, StringComparison.Ordinal);
            Assert.Contains(word, markdown.Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Html_WordsFromACase_AreEncoded()
    {
        var html = BlockWriter.Html([new Paragraph("<script>alert(1)</script> & \"x\""), new Bullets(["<b>"])]);

        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_SameDetermination_IsByteEqual()
    {
        var facts = DecidedCases.Facts("echr-2012-cn-v-france-cn");
        Assert.Equal(Json(), Json());

        string Json()
        {
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream))
            {
                DeterminationJson.Write(json, facts.Id, Determiner.Determine(facts.Findings, Laws.Library.Protocol, new Query { SubDefinitions = Laws.Library.SubDefinitions }), "ar");
            }

            return Encoding.UTF8.GetString(stream.ToArray());
        }
    }

    [Fact]
    public void Phrasebooks_AllLanguages_HaveTheSamePhrasesWithTheSameParts()
    {
        var english = Phrasebook.For("en");
        foreach (var language in Phrasebook.Languages)
        {
            var book = Phrasebook.For(language);
            Assert.Equal(english.Keys.Order(StringComparer.Ordinal), book.Keys.Order(StringComparer.Ordinal));
            foreach (var key in english.Keys)
            {
                Assert.Equal(Parts(english.Say(key)), Parts(book.Say(key)));
            }
        }

        static string Parts(string phrase) => string.Concat(Enumerable.Range(0, 6).Where(i => phrase.Contains("{" + i + "}", StringComparison.Ordinal)));
    }

    /// <summary>Every label of every instrument and of the vocabulary, and every remark on what was not checked, is there in each language with a book; no book renders what no file says.</summary>
    [Fact]
    public void LabelBooks_CoverEveryInstrument_AndNothingElseThanLabels()
    {
        var folder = Path.Combine(SharedData.Repository, "data", "instruments");
        var all = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).ToDictionary(f => f, f => Labels(JsonDocument.Parse(File.ReadAllText(f)).RootElement).ToList(), StringComparer.Ordinal);

        Assert.Equal(["ar", "es", "fr"], LabelBook.Languages);
        foreach (var language in LabelBook.Languages)
        {
            var lacking = all.SelectMany(f => f.Value).Where(l => !l.TryGetProperty(language, out _)).Select(l => l.GetProperty("en").GetString()!)
                .Where(l => LabelBook.Find(language, l) is null);
            Assert.Empty(lacking);

            Assert.Empty(Laws.Library.Versions.SelectMany(v => v.Unverified).Where(u => LabelBook.Find(language, u) is null));
            var said = all.Values.SelectMany(l => l).Select(l => l.GetProperty("en").GetString()!).Concat(Laws.Library.Versions.SelectMany(v => v.Unverified)).ToHashSet(StringComparer.Ordinal);
            Assert.All(LabelBook.Known(language), k => Assert.Contains(k, said));
        }

        static IEnumerable<JsonElement> Labels(JsonElement at) => at.ValueKind switch
        {
            JsonValueKind.Object when at.TryGetProperty("en", out var words) && words.ValueKind == JsonValueKind.String => [at],
            JsonValueKind.Object => at.EnumerateObject().SelectMany(p => Labels(p.Value)),
            JsonValueKind.Array => at.EnumerateArray().SelectMany(Labels),
            _ => [],
        };
    }

    [Fact]
    public void Sentences_NeverLabelAPerson()
    {
        foreach (var (_, facts, _) in DecidedCases.All)
        {
            var sentence = Reasons.Sentence(Determiner.Determine(facts.Findings, Laws.Library.Protocol, new Query()), "en");
            Assert.DoesNotContain("is a victim", sentence, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("trafficker", sentence, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Comparison_ForcedMarriageOverTwoTexts_ShowsTheWordsThatDiffer()
    {
        ImmutableArray<Finding> findings = [new("recruitment", InputState.True), new("deception", InputState.True), new("forced_marriage", InputState.True), new("purpose_any", InputState.False)];
        var comparison = Comparison.Of(findings, [Laws.Library.Find("eu-2011-36/2011")!, Laws.Library.Find("eu-2011-36/2024")!], new Query());

        var change = Assert.Single(comparison.Changes);
        Assert.Equal(new DateOnly(2024, 7, 14), change.Since);
        Assert.Contains("forced marriage", BlockWriter.Text(ComparisonWords.Of(comparison, "en")), StringComparison.Ordinal);
    }
}
