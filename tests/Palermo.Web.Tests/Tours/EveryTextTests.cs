using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Palermo.Web.Tests.Casework;
using Palermo.Web.Wording;

namespace Palermo.Web.Tests.Tours;

/// <summary>Every page in every language as it is served: where it stands in English on another language's page, it is named as that.</summary>
public sealed partial class EveryTextTests(Loopback loopback) : IClassFixture<Loopback>
{
    private static readonly string[] Others = ["ar", "fr", "es"];

    [Fact]
    public async Task NoPage_FallsBackToEnglish()
    {
        var tour = await Tour.Of(loopback.Site);
        var faults = new SortedSet<string>(StringComparer.Ordinal);
        var compared = 0;
        foreach (var (role, stops) in tour.Stops().GroupBy(s => s.Role).Select(g => (g.Key, g)))
        {
            using var browser = role is null ? loopback.Visitor() : await loopback.As(role);
            await tour.Prove();
            foreach (var stop in stops)
            {
                var english = await browser.Get("/en" + stop.Path);
                Assert.True(english.Status == HttpStatusCode.OK, $"{stop.Pattern} as {role ?? "nobody"}: {english.Status}");
                var words = Sentences(english.Html).ToHashSet(StringComparer.Ordinal);
                foreach (var language in Others)
                {
                    var page = await browser.Get($"/{language}{stop.Path}");
                    Assert.True(page.Status == HttpStatusCode.OK, $"/{language}{stop.Pattern}: {page.Status}");
                    compared++;
                    faults.UnionWith(Sentences(page.Html).Where(words.Contains).Where(s => !SameInEveryLanguage(s)).Select(s => $"{language}: {s} ({stop.Pattern})"));
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
        Assert.True(compared > 100, $"{compared} pages");
    }

    /// <summary>
    /// Names, codes and what people wrote: not ours to translate. The short titles of laws are names too; French and Spanish ones are
    /// given where the library has them.
    /// </summary>
    private bool SameInEveryLanguage(string sentence) =>
        sentence.StartsWith("Example ", StringComparison.Ordinal) || IsOfCountries(sentence) || CodePattern().IsMatch(sentence) || Written.Value.Contains(EvidencePattern().Replace(sentence, ""))
        || loopback.Site.Library.Versions.Any(v => sentence.StartsWith(v.ShortTitle.In("en"), StringComparison.Ordinal));

    /// <summary>"Kenya → Qatar", and in French "Gabon (destination)": names that other languages have too.</summary>
    private static bool IsOfCountries(string sentence) =>
        RolePattern().Replace(sentence, "").Split(" → ").All(Countries.Value.Contains);

    private static readonly Lazy<HashSet<string>> Countries = new(() =>
        [.. from a in Enumerable.Range('A', 26)
            from b in Enumerable.Range('A', 26)
            let code = $"{(char)a}{(char)b}"
            where CountryNames.Knows(code) && Others.Any(l => CountryNames.Of(code, l) == CountryNames.Of(code, "en"))
            select CountryNames.Of(code, "en")]);

    [GeneratedRegex(@" \((destination|transit)\)$")]
    private static partial Regex RolePattern();

    /// <summary>Every text that the stories of the tour hold.</summary>
    private static readonly Lazy<HashSet<string>> Written = new(() =>
    [
        "A note of the tour.", "knows where she is", "a child is still held there", "Words of the authority.", "read on the same findings; nothing was overlooked",
        .. new[] { "G01", "G19" }.SelectMany(g => Strings(JsonNode.Parse(File.ReadAllText(Path.Combine(SharedRepository.Root, "data", "cases", "golden", g + ".json"))))),
    ]);

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(m => Strings(m.Value)),
        JsonArray a => a.SelectMany(Strings),
        JsonValue v when v.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    /// <summary>A reference, a key of an office or an account of the demonstration, a code of a dataset.</summary>
    [GeneratedRegex(@"^[A-Z0-9]{4}-[A-Z0-9]{4}$|^(Demonstration )?demo-[a-z]+$|^[a-z]+(_[a-z]+)+(: \d+)?$|^(caseworker|competent authority|law enforcement liaison|second reviewer|supervisor)$")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"^E\d+ ")]
    private static partial Regex EvidencePattern();

    /// <summary>The texts of a page with at least two words of three letters, what is marked as another language or as a code left out.</summary>
    private static IEnumerable<string> Sentences(string html)
    {
        var body = html[html.IndexOf("<body", StringComparison.Ordinal)..];
        body = ForeignPattern().Replace(body, "");
        return TextPattern().Matches(body).Select(m => Regex.Replace(WebUtility.HtmlDecode(m.Groups[1].Value), @"\s+", " ").Trim()).Where(t => WordPattern().Count(t) >= 2);
    }

    [GeneratedRegex("""<(script|style|code|bdi|textarea)\b[^>]*>.*?</\1>|<(\w+)[^>]* (?:lang="en"|dir="ltr")[^>]*>.*?</\2>|<a [^>]*hreflang=[^>]*>.*?</a>""", RegexOptions.Singleline)]
    private static partial Regex ForeignPattern();

    [GeneratedRegex(">([^<]+)<")]
    private static partial Regex TextPattern();

    [GeneratedRegex("[A-Za-z]{3,}")]
    private static partial Regex WordPattern();
}
