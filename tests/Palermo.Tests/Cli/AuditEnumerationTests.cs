using System.Globalization;
using System.Text;
using System.Text.Json;
using Palermo.Tests.Disclosure.Audit;

namespace Palermo.Tests.Cli;

/// <summary>
/// Made-up tables, audited by the command and by an enumerator that knows nothing of it: every assignment of the hidden cells is tried.
/// Forty tables a file, tied by nothing but their file; flat, hierarchical and three-way ones, and several cross tables of one cube.
/// </summary>
public sealed class AuditEnumerationTests
{
    private const int Tables = 40;

    private const string Total = "Total";

    private static readonly (string Text, long Low, long High)[] Marks = [("<5", 0, 4), ("<3", 0, 2), ("1-4", 1, 4), ("≤4", 0, 4)];

    // A shape: its dimensions, the combinations it prints, and its sums as (total, parts), written down without the library.
    private sealed record Shape(string[] Dimensions, string[][] Cells, (string[] Total, string[][] Parts)[] Sums);

    public static TheoryData<string, int> Batches() => new() { { "flat", 1 }, { "flat", 2 }, { "hierarchy", 3 }, { "hierarchy", 4 }, { "three-way", 5 }, { "three-way", 6 }, { "cross", 7 }, { "cross", 8 } };

    [Theory]
    [MemberData(nameof(Batches))]
    public void RandomTables_ThroughTheCommand_AgreeWithTheEnumeration(string kind, int seed)
    {
        var shape = Make(kind);
        var random = new Random(seed);
        var file = new StringBuilder("table," + string.Join(',', shape.Dimensions) + ",count\n");
        var expected = new Counts();
        for (var t = 0; t < Tables; t++)
        {
            Add(file, "t" + t.ToString(CultureInfo.InvariantCulture), shape, random, expected);
        }

        using var table = new TemporaryFile("tables.csv", file.ToString());
        var run = Run.Palermo("audit", table.Path, "--output", "json");
        using var json = JsonDocument.Parse(run.Output);
        var found = json.RootElement.GetProperty("files")[0].GetProperty("table");
        int At(string name) => found.GetProperty(name).GetInt32();
        Assert.Equal(
            (expected.Hidden, expected.Recovered, expected.Narrowed, expected.Contradictory, expected.HiddenInContradictory, expected.Consistent),
            (At("hiddenCells"), At("recoveredCells"), At("narrowedCells"), At("contradictoryGroups"), At("hiddenCellsInContradictoryGroups"), At("consistentGroups")));
        Assert.Equal(expected.NarrowedTo, found.GetProperty("narrowedTo").EnumerateObject().ToDictionary(p => int.Parse(p.Name, CultureInfo.InvariantCulture), p => p.Value.GetInt32()));
        Assert.Equal((0, 0), (At("subtractionDisagreements"), At("undecidedCells")));
        Assert.True(At("recoveredByArithmetic") >= expected.Subtracted && At("recoveredByArithmetic") <= expected.Recovered);
        Assert.True(expected.Recovered > 10 && expected.Contradictory > 0 && expected.Consistent > 10, "the tables try nothing");
    }

    private sealed class Counts
    {
        public int Hidden, Recovered, Narrowed, Contradictory, HiddenInContradictory, Consistent, Subtracted;

        public Dictionary<int, int> NarrowedTo { get; } = [];
    }

    private static Shape Make(string kind)
    {
        string[][] Product(params string[][] labels) => labels.Aggregate((string[][])[[]], (all, next) => [.. all.SelectMany(a => next.Select(n => (string[])[.. a, n]))]);

        // One sum a combination and dimension whose label there is the total.
        (string[], string[][])[] Sums(string[][] cells, string[][] parts) =>
            [.. cells.SelectMany(c => Enumerable.Range(0, c.Length).Where(d => c[d] == Total).Select(d => (c, parts[d].Select(p => { var part = (string[])c.Clone(); part[d] = p; return part; }).Where(p => cells.Any(p.SequenceEqual)).ToArray())).Where(s => s.Item2.Length > 0))];
        switch (kind)
        {
            case "flat":
            {
                string[][] parts = [["x", "y", "z"], ["p", "q"]];
                var cells = Product([Total, .. parts[0]], [Total, .. parts[1]]);
                return new Shape(["form", "sex"], cells, Sums(cells, parts));
            }

            case "three-way":
            {
                string[][] parts = [["x", "y"], ["p", "q"], ["m", "n"]];
                var cells = Product([Total, .. parts[0]], [Total, .. parts[1]], [Total, .. parts[2]]);
                return new Shape(["form", "sex", "age"], cells, Sums(cells, parts));
            }

            case "hierarchy":
            {
                // Regions of places, crossed with sex: a place stands in its own region only.
                (string, string)[] places = [(Total, Total), ("north", Total), ("south", Total), ("north", "n1"), ("north", "n2"), ("south", "s1"), ("south", "s2"), ("south", "s3")];
                string[][] cells = [.. places.SelectMany(p => new[] { Total, "F", "M" }.Select(s => (string[])[p.Item1, p.Item2, s]))];
                return new Shape(["region", "place", "sex"], cells, Sums(cells, [["north", "south"], ["n1", "n2", "s1", "s2", "s3"], ["F", "M"]]));
            }

            default:
            {
                // Two cross tables of one cube in one file, form by sex and form by age: they share the margin of form.
                string[][] parts = [["x", "y", "z"], ["F", "M"], ["child", "adult"]];
                string[][] cells = [.. Product([Total, .. parts[0]], [Total, .. parts[1]], [Total]), .. Product([Total, .. parts[0]], [Total], parts[2])];
                return new Shape(["form", "sex", "age"], cells, Sums(cells, parts));
            }
        }
    }

    private static void Add(StringBuilder file, string name, Shape shape, Random random, Counts expected)
    {
        // Counts of people first, so that sums hold; then up to six small ones hidden; sometimes a printed one falsified.
        var leaves = shape.Cells.Where(c => !shape.Sums.Any(s => s.Total.SequenceEqual(c))).Select(c => string.Join('|', c)).ToHashSet(StringComparer.Ordinal);
        var value = shape.Cells.ToDictionary(c => string.Join('|', c), c => leaves.Contains(string.Join('|', c)) ? random.Next(0, 8) : -1L, StringComparer.Ordinal);
        Sum(shape, value, random);
        var keys = value.Keys.ToArray();
        var small = keys.Where(k => value[k] is >= 0 and <= 4).OrderBy(_ => random.Next()).Take(random.Next(2, 7)).ToArray();
        var hidden = small.Select(k => (Key: k, Mark: Marks.Where(m => m.Low <= value[k] && value[k] <= m.High).OrderBy(_ => random.Next()).First())).ToArray();
        if (random.Next(6) == 0)
        {
            var printed = keys.Where(k => !small.Contains(k)).ToArray();
            value[printed[random.Next(printed.Length)]] += 1;
        }

        foreach (var key in keys)
        {
            var mark = hidden.FirstOrDefault(h => h.Key == key).Mark.Text;
            file.Append(name).Append(',').Append(key.Replace('|', ',')).Append(',').AppendLine(mark ?? value[key].ToString(CultureInfo.InvariantCulture));
        }

        if (hidden.Length == 0)
        {
            return;
        }

        var at = hidden.Select((h, i) => (h.Key, i)).ToDictionary(h => h.Key, h => h.i, StringComparer.Ordinal);
        var equations = shape.Sums.Select(s => (
            Plus: s.Parts.Select(p => string.Join('|', p)).Where(at.ContainsKey).Select(p => at[p]).ToArray(),
            Minus: at.TryGetValue(string.Join('|', s.Total), out var t) ? new[] { t } : [],
            Constant: (at.ContainsKey(string.Join('|', s.Total)) ? 0 : value[string.Join('|', s.Total)]) - s.Parts.Select(p => string.Join('|', p)).Where(p => !at.ContainsKey(p)).Sum(p => value[p]))).ToArray();
        expected.Hidden += hidden.Length;
        if (Enumerator.Solve([.. hidden.Select(h => (h.Mark.Low, h.Mark.High))], equations) is not { } possible)
        {
            expected.Contradictory++;
            expected.HiddenInContradictory += hidden.Length;
            return;
        }

        expected.Consistent++;
        for (var i = 0; i < hidden.Length; i++)
        {
            if (possible[i].Count == 1)
            {
                expected.Recovered++;
            }
            else if (possible[i].Count < hidden[i].Mark.High - hidden[i].Mark.Low + 1)
            {
                expected.Narrowed++;
                expected.NarrowedTo[possible[i].Count] = expected.NarrowedTo.GetValueOrDefault(possible[i].Count) + 1;
            }
        }

        // Plain subtraction by hand: an equation with one unknown gives it. Whatever it gives, the enumeration gives too.
        var known = new Dictionary<int, long>();
        for (var before = -1; before < known.Count;)
        {
            before = known.Count;
            foreach (var (plus, minus, constant) in equations)
            {
                var open = plus.Concat(minus).Where(v => !known.ContainsKey(v)).ToArray();
                if (open.Length == 1)
                {
                    var rest = constant - plus.Where(known.ContainsKey).Sum(v => known[v]) + minus.Where(known.ContainsKey).Sum(v => known[v]);
                    known[open[0]] = plus.Contains(open[0]) ? rest : -rest;
                }
            }
        }

        Assert.All(known, k => Assert.Equal((1, k.Value), (possible[k.Key].Count, possible[k.Key].Min)));
        expected.Subtracted += known.Count;
    }

    // Cells that are sums get them; a leaf table that shares a margin with another is made to agree with it.
    private static void Sum(Shape shape, Dictionary<string, long> value, Random random)
    {
        for (var again = true; again;)
        {
            again = false;
            foreach (var (total, parts) in shape.Sums)
            {
                var key = string.Join('|', total);
                var keys = parts.Select(p => string.Join('|', p)).ToArray();
                if (keys.Any(p => value[p] < 0))
                {
                    continue;
                }

                var sum = keys.Sum(p => value[p]);
                if (value[key] < 0)
                {
                    (value[key], again) = (sum, true);
                }
                else if (value[key] != sum)
                {
                    // The second cross table's parts are drawn anew until they add up to the shared margin.
                    var left = value[key];
                    for (var i = 0; i < keys.Length; i++)
                    {
                        value[keys[i]] = i == keys.Length - 1 ? left : random.Next(0, (int)left + 1);
                        left -= value[keys[i]];
                    }

                    foreach (var (upper, lower) in shape.Sums.Where(s => s.Parts.Any(p => keys.Contains(string.Join('|', p))) && !s.Total.SequenceEqual(total)))
                    {
                        value[string.Join('|', upper)] = -1;
                    }

                    again = true;
                }
            }
        }
    }
}
