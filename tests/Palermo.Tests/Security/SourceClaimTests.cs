namespace Palermo.Tests.Security;

/// <summary>What the security list says of the source itself: words that do not occur in it, and the only files where some may.</summary>
public sealed class SourceClaimTests
{
    private static readonly string Source = Path.Combine(SharedData.Repository, "src");

    [Theory]
    [InlineData("unsafe ", "*.cs")]
    [InlineData("BinaryFormatter", "*.cs")]
    [InlineData("TypeNameHandling", "*.cs")]
    [InlineData("EnableSensitiveDataLogging", "*.cs")]
    [InlineData("ServerCertificateCustomValidationCallback", "*.cs")]
    [InlineData("AllowAnonymous", "*.cs")]
    [InlineData("UseShellExecute = true", "*.cs")]
    [InlineData("MarkupString(Text", "*.razor")]
    [InlineData("innerHTML", "*.js")]
    [InlineData("eval(", "*.js")]
    [InlineData("document.write", "*.js")]
    [InlineData("localStorage", "*.js")]
    [InlineData("sessionStorage", "*.js")]
    [InlineData("postMessage", "*.js")]
    [InlineData(" == ", "*.js")]
    [InlineData("__proto__", "*.js")]
    [InlineData("Object.assign", "*.js")]
    [InlineData("paste", "*.js")]
    [InlineData("WebSocket", "*.js")]
    [InlineData("HttpClient", "*.cs")]
    [InlineData("XDocument.Load", "*.cs")]
    [InlineData("XmlDocument", "*.cs")]
    [InlineData("DtdProcessing.Parse", "*.cs")]
    [InlineData("SaveTokens = true", "*.cs")]
    [InlineData("ValidateIssuer = false", "*.cs")]
    [InlineData("ValidateAudience = false", "*.cs")]
    [InlineData("ValidateLifetime = false", "*.cs")]
    [InlineData("RequireSignedTokens = false", "*.cs")]
    [InlineData("ValidAlgorithms", "*.cs")]
    public void Word_OccursNowhere(string word, string files)
    {
        var all = Files(files);
        Assert.NotEmpty(all);
        Assert.All(all, file => Assert.False(File.ReadAllText(file).Contains(word, StringComparison.Ordinal), $"{Path.GetRelativePath(Source, file)} holds '{word}'"));
    }

    [Theory]
    [InlineData("new ProcessStartInfo", "BrowserPipe.cs")]
    [InlineData("SHA1", "KnownPasswords.cs Totp.cs")]
    [InlineData("MD5", "")]
    [InlineData("XmlReader.Create", "OpenDocumentRows.cs SheetSize.cs")]
    [InlineData("new Regex(", "CountTableReview.cs NoteWords.cs PublishedFigures.cs")]
    public void Word_OccursWhereItIsMeantTo(string word, string files) =>
        Assert.Empty(Files("*.cs").Where(f => File.ReadAllText(f).Contains(word, StringComparison.Ordinal)).Select(Path.GetFileName).Except(files.Split(' ')));

    private static string[] Files(string pattern) =>
        [.. Directory.GetFiles(Source, pattern, SearchOption.AllDirectories).Where(f => !f.Split(Path.DirectorySeparatorChar).Any(p => p is "obj" or "bin" or "Migrations"))];
}
