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
        int hidden = 0, refused = 0, recovered = 0, narrow = 0, broken = 0, proven = 0;
        var (fastRatios, ratios) = (new List<double>(), new List<double>());
        var totals = 0;
        double fallbackSeconds = 0, loss = 0, optimum = 0, fastSeconds = 0, exactSeconds = 0, auditSeconds = 0;
        for (var i = 0; i < tables; i++)
        {
            var tree = RandomTree(bits, i % 2 == 0 ? 12 : 40);
            var clock = Stopwatch.StartNew();
            var table = SecondarySuppression.Fast(tree, new PrimaryRules(), level);
            fastSeconds += clock.Elapsed.TotalSeconds;
            if (i < exact)
            {
                clock.Restart();
                var fast = table;
                var best = OptimalSuppression.Improve(table, hideZeros: true, level);
                exactSeconds += clock.Elapsed.TotalSeconds;
                table = best.Table;
                if (table.Protected && best.LowerBound > 0)
                {
                    proven += best.Ratio <= 1 + 1e-6 ? 1 : 0;
                    ratios.Add(best.Ratio);
                    if (fast.Protected)
                    {
                        fastRatios.Add(OptimalSuppression.Loss(fast) / best.LowerBound);
                        loss += OptimalSuppression.Loss(fast);
                        optimum += best.LowerBound;
                    }
                }
            }

            if (!table.Protected)
            {
                // What the local search alone does not protect: the optimum, then the grand total hidden too.
                clock.Restart();
                table = SecondarySuppression.Protect(tree, new PrimaryRules(), level);
                totals += table.Protected && table.GrandTotalHidden ? 1 : 0;
                fallbackSeconds += clock.Elapsed.TotalSeconds;
            }

            if (!table.Protected)
            {
                refused++;
                continue;
            }

            clock.Restart();
            hidden += table.Primary.Contains(true) ? 1 : 0;
            broken += table.Proof?.Holds(table, level, zerosHidden: true) == false ? 1 : 0;
            var audit = Publication.Audit(table);
            recovered += audit.Report.RecoveredCells;
            narrow += audit.Bounds.Count(b => table.Primary[b.Cell] && b.Max - b.Min < level.Width);
            auditSeconds += clock.Elapsed.TotalSeconds;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tables} tables, {hidden} with something to hide, {refused} refused, {totals} protected with their grand total hidden; recovered {recovered}, narrower than asked {narrow}, broken proofs {broken}; seconds: local search {fastSeconds:F1}, optimum {exactSeconds:F1}, both and the fallback where the search failed {fallbackSeconds:F1}, audit {auditSeconds:F1}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ratios.Count} with the optimum looked for, {proven} proven; loss over the optimum (lower bound where not proven): {Spread(ratios)}; local search alone: {loss / optimum:F4} overall, {Spread(fastRatios)}"));
    }

    private static string Spread(List<double> ratios)
    {
        var sorted = ratios.Order().ToArray();
        double At(double q) => sorted[Math.Min(sorted.Length - 1, (int)(q * sorted.Length))];
        return sorted.Length == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"mean {sorted.Average():F4}, median {At(.5):F4}, 90 % {At(.9):F4}, 99 % {At(.99):F4}, greatest {sorted[^1]:F4}, at most 1.1: {sorted.Count(r => r <= 1.1) * 100.0 / sorted.Length:F2} %");
    }

    /// <summary>One table of about this many cells, three dimensions, one of them with two levels.</summary>
    public static void Large(int cells, bool improve)
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
        var holds = table.Proof?.Holds(table, new ProtectionLevel(), zerosHidden: true);
        var proof = clock.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tree.Counts.Length} cells, {table.Primary.Count(p => p)} primary, {table.CellsLost} secondary, loss {OptimalSuppression.Loss(table):F1}, protected {table.Protected}: {seconds:F1} s; proof holds {holds}: {proof - seconds:F1} s; peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB"));
        if (improve)
        {
            var best = OptimalSuppression.Improve(table, hideZeros: true, new ProtectionLevel());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"improved to loss {OptimalSuppression.Loss(best.Table):F1}, lower bound {best.LowerBound:F1}: at most {best.Ratio:F4} of the optimum; local search at most {OptimalSuppression.Loss(table) / best.LowerBound:F4}: {clock.Elapsed.TotalSeconds - proof:F1} s"));
        }

        if (tree.Counts.Length <= 20_000)
        {
            var audit = Publication.Audit(table);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"audit {clock.Elapsed.TotalSeconds - proof:F1} s: recovered {audit.Report.RecoveredCells}, undecided {audit.Report.UndecidedCells}"));
        }
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
