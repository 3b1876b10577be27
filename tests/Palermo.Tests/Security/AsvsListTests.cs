using System.Text.RegularExpressions;

namespace Palermo.Tests.Security;

/// <summary>The list in docs/security/asvs-5.0-level-2.md names tests that exist, and gives a reason where it names none.</summary>
public sealed partial class AsvsListTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(SharedData.Repository, "docs", "security", "asvs-5.0-level-2.md"));

    private static readonly string[] Sources = [.. Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)];

    private static IEnumerable<string[]> Rows => Text.Split('\n').Where(l => RowPattern().IsMatch(l)).Select(l => l.Trim('|', ' ').Split('|').Select(c => c.Trim()).ToArray());

    [Fact]
    public void EveryRequirement_StandsOnce() =>
        Assert.Equal(253, Rows.SelectMany(r => r[0].Split(", ")).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void EveryRow_SaysHowItStandsAndWhy() =>
        Assert.All(Rows, row =>
        {
            Assert.Equal(4, row.Length);
            Assert.Matches("^(yes(, with the operator's file)?|n/a|operator|part)$", row[2]);
            Assert.True(row[3].Length > 0, $"{row[0]} gives no test and no reason");
        });

    [Fact]
    public void EveryTest_ThatIsNamed_Exists()
    {
        var cited = CitedPattern().Matches(Text);
        Assert.InRange(cited.Count, 60, int.MaxValue);
        Assert.All(cited, citation =>
        {
            var (type, method, open) = (citation.Groups[1].Value, citation.Groups[2].Value, citation.Groups[3].Success);
            var source = Sources.FirstOrDefault(s => s.Contains($"class {type}", StringComparison.Ordinal) && (method.Length == 0 || Regex.IsMatch(s, $@"\b(Task|void) {method}{(open ? "" : @"\(")}", RegexOptions.None, TimeSpan.FromSeconds(1))));
            Assert.True(source is not null, $"the list names {citation.Value}, and no such test exists");
        });
    }

    [Fact]
    public void EveryFolderOfTests_ThatIsNamed_Exists() =>
        Assert.All(FolderPattern().Matches(Text), m => Assert.True(Directory.Exists(Path.Combine(SharedData.Repository, "tests", "Palermo.Tests", "Casework", m.Groups[1].Value)), m.Value));

    [GeneratedRegex(@"^\| \d+\.\d+\.\d+", RegexOptions.None, 1000)]
    private static partial Regex RowPattern();

    [GeneratedRegex(@"\b([A-Z]\w+Tests)\b(?:\.([A-Z]\w+)(\.\.\.)?)?", RegexOptions.None, 1000)]
    private static partial Regex CitedPattern();

    [GeneratedRegex(@"Casework/(\w+)\b", RegexOptions.None, 1000)]
    private static partial Regex FolderPattern();
}
