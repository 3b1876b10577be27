using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Palermo.Tests.Estimation;

/// <summary>Which number of the reference file is held by which test, as docs/methods/estimation-reference.md says, so that none stands there unlooked at.</summary>
public sealed partial class ReferenceInventoryTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(SharedData.Repository, "docs", "methods", "estimation-reference.md"));

    private static (string Keys, string By)[] Held => [.. Lines.Select(l => HeldLine().Match(l)).Where(m => m.Success).Select(m => (m.Groups[1].Value, m.Groups[2].Value))];

    private static string[] NotHeld => [.. Lines.Select(l => NotHeldLine().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value)];

    [Fact]
    public void EveryNumber_IsHeldByATest_OrItSaysWhyNot()
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var table in Reference.Tables)
        {
            Walk(Reference.Of(table), "", keys);
        }

        Walk(Reference.About, "about", keys);
        Assert.True(keys.Count > 150);
        Assert.True(Held.Length > 20 && NotHeld.Length >= 4);
        Assert.Empty(keys.Where(k => !Held.Any(h => Regex.IsMatch(k, h.Keys)) && !NotHeld.Any(n => Regex.IsMatch(k, n))));
        Assert.All(Held, h => Assert.Contains(keys, k => Regex.IsMatch(k, h.Keys)));
        Assert.All(NotHeld, n => Assert.Contains(keys, k => Regex.IsMatch(k, n)));
    }

    [Fact]
    public void EveryTable_OfTheFile_IsAmongThoseCompared() =>
        Assert.Equal(Reference.All.Order(StringComparer.Ordinal), Reference.Tables.Order(StringComparer.Ordinal));

    [Fact]
    public void EveryTestNamed_IsThere()
    {
        var tests = typeof(ReferenceInventoryTests).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(m => m.GetCustomAttributes().Any(a => a is FactAttribute)).Select(m => t.Name + "." + m.Name))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Held.Select(h => h.By).Where(by => !tests.Contains(by)));
    }

    private static void Walk(JsonElement element, string path, SortedSet<string> keys)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            keys.Add(path);
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            var name = property.Name.StartsWith('[') || path.EndsWith("closedp_t", StringComparison.Ordinal) ? "model" : Order().Replace(property.Name, "");
            Walk(property.Value, path.Length == 0 ? name : path + "/" + name, keys);
        }
    }

    [GeneratedRegex(@"(?<=maxorder)\d$")]
    private static partial Regex Order();

    [GeneratedRegex("^- `(.+)` by `([A-Za-z0-9_.]+)`( \\(random\\))?$")]
    private static partial Regex HeldLine();

    [GeneratedRegex("^- `(.+)`: .+$")]
    private static partial Regex NotHeldLine();
}
