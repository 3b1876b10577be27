using System.Text.RegularExpressions;
using Palermo.Web.Localization;

namespace Palermo.Web.Tests.Pages;

public sealed partial class TextTests
{
    [Fact]
    public void Languages_HaveTheSameKeys()
    {
        var english = Texts.In(Language.English);
        foreach (var language in Language.All)
        {
            var texts = Texts.In(language);
            Assert.Equal(english.Keys.Order(StringComparer.Ordinal), texts.Keys.Order(StringComparer.Ordinal));
            Assert.DoesNotContain(texts.Keys, k => string.IsNullOrWhiteSpace(texts[k]));
        }
    }

    [Fact]
    public void Arabic_HasNoEnglishSentences()
    {
        var arabic = Texts.In(Language.Arabic);
        var english = Texts.In(Language.English);
        Assert.DoesNotContain(arabic.Keys, k => arabic[k] == english[k] && EnglishPattern().IsMatch(english[k]));
    }

    [Fact]
    public void Placeholders_AgreeAcrossLanguages()
    {
        var english = Texts.In(Language.English);
        var arabic = Texts.In(Language.Arabic);
        foreach (var key in english.Keys)
        {
            // A plural form may spell its number out.
            var counted = PluralPattern().IsMatch(key);
            Assert.True(counted || Holes(english[key]).SetEquals(Holes(arabic[key])), key);
        }

        static HashSet<string> Holes(string words) => [.. HolePattern().Matches(words).Select(m => m.Value)];
    }

    [Theory]
    [InlineData("en", 1, "one")]
    [InlineData("en", 0, "other")]
    [InlineData("ar", 0, "zero")]
    [InlineData("ar", 1, "one")]
    [InlineData("ar", 2, "two")]
    [InlineData("ar", 10, "few")]
    [InlineData("ar", 11, "many")]
    [InlineData("ar", 100, "other")]
    [InlineData("ar", 103, "few")]
    [InlineData("ru", 21, "one")]
    [InlineData("ru", 11, "many")]
    [InlineData("ru", 24, "few")]
    [InlineData("fr", 0, "one")]
    [InlineData("zh", 1, "other")]
    public void Plural_FollowsTheLanguage(string language, int n, string form) => Assert.Equal(form, Plurals.Form(language, n));

    /// <summary>Words that blame, label or alarm have no place on these pages.</summary>
    [Fact]
    public void English_AvoidsBannedWords()
    {
        var english = Texts.In(Language.English);
        Assert.DoesNotContain(english.Keys, k => BannedPattern().IsMatch(english[k]));
    }

    [GeneratedRegex("[A-Za-z]{3,}")]
    private static partial Regex EnglishPattern();

    [GeneratedRegex(@"\.(zero|one|two|few|many|other)$")]
    private static partial Regex PluralPattern();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex HolePattern();

    [GeneratedRegex(@"\b(prostitutes?|illegals?|rescued?|confess|admits?|guilty|claims to|why did you|suspects?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex BannedPattern();
}
