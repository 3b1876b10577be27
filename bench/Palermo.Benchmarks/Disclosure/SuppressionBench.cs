using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Protection;

namespace Palermo.Benchmarks.Disclosure;

/// <summary>Random hierarchical tables, protected, attacked by the release auditor and measured against the exact optimum.</summary>
internal static class SuppressionBench
{
    public static void Run(string[] args)
    {
        var tables = int.Parse(args[0], CultureInfo.InvariantCulture);
        var exact = int.Parse(args[1], CultureInfo.InvariantCulture);
        var bits = new SeededBits(7);
        var level = new ProtectionLevel();
        int hidden = 0, refused = 0, recovered = 0, narrow = 0, compared = 0;
        double loss = 0, optimum = 0, worst = 1;
        var clock = Stopwatch.StartNew();
        double exactSeconds = 0;
        for (var i = 0; i < tables; i++)
        {
            var tree = RandomTree(bits, i % 2 == 0 ? 12 : 40);
            var table = SecondarySuppression.Protect(tree, new PrimaryRules(), level);
            if (!table.Protected)
            {
                refused++;
                continue;
            }

            hidden += table.Primary.Contains(true) ? 1 : 0;
            var audit = Publication.Audit(table);
            recovered += audit.Report.RecoveredCells;
            narrow += audit.Bounds.Count(b => table.Primary[b.Cell] && b.Max - b.Min < level.Width);
            if (compared < exact && table.CellsLost > 0)
            {
                var at = clock.Elapsed.TotalSeconds;
                if (OptimalSuppression.Protect(tree, new PrimaryRules(), level) is { } best && OptimalSuppression.Loss(best) > 0)
                {
                    compared++;
                    var (a, b) = (OptimalSuppression.Loss(table), OptimalSuppression.Loss(best));
                    loss += a;
                    optimum += b;
                    worst = Math.Max(worst, a / b);
                }

                exactSeconds += clock.Elapsed.TotalSeconds - at;
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tables} tables, {hidden} with something to hide, {refused} refused as too small; recovered {recovered}, narrower than asked {narrow}; {clock.Elapsed.TotalSeconds - exactSeconds:F1} s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{compared} compared with the exact optimum: loss ratio {loss / optimum:F4} overall, worst table {worst:F3}; exact {exactSeconds:F1} s"));
    }

    /// <summary>One table of about this many cells, three dimensions, one of them with two levels.</summary>
    public static void Large(int cells)
    {
        var bits = new SeededBits(3);
        var places = Math.Max(4, cells / 60);
        var nodes = new List<HierarchyNode> { new("Total", -1) };
        for (var r = 0; r < 5; r++)
        {
            nodes.Add(new HierarchyNode("region " + r.ToString(CultureInfo.InvariantCulture), 0));
        }

        for (var p = 0; p < places; p++)
        {
            nodes.Add(new HierarchyNode("place " + p.ToString(CultureInfo.InvariantCulture), 1 + (p % 5)));
        }

        var tree = CountTree.Build([new Hierarchy("place", [.. nodes]), Hierarchy.Flat("sex", ["F", "M", "other"]), Hierarchy.Flat("age", [.. Enumerable.Range(0, 14).Select(a => "a" + a.ToString(CultureInfo.InvariantCulture))])],
            _ => bits.Below(3) == 0 ? 0 : (long)bits.Below(60) * (long)bits.Below(60) / 30);
        var clock = Stopwatch.StartNew();
        var table = SecondarySuppression.Protect(tree, new PrimaryRules(), new ProtectionLevel());
        var seconds = clock.Elapsed.TotalSeconds;
        var audit = Publication.Audit(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tree.Counts.Length} cells, {table.Primary.Count(p => p)} primary, {table.CellsLost} secondary, protected {table.Protected}: {seconds:F1} s; audit {clock.Elapsed.TotalSeconds - seconds:F1} s: recovered {audit.Report.RecoveredCells}, undecided {audit.Report.UndecidedCells}"));
    }

    private static CountTree RandomTree(SeededBits bits, int largest)
    {
        int Draw(int below) => (int)bits.Below((UInt128)below);
        Hierarchy Dimension(string name)
        {
            var nodes = new List<HierarchyNode> { new("Total", -1) };
            var branches = 2 + Draw(2);
            for (var b = 0; b < branches; b++)
            {
                nodes.Add(new HierarchyNode(name + b.ToString(CultureInfo.InvariantCulture), 0));
            }

            if (Draw(2) == 0)
            {
                nodes.Add(new HierarchyNode(name + "1a", 1));
                nodes.Add(new HierarchyNode(name + "1b", 1));
            }

            return new Hierarchy(name, [.. nodes]);
        }

        ImmutableArray<Hierarchy> dimensions = Draw(3) == 0 ? [Dimension("a"), Dimension("b"), Hierarchy.Flat("c", ["x", "y"])] : [Dimension("a"), Dimension("b")];
        return CountTree.Build(dimensions, _ => Draw(3) == 0 ? 0 : Draw(largest));
    }
}
