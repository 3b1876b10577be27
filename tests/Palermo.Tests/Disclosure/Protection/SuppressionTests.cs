using System.Collections.Immutable;
using System.Globalization;
using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Protection;
using Palermo.Tests.Disclosure.Audit;

namespace Palermo.Tests.Disclosure.Protection;

/// <summary>Every protected table is attacked by the release auditor and, where small enough, by plain enumeration.</summary>
public sealed class SuppressionTests
{
    internal static CountTree RandomTree(SeededBits bits, int largest)
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

    [Fact]
    public void RandomHierarchicalTables_ProtectedAndAttacked_NothingFalls()
    {
        var bits = new SeededBits(20260101);
        var level = new ProtectionLevel();
        int suppressed = 0, hiddenTotals = 0;
        for (var i = 0; i < 24; i++)
        {
            var tree = RandomTree(bits, i % 2 == 0 ? 12 : 40);
            var table = SecondarySuppression.Protect(tree, new PrimaryRules(), level, TestContext.Current.CancellationToken);
            // Too few people under their printed total: the total is hidden too, and no table is refused.
            Assert.True(table.Protected, "a table was refused");
            Assert.True(Publication.MayBeWritten(table, level, stop: TestContext.Current.CancellationToken));
            hiddenTotals += table.GrandTotalHidden && !table.Primary[0] ? 1 : 0;
            suppressed += table.Primary.Contains(true) ? 1 : 0;
            var audit = Publication.Audit(table, stop: TestContext.Current.CancellationToken);
            Assert.True(table.Proof?.Holds(table, level, zerosHidden: true) ?? true);
            Assert.Equal(0, audit.Report.RecoveredCells);
            Assert.Equal(0, audit.Report.ContradictoryGroups);
            Assert.All(audit.Bounds.Where(b => table.Primary[b.Cell]), b => Assert.True(b.Max - b.Min >= level.Width));
        }

        Assert.True(hiddenTotals > 0, "no table needed its grand total hidden: the fallback is not tried");
        Assert.True(suppressed > 16, $"{suppressed} tables had something to hide");
    }

    [Fact]
    public void TimeOver_LeavesNoTableThatPassesForProtected()
    {
        var tree = CountTree.Build([Hierarchy.Flat("a", ["x", "y", "z"]), Hierarchy.Flat("b", ["p", "q", "r"])], at => at[0] + (7 * (at[1] - 1)));
        var table = SecondarySuppression.Protect(tree, new PrimaryRules(), new ProtectionLevel(), TestContext.Current.CancellationToken, new CancellationToken(canceled: true));
        Assert.Equal((false, table.Primary.Count(p => p)), (table.Protected, table.Unreached));
        Assert.False(Publication.MayBeWritten(table, new ProtectionLevel(), stop: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Optimum_CostsNoMoreAndStandsUpToTheAuditor()
    {
        var bits = new SeededBits(31);
        var level = new ProtectionLevel();
        double fast = 0, best = 0;
        for (var compared = 0; compared < 6;)
        {
            var tree = CountTree.Build([Hierarchy.Flat("a", ["x", "y", "z"]), Hierarchy.Flat("b", ["p", "q", "r"])], _ => (long)bits.Below(25));
            if (OptimalSuppression.Protect(tree, new PrimaryRules(), level, TestContext.Current.CancellationToken) is not { } optimum || !optimum.Primary.Contains(true))
            {
                continue;
            }

            compared++;
            var quick = SecondarySuppression.Fast(tree, new PrimaryRules(), level, TestContext.Current.CancellationToken);
            Assert.True(Publication.MayBeWritten(optimum, level, stop: TestContext.Current.CancellationToken));
            Assert.True(OptimalSuppression.Loss(optimum) <= OptimalSuppression.Loss(quick) + 1e-9);
            fast += OptimalSuppression.Loss(quick);
            best += OptimalSuppression.Loss(optimum);
        }

        Assert.True(fast <= 1.2 * best, $"the fast method costs {fast / best} times the optimum");
    }

    /// <summary>The bar: information loss at most 1.1 times the optimum, on each table, by a program that is not ours.</summary>
    [Fact]
    public void HierarchicalTables_LoseAtMostATenthMoreThanAnIndependentOptimum()
    {
        const int wanted = 40, cells = 40;
        var bits = new SeededBits(20261130);
        var level = new ProtectionLevel();
        int compared = 0, equal = 0, impossible = 0;
        double worst = 1, ours = 0, best = 0;
        while (compared < wanted)
        {
            var tree = RandomTree(bits, compared % 2 == 0 ? 12 : 30);
            var primary = new PrimaryRules().Apply(tree);
            if (tree.Counts.Length > cells || !primary.Contains(true) || primary[0])
            {
                continue;
            }

            var table = SecondarySuppression.Protect(tree, new PrimaryRules(), level, TestContext.Current.CancellationToken);
            Assert.True(table.Protected);
            if (ExactSuppression.LeastLoss(tree, primary, level) is not { } least)
            {
                // Too few people under a printed total: then it is hidden, and only then.
                Assert.True(table.GrandTotalHidden, "no choice protects this table, yet it passes for protected");
                impossible++;
                continue;
            }

            var loss = OptimalSuppression.Loss(table);
            Assert.False(table.GrandTotalHidden, "the grand total is hidden where it need not be");
            Assert.True(loss >= least - 0.01, $"{loss} is less than the least possible {least}: one of the two is wrong");
            Assert.True(loss <= (1.1 * least) + 0.01, $"{loss} is {loss / least:F3} times the least possible {least}");
            (compared, equal, worst) = (compared + 1, equal + (loss <= least + 0.01 ? 1 : 0), least > 0 ? Math.Max(worst, loss / least) : worst);
            (ours, best) = (ours + loss, best + least);
        }

        TestContext.Current.SendDiagnosticMessage($"{equal} of {compared} at the optimum, worst {worst:F3}, together {ours / best:F4}; {impossible} cannot be protected under a printed total");
        Assert.True(best > 0 && impossible > 0, "the tables had nothing to hide, or all could be protected");
    }

    [Fact]
    public void LargeTable_IsProtectedWithAProofThatAdditionChecks()
    {
        var bits = new SeededBits(3);
        var tree = CountTree.Build(
            [
                new Hierarchy("place", [new("Total", -1), .. Enumerable.Range(0, 4).Select(r => new HierarchyNode("r" + r, 0)), .. Enumerable.Range(0, 36).Select(p => new HierarchyNode("p" + p, 1 + (p % 4)))]),
                Hierarchy.Flat("sex", ["F", "M"]), Hierarchy.Flat("age", ["a", "b", "c", "d", "e", "f"]),
            ],
            _ => bits.Below(3) == 0 ? 0 : (long)bits.Below(60) * (long)bits.Below(60) / 30);
        var level = new ProtectionLevel();
        var table = SecondarySuppression.Fast(tree, new PrimaryRules(), level, TestContext.Current.CancellationToken);
        Assert.True(table.Protected);
        Assert.True(table.Proof!.Holds(table, level, zerosHidden: true));
        Assert.False(table.Proof.Holds(table, level with { Width = 9 }, zerosHidden: true));

        // Printing any one cover breaks the proof: it cannot pass for a table it was not made for.
        var cover = Enumerable.Range(0, table.Hidden.Length).First(c => table.Hidden[c] && !table.Primary[c]);
        Assert.False(table.Proof.Holds(table with { Hidden = table.Hidden.SetItem(cover, false) }, level, zerosHidden: true));
        var first = table.Proof.Cells[0];
        var crooked = first with { Alternatives = [first.Alternatives[0] with { Changes = first.Alternatives[0].Changes.RemoveAt(0) }] };
        Assert.False(new ProtectionProof(table.Proof.Cells.SetItem(0, crooked)).Holds(table, level, zerosHidden: true));
    }

    [Fact]
    public void Optimum_AgreesWithEveryChoiceTriedOnTinyTables()
    {
        // Brute force over all choices of covers of 2 x 3 tables, judged by plain enumeration of whole tables.
        var bits = new SeededBits(77);
        var level = new ProtectionLevel();
        for (var t = 0; t < 6; t++)
        {
            var tree = CountTree.Build([Hierarchy.Flat("a", ["x", "y"]), Hierarchy.Flat("b", ["p", "q", "r"])], _ => (long)bits.Below(9));
            var rules = new PrimaryRules();
            var primary = rules.Apply(tree);
            if (!primary.Contains(true) || primary[0])
            {
                continue;
            }

            var open = Enumerable.Range(1, primary.Length - 1).Where(c => !primary[c]).ToArray();
            var cheapest = double.PositiveInfinity;
            for (var choice = 0; choice < 1 << open.Length; choice++)
            {
                var hidden = (bool[])primary.Clone();
                double cost = 0;
                for (var i = 0; i < open.Length; i++)
                {
                    if ((choice >> i & 1) != 0)
                    {
                        hidden[open[i]] = true;
                        cost += SecondarySuppression.Cost(tree, open[i]);
                    }
                }

                if (cost < cheapest && Wide(tree, primary, hidden, level))
                {
                    cheapest = cost;
                }
            }

            var best = OptimalSuppression.Protect(tree, rules, level, TestContext.Current.CancellationToken);
            Assert.Equal(double.IsInfinity(cheapest), best is null);
            if (best is not null)
            {
                Assert.Equal(cheapest, OptimalSuppression.Loss(best), 3);
            }
        }
    }

    // All whole tables 2 x 3 that agree with what is printed, by trying every inner count.
    private static bool Wide(CountTree tree, bool[] primary, bool[] hidden, ProtectionLevel level)
    {
        var total = (int)tree.Counts[0];
        var low = tree.Counts.ToArray();
        var high = tree.Counts.ToArray();
        var inner = new[] { 5, 6, 7, 9, 10, 11 };
        var at = new long[12];
        void Try(int i, long left)
        {
            if (i == inner.Length)
            {
                for (var row = 0; row < 3; row++)
                {
                    if (row > 0)
                    {
                        at[row * 4] = at[(row * 4) + 1] + at[(row * 4) + 2] + at[(row * 4) + 3];
                    }
                }

                for (var column = 0; column < 4; column++)
                {
                    at[column] = at[4 + column] + at[8 + column];
                }

                for (var c = 0; c < 12; c++)
                {
                    if (!hidden[c] && at[c] != tree.Counts[c])
                    {
                        return;
                    }
                }

                for (var c = 0; c < 12; c++)
                {
                    (low[c], high[c]) = (Math.Min(low[c], at[c]), Math.Max(high[c], at[c]));
                }

                return;
            }

            var cell = inner[i];
            var (from, to) = hidden[cell] ? (0, left) : (tree.Counts[cell], tree.Counts[cell]);
            for (var n = from; n <= to && n <= left; n++)
            {
                at[cell] = n;
                Try(i + 1, left - n);
            }
        }

        Try(0, total);
        return Enumerable.Range(0, 12).Where(c => primary[c]).All(c =>
            high[c] - low[c] >= level.Width && high[c] - tree.Counts[c] >= level.Above && tree.Counts[c] - low[c] >= Math.Min(level.Below, tree.Counts[c]))
            && Enumerable.Range(0, 12).All(c => !hidden[c] || primary[c] || high[c] > low[c]);
    }
}
