using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Protection;

namespace Palermo.Tests.Disclosure.Protection;

/// <summary>What protecting costs, against the optimum found by another program: at most 1.1 of it in every table where it was found.</summary>
public sealed class OptimalityTests
{
    private const double Bar = 1.1;

    /// <summary>Deterministic work of the other program on one table; what it does not settle is not compared.</summary>
    private const double Work = 4;

    [Fact]
    public void RandomHierarchicalTables_LoseAtMostATenthMoreThanTheOptimum()
    {
        var bits = new SeededBits(ulong.Parse(Environment.GetEnvironmentVariable("PALERMO_OPTIMUM_SEED") ?? "20261130", System.Globalization.CultureInfo.InvariantCulture));
        var level = new ProtectionLevel();
        var asked = int.Parse(Environment.GetEnvironmentVariable("PALERMO_OPTIMUM_TABLES") ?? "30", System.Globalization.CultureInfo.InvariantCulture);
        var (compared, open, worst) = (0, 0, 1.0);
        for (var i = 0; i < asked; i++)
        {
            var tree = SuppressionTests.RandomTree(bits, i % 2 == 0 ? 12 : 40);
            var table = SecondarySuppression.Protect(tree, new PrimaryRules(), level, TestContext.Current.CancellationToken);
            Assert.True(table.Protected);
            if (!table.Primary.Contains(true))
            {
                continue;
            }

            var best = WholeProgram.Cheapest(tree, [.. table.Primary], level, table.GrandTotalHidden, Work);
            if (best.Loss is not { } optimum)
            {
                Assert.False(best.IsImpossible, "the protection found what there is not");
                open++;
                continue;
            }

            compared++;
            var loss = OptimalSuppression.Loss(table);
            Assert.True(loss >= optimum - 1e-3, $"table {i} costs {loss}, less than the optimum {optimum}: one of the two is wrong");
            var ratio = optimum == 0 ? 1 : loss / optimum;
            worst = Math.Max(worst, ratio);
            Assert.True(loss <= (Bar * optimum) + 1e-3, $"table {i} of {tree.Counts.Length} cells costs {loss}, the optimum is {optimum}");
        }

        TestContext.Current.SendDiagnosticMessage($"{compared} tables compared, {open} not settled by the other program; loss at most {worst:F4} of the optimum");
        Assert.True(compared >= asked / 2, $"{compared} of {asked} tables were compared");
    }
}
