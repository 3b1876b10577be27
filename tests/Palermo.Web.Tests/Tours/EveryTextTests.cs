using System.Net;
using System.Text.RegularExpressions;

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
                    faults.UnionWith(Sentences(page.Html).Where(words.Contains).Where(s => !SameInEveryLanguage(s)).Select(s => $"{language} {stop.Pattern}: {s}"));
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults.Take(60)));
        Assert.True(compared > 150, $"{compared} pages");
    }

    /// <summary>Names and what people wrote: not ours to translate.</summary>
    private static bool SameInEveryLanguage(string sentence) => sentence.StartsWith("Example ", StringComparison.Ordinal) || sentence.StartsWith("Demonstration demo-", StringComparison.Ordinal) || Written.Contains(sentence);

    private static readonly HashSet<string> Written = new(StringComparer.Ordinal) { "A note of the tour.", "knows where she is", "a child is still held there", "Words of the authority." };

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
