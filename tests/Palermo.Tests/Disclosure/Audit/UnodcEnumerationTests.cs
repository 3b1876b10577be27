using System.Globalization;
using Palermo.Disclosure.Audit;
using Palermo.Disclosure.Relations;
using Palermo.Disclosure.Tables;

namespace Palermo.Tests.Disclosure.Audit;

/// <summary>Every UNODC group small enough to enumerate, read and solved without the library, against the library's bounds.</summary>
public sealed class UnodcEnumerationTests
{
    private const int Feasible = 6;

    private static readonly (string Total, string[] Parts)[] Rules =
    [
        ("Total|Total", ["Female|Total", "Male|Total", "Other|Total", "Unknown|Total"]),
        ("Total|Total", ["Total|0 to 17 years", "Total|18 years or over", "Total|Unknown"]),
        ("Female|Total", ["Female|0 to 17 years", "Female|18 years or over"]),
        ("Male|Total", ["Male|0 to 17 years", "Male|18 years or over"]),
        ("Total|0 to 17 years", ["Female|0 to 17 years", "Male|0 to 17 years", "Other|0 to 17 years"]),
        ("Total|18 years or over", ["Female|18 years or over", "Male|18 years or over", "Other|18 years or over"]),
    ];

    [Fact]
    public void EveryGroupThatCanBeEnumerated_AgreesWithTheExactBounds()
    {
        var path = SharedData.File("unodc", "data_glotip_20250414.csv");
        var table = TableReader.Read("unodc", DelimitedSource.Read(path, TestContext.Current.CancellationToken), TableShape.Unodc);
        var bounds = TableAuditor.Audit(table, TableShape.Unodc, stop: TestContext.Current.CancellationToken).Bounds
            .ToDictionary(b => table.Describe(b.Cell), b => b, StringComparer.Ordinal);

        int groups = 0, cells = 0, contradictory = 0;
        foreach (var (key, group) in Groups(path))
        {
            var hidden = group.Where(c => c.Value is null).Select(c => c.Key).ToArray();
            if (hidden.Length is 0 or > Feasible)
            {
                continue;
            }

            groups++;
            var found = Enumerator.Solve([.. hidden.Select(_ => (0L, 4L))], [.. Equations(group, hidden)]);
            contradictory += found is null ? 1 : 0;
            for (var i = 0; i < hidden.Length; i++)
            {
                cells++;
                var name = key.Replace("{}", hidden[i].Replace("|", " / ", StringComparison.Ordinal), StringComparison.Ordinal);
                if (found is null)
                {
                    Assert.False(bounds.ContainsKey(name), "a claim inside a contradictory group");
                    continue;
                }

                var bound = bounds[name];
                Assert.True(bound.Exact && bound.Min == found[i].Min && bound.Max == found[i].Max && bound.PossibleValues == found[i].Count, "bounds differ from the enumeration");
            }
        }

        Assert.True(groups > 13_000 && cells > 20_000 && contradictory > 500, $"{groups} groups, {cells} cells, {contradictory} contradictory");
    }

    private static IEnumerable<(int[] Plus, int[] Minus, long Constant)> Equations(Dictionary<string, long?> group, string[] hidden)
    {
        foreach (var (total, parts) in Rules)
        {
            var listed = parts.Where(group.ContainsKey).ToArray();
            if (!group.TryGetValue(total, out var sum) || listed.Length == 0)
            {
                continue;
            }

            yield return (
                [.. listed.Where(p => group[p] is null).Select(p => Array.IndexOf(hidden, p))],
                sum is null ? [Array.IndexOf(hidden, total)] : [],
                (sum ?? 0) - listed.Sum(p => group[p] ?? 0));
        }
    }

    private static Dictionary<string, Dictionary<string, long?>> Groups(string path)
    {
        var groups = new Dictionary<string, Dictionary<string, long?>>(StringComparer.Ordinal);
        var twice = new HashSet<(string, string)>();
        foreach (var row in DelimitedSource.Read(path).Skip(1))
        {
            var cells = row.Select(c => c.Trim()).ToArray();
            var key = string.Join(" / ", cells[0], cells[1], cells[4], cells[5], cells[6], "{}", cells[9]);
            var at = cells[7] + "|" + cells[8];
            var group = groups.TryGetValue(key, out var known) ? known : groups[key] = [];
            long? value = cells[11] == "<5" ? null : long.Parse(cells[11], NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
            if (!group.TryAdd(at, value))
            {
                twice.Add((key, at));
            }
        }

        foreach (var (key, at) in twice)
        {
            groups[key].Remove(at);
        }

        return groups;
    }
}
