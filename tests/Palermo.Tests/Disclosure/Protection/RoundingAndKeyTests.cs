using System.Globalization;
using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Protection;
using Palermo.Tests.Disclosure.Audit;

namespace Palermo.Tests.Disclosure.Protection;

public sealed class RoundingAndKeyTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void ControlledRounding_IsAdditiveAndNear(int @base)
    {
        var bits = new SeededBits(9);
        for (var i = 0; i < 60; i++)
        {
            var tree = SuppressionTests.RandomTree(bits, 30);
            var rounded = ControlledRounding.Round(tree, @base);
            Assert.All(rounded.Values, v => Assert.Equal(0, v % @base));
            Assert.All(tree.Equations, e => Assert.Equal(rounded.Values[e.Total], e.Parts.Sum(p => rounded.Values[p])));
            var reach = rounded.Adjacent ? @base - 1 : 3 * @base;
            Assert.All(rounded.Values.Zip(tree.Counts), p => Assert.True(Math.Abs(p.First - p.Second) <= reach));
            if (tree.Dimensions.Length == 2 && tree.Dimensions.All(d => d.Nodes.All(n => n.Parent <= 0)))
            {
                Assert.True(rounded.Adjacent, "a flat two-way table always has an adjacent rounding");
            }
        }
    }

    [Fact]
    public void CellKey_DistributionMeetsItsMoments()
    {
        var plan = new CellKeyPlan();
        var key = new CellKey(plan);
        for (var n = 1; n <= 12; n++)
        {
            var d = key.Distribution(n);
            Assert.Equal(1.0, d.Sum(p => p.Probability), 9);
            Assert.Equal(0.0, d.Sum(p => p.Noise * p.Probability), 4);
            Assert.All(d, p => Assert.True(n + p.Noise == 0 || n + p.Noise >= plan.SmallestShown));
            if (n >= plan.Maximum + plan.SmallestShown)
            {
                Assert.Equal(plan.Variance, d.Sum(p => p.Noise * (double)p.Noise * p.Probability), 3);
            }
        }
    }

    [Fact]
    public void CellKey_SamePeopleGiveTheSameAnswerAndNoSmallCount()
    {
        var plan = new CellKeyPlan();
        var key = new CellKey(plan);
        var bits = new SeededBits(4);
        double sum = 0;
        const int cells = 20_000;
        for (var i = 0; i < cells; i++)
        {
            var n = 1 + (int)bits.Below(20);
            var k = bits.Next();
            var shown = key.Publish(n, k);
            Assert.Equal(shown, key.Publish(n, k));
            Assert.True(shown == 0 || shown >= plan.SmallestShown);
            sum += shown - n;
        }

        Assert.InRange(sum / cells, -0.06, 0.06);
        Assert.Equal(0, key.Publish(0, bits.Next()));
    }

    [Fact]
    public void FullyHiddenSmallTable_AgreesWithPlainEnumeration()
    {
        // A second attacker without linear programs: every table of whole numbers up to the total is tried.
        var bits = new SeededBits(77);
        var tried = 0;
        while (tried < 20)
        {
            var tree = CountTree.Build([Hierarchy.Flat("a", ["x", "y", "z"]), Hierarchy.Flat("b", ["p", "q"])], _ => (long)bits.Below(7));
            var table = SecondarySuppression.Protect(tree, new PrimaryRules(), new ProtectionLevel(), TestContext.Current.CancellationToken);
            var hidden = Enumerable.Range(0, table.Hidden.Length).Where(c => table.Hidden[c]).ToArray();
            if (!table.Protected || hidden.Length is 0 or > 4)
            {
                continue;
            }

            tried++;
            var high = tree.Counts[0];
            var values = Enumerator.Solve(
                [.. hidden.Select(_ => (0L, high))],
                [.. tree.Equations.Select(e => (
                    e.Parts.Where(p => table.Hidden[p]).Select(p => Array.IndexOf(hidden, p)).ToArray(),
                    table.Hidden[e.Total] ? new[] { Array.IndexOf(hidden, e.Total) } : [],
                    (table.Hidden[e.Total] ? 0 : tree.Counts[e.Total]) - e.Parts.Where(p => !table.Hidden[p]).Sum(p => tree.Counts[p])))]);
            Assert.NotNull(values);
            for (var i = 0; i < hidden.Length; i++)
            {
                Assert.True(values[i].Count > 1, string.Create(CultureInfo.InvariantCulture, $"cell {hidden[i]} has one value"));
                Assert.True(!table.Primary[hidden[i]] || values[i].Max - values[i].Min >= 5);
            }
        }
    }

    [Fact]
    public void Hierarchy_WithACycle_IsRefused()
    {
        var broken = new Hierarchy("place", [new("Total", -1), new("north", 2), new("south", 1)]);
        var error = Assert.Throws<InvalidDataException>(() => CountTree.Build([broken], _ => 1));
        Assert.Contains("place", error.Message, StringComparison.Ordinal);
    }
}
