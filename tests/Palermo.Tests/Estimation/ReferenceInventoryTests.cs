using System.Globalization;
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
        var keys = new SortedSet<string>(Reference.Tables.SelectMany(t => Leaves(Reference.Of(t), "")).Concat(Leaves(Reference.About, "about")).Select(l => l.Key), StringComparer.Ordinal);
        Assert.True(keys.Count > 150);
        Assert.True(Held.Length > 20 && NotHeld.Length >= 4);
        Assert.Empty(keys.Where(k => !Held.Any(h => Regex.IsMatch(k, h.Keys)) && !NotHeld.Any(n => Regex.IsMatch(k, n))));
        Assert.All(Held, h => Assert.Contains(keys, k => Regex.IsMatch(k, h.Keys)));
        Assert.All(NotHeld, n => Assert.Contains(keys, k => Regex.IsMatch(k, n)));
    }

    /// <summary>How many numbers the page says are reproduced, deterministic and random, and how many it leaves out: counted again in the file.</summary>
    [Fact]
    public void TheNumbersOfThePage_AreThoseOfTheFile()
    {
        var counts = (Deterministic: 0, Random: 0, Left: 0);
        foreach (var (key, numbers) in Reference.Tables.SelectMany(t => Leaves(Reference.Of(t), "")).Concat(Leaves(Reference.About, "about")))
        {
            if (NotHeld.Any(n => Regex.IsMatch(key, n)))
            {
                counts.Left += numbers;
            }
            else if (Random.Any(r => Regex.IsMatch(key, r)))
            {
                counts.Random += numbers;
            }
            else
            {
                counts.Deterministic += numbers;
            }
        }

        var said = SaidLine().Match(string.Join('\n', Lines));
        int Said(int group) => int.Parse(said.Groups[group].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        Assert.Equal((counts.Deterministic + counts.Random + counts.Left, counts.Deterministic, counts.Random, counts.Left), (Said(1), Said(2), Said(3), Said(4)));
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

    private static string[] Random => [.. Lines.Select(l => HeldLine().Match(l)).Where(m => m.Groups[3].Success).Select(m => m.Groups[1].Value)];

    /// <summary>Every path with the numbers that stand at its end: one, those of a list, or none where it is words.</summary>
    private static IEnumerable<(string Key, int Numbers)> Leaves(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Leaves(p.Value, Next(path, p.Name))),
        _ => [(path, Numbers(element))],
    };

    private static int Numbers(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => 1,
        JsonValueKind.Array => element.EnumerateArray().Sum(Numbers),
        JsonValueKind.Object => element.EnumerateObject().Sum(p => Numbers(p.Value)),
        _ => 0,
    };

    private static string Next(string path, string name)
    {
        var step = name.StartsWith('[') || path.EndsWith("closedp_t", StringComparison.Ordinal) ? "model" : Order().Replace(name, "");
        return path.Length == 0 ? step : path + "/" + step;
    }

    [GeneratedRegex(@"(?<=maxorder)\d$")]
    private static partial Regex Order();

    [GeneratedRegex("^- `(.+)` by `([A-Za-z0-9_.]+)`( \\(random\\))?$")]
    private static partial Regex HeldLine();

    [GeneratedRegex(@"The file holds ([\d,]+) numbers: ([\d,]+) deterministic, ([\d,]+) random, ([\d,]+) left out")]
    private static partial Regex SaidLine();

    [GeneratedRegex("^- `(.+)`: .+$")]
    private static partial Regex NotHeldLine();
}
