using System.Text.RegularExpressions;

namespace Palermo.Tests;

/// <summary>Inside a library the folders form no circle: each stands on those below it.</summary>
public sealed partial class NamespaceTests
{
    public static TheoryData<string> Libraries => [.. Directory.GetDirectories(Path.Combine(SharedData.Repository, "src")).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_Folders_FormNoCircle(string library)
    {
        var uses = Uses(library);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in uses.Keys)
        {
            Walk(start, []);
        }

        void Walk(string at, List<string> path)
        {
            Assert.False(path.Contains(at), string.Join(" -> ", path.SkipWhile(p => p != at).Append(at)));
            if (!done.Add(at) && path.Count > 0)
            {
                return;
            }

            foreach (var next in uses.GetValueOrDefault(at) ?? [])
            {
                Walk(next, [.. path, at]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_Files_StandInTheFolderOfTheirNamespace(string library)
    {
        foreach (var (file, name) in Files(library))
        {
            var folder = Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(SharedData.Repository, "src"), file))!.Replace(Path.DirectorySeparatorChar, '.');
            Assert.True(name == folder, $"{file}: namespace {name}");
        }
    }

    /// <summary>The nearest top-level folder of a namespace is what counts; its own sub-folders may use each other.</summary>
    private static Dictionary<string, HashSet<string>> Uses(string library)
    {
        var uses = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var (file, name) in Files(library))
        {
            var from = Folder(name, library);
            foreach (var use in UsingPattern().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value).Where(u => u.StartsWith(library + ".", StringComparison.Ordinal)))
            {
                var to = Folder(use, library);
                if (to != from)
                {
                    (uses.TryGetValue(from, out var set) ? set : uses[from] = new(StringComparer.Ordinal)).Add(to);
                }
            }
        }

        return uses;
    }

    private static string Folder(string name, string library) => name == library ? "(root)" : name[(library.Length + 1)..].Split('.')[0];

    private static IEnumerable<(string File, string Namespace)> Files(string library) =>
        Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "src", library), "*.cs", SearchOption.AllDirectories)
            .Select(f => (File: f, Match: NamespacePattern().Match(File.ReadAllText(f))))
            .Where(f => f.Match.Success)
            .Select(f => (f.File, f.Match.Groups[1].Value));

    [GeneratedRegex(@"^using (?:static )?([A-Za-z0-9_.]+);", RegexOptions.Multiline, 1000)]
    private static partial Regex UsingPattern();

    [GeneratedRegex(@"^namespace ([A-Za-z0-9_.]+);", RegexOptions.Multiline, 1000)]
    private static partial Regex NamespacePattern();
}
