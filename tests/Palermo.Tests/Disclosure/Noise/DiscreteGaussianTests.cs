using System.Reflection;
using System.Reflection.Emit;
using Palermo.Disclosure.Noise;

namespace Palermo.Tests.Disclosure.Noise;

public sealed class DiscreteGaussianTests
{
    [Theory]
    [InlineData(1UL, 4U, 1_000_000)]
    [InlineData(1UL, 1U, 1_000_000)]
    [InlineData(5_003UL, 1_000U, 1_000_000)]
    [InlineData(90UL, 1U, 500_000)]
    [InlineData(1UL << 20, 1_024U, 300_000)]
    public void Draws_FollowTheExactDistribution(ulong numerator, uint denominator, int draws)
    {
        var sampler = new DiscreteGaussian(new Variance(numerator, denominator), new SeededBits(numerator + denominator));
        var counts = new Dictionary<long, int>();
        for (var i = 0; i < draws; i++)
        {
            var x = sampler.Draw();
            counts[x] = counts.GetValueOrDefault(x) + 1;
        }

        var (chi, degrees) = ChiSquare(counts, (double)numerator / denominator, draws);
        // Wilson-Hilferty: beyond five standard deviations the sampler is wrong, not unlucky.
        var z = (Math.Cbrt(chi / degrees) - (1 - (2.0 / (9 * degrees)))) / Math.Sqrt(2.0 / (9 * degrees));
        Assert.True(z < 5, $"chi-square {chi} on {degrees} degrees");
    }

    internal static (double Chi, int Degrees) ChiSquare(Dictionary<long, int> counts, double variance, int draws)
    {
        var reach = (long)(12 * Math.Sqrt(variance)) + 12;
        double mass = 0;
        for (var x = -reach; x <= reach; x++)
        {
            mass += Math.Exp(-x * (double)x / (2 * variance));
        }

        double chi = 0, restExpected = draws;
        var restSeen = draws;
        var degrees = 0;
        for (var x = -reach; x <= reach; x++)
        {
            var expected = draws * Math.Exp(-x * (double)x / (2 * variance)) / mass;
            if (expected < 10)
            {
                continue;
            }

            var seen = counts.GetValueOrDefault(x);
            chi += (seen - expected) * (seen - expected) / expected;
            restExpected -= expected;
            restSeen -= seen;
            degrees++;
        }

        return restExpected > 10 ? (chi + ((restSeen - restExpected) * (restSeen - restExpected) / restExpected), degrees) : (chi, degrees - 1);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 7)]
    [InlineData(999, 1_000)]
    public void Bernoulli_HasItsRationalProbability(int numerator, int denominator)
    {
        var bits = new SeededBits((ulong)denominator);
        const int draws = 1_000_000;
        var hits = Enumerable.Range(0, draws).Count(_ => bits.Bernoulli((UInt128)numerator, (UInt128)denominator));
        var p = numerator / (double)denominator;
        Assert.InRange((hits - (draws * p)) / Math.Sqrt(draws * p * (1 - p)), -5, 5);
    }

    [Fact]
    public void Below_CoversItsRangeAndNothingBeyond()
    {
        var bits = new SeededBits(3);
        var seen = new HashSet<UInt128>();
        for (var i = 0; i < 10_000; i++)
        {
            seen.Add(bits.Below(7));
            Assert.True(bits.Below((UInt128.One << 90) + 5) < (UInt128.One << 90) + 5);
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(i => (UInt128)i), seen.Order());
        Assert.Throws<ArgumentOutOfRangeException>(() => bits.Below(0));
    }

    [Theory]
    [InlineData(0UL, 1U)]
    [InlineData(1UL, 0U)]
    [InlineData((1UL << 40) + 1, 1U)]
    public void Variance_OutOfRange_IsRefused(ulong numerator, uint denominator) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DiscreteGaussian(new Variance(numerator, denominator), new SeededBits(1)));

    [Fact]
    public void NoisePath_HoldsNoFloatingPoint()
    {
        // Every method of the namespace: signature, locals and instructions. A double anywhere is the hole of Mironov 2012.
        var found = new List<string>();
        foreach (var type in typeof(DiscreteGaussian).Assembly.GetTypes().Where(t => t.Namespace == "Palermo.Disclosure.Noise"))
        {
            found.AddRange(type.GetFields(Instructions.Everything).Where(f => Floating(f.FieldType)).Select(f => $"{type.Name}.{f.Name}"));
            foreach (var method in Instructions.MethodsOf(type))
            {
                if (method.GetParameters().Any(p => Floating(p.ParameterType)) || (method is MethodInfo m && Floating(m.ReturnType))
                    || method.GetMethodBody() is { } body && (body.LocalVariables.Any(l => Floating(l.LocalType)) || FloatingInstruction(method)))
                {
                    found.Add($"{type.Name}.{method.Name}");
                }
            }
        }

        // The gate's noise: from a cell's key to the count that is shown.
        foreach (var name in new[] { "Publish", "Mix", "PersonKey" })
        {
            var method = typeof(Palermo.Disclosure.Protection.CellKey).GetMethod(name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)!;
            if (method.GetMethodBody()!.LocalVariables.Any(l => Floating(l.LocalType)) || FloatingInstruction(method))
            {
                found.Add("CellKey." + name);
            }
        }

        // Whoever draws adds whole numbers to whole numbers. These two also work out the budget or the width beside it, and no others.
        string[] alsoAccount = ["PrivateCounts.Measure", "MarginalSelection"];
        var drawers = typeof(DiscreteGaussian).Assembly.GetTypes().SelectMany(t => Drawing(t).Select(m => (Type: t, Method: m))).ToArray();
        Assert.NotEmpty(drawers);
        found.AddRange(drawers.Where(d => FloatingInstruction(d.Method))
            .Select(d => $"{d.Type.FullName}.{d.Method.Name}").Where(n => !alsoAccount.Any(a => n.Contains(a, StringComparison.Ordinal))));

        Assert.Empty(found);
        Assert.True(FloatingInstruction(typeof(DiscreteGaussianTests).GetMethod(nameof(Half), BindingFlags.NonPublic | BindingFlags.Static)!), "the test itself does not see floating point");
    }

    private static IEnumerable<MethodBase> Drawing(Type type) => Instructions.MethodsOf(type)
        .Where(m => Instructions.Of(m).Any(i => i.Called is { Name: nameof(DiscreteGaussian.Draw) } called && called.DeclaringType == typeof(DiscreteGaussian)));

    private static long Half(long x) => (long)(x * 0.5);

    private static bool Floating(Type type) => type == typeof(double) || type == typeof(float) || type == typeof(decimal) || type == typeof(Half);

    private static bool FloatingInstruction(MethodBase method) => Instructions.Of(method).Any(i =>
        i.Code == OpCodes.Ldc_R4 || i.Code == OpCodes.Ldc_R8 || i.Code == OpCodes.Conv_R4 || i.Code == OpCodes.Conv_R8 || i.Code == OpCodes.Conv_R_Un
        || (i.Called is MethodInfo called && (Floating(called.ReturnType) || called.GetParameters().Any(p => Floating(p.ParameterType)))));
}
