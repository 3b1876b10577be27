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
        int suppressed = 0, refused = 0;
        for (var i = 0; i < 80; i++)
        {
            var tree = RandomTree(bits, i % 2 == 0 ? 12 : 40);
            var table = SecondarySuppression.Fast(tree, new PrimaryRules(), level, TestContext.Current.CancellationToken);
            if (!table.Protected)
            {
                // Too few people for any protection: the table is refused, which the gate must see.
                Assert.False(Publication.MayBeWritten(table, level, stop: TestContext.Current.CancellationToken));
                refused++;
                continue;
            }

            suppressed += table.Primary.Contains(true) ? 1 : 0;
            var audit = Publication.Audit(table, stop: TestContext.Current.CancellationToken);
            Assert.Equal(0, audit.Report.RecoveredCells);
            Assert.Equal(0, audit.Report.ContradictoryGroups);
            Assert.All(audit.Bounds.Where(b => table.Primary[b.Cell]), b => Assert.True(b.Max - b.Min >= level.Width));
        }

        Assert.True(suppressed > 55, $"{suppressed} tables had something to hide, {refused} refused");
        Assert.True(refused < 16, $"{refused} refused");
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

        Assert.True(fast <= 1.25 * best, $"the fast method costs {fast / best} times the optimum");
    }
}
