using System.Numerics;
using Palermo.Disclosure.Noise;

namespace Palermo.Tests.Disclosure.Noise;

/// <summary>
/// The samplers' distributions without drawing anything: every choice that a sampler makes is followed both ways with its rational
/// probability, down to a least weight. What was reached bounds each probability from below, what was given up from above.
/// </summary>
public sealed class ExactSamplerTests
{
    // Probabilities as whole numbers over this; every product is rounded down, so that bounds stay bounds.
    private static readonly BigInteger One = BigInteger.One << 192;

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(1, 1)]
    [InlineData(5, 2)]
    public void ExponentialBernoulli_HasItsProbabilityBetweenRationalBounds(int numerator, int denominator)
    {
        var (mass, left) = Follow(bits => ExponentialBernoulli.Draw(bits, (UInt128)numerator, (UInt128)denominator) ? 1 : 0, 1e-9);
        var (low, high) = Exponential(numerator, denominator);
        Assert.True(mass[1] <= high && low <= mass[1] + left, "the probability of true lies outside its bounds");
        Assert.True(left < One / 1_000_000, "too much was given up for the bounds to say anything");
    }

    [Theory]
    [InlineData(1UL, 1U)]
    [InlineData(1UL, 2U)]
    [InlineData(9UL, 4U)]
    public void DiscreteGaussian_HasItsRatiosBetweenRationalBounds(ulong numerator, uint denominator)
    {
        // P(x) / P(0) = exp(-x^2 / (2 sigma^2)): no normalising constant, and the same after every restart of the rejection.
        var (mass, left) = Follow(bits => new DiscreteGaussian(new Variance(numerator, denominator), bits).Draw(), 2e-7);
        var zero = mass[0];
        Assert.True(left < One / 3, $"{Percent(left)} of the mass was given up");
        foreach (var x in (long[])[-2, -1, 1, 2])
        {
            var (low, high) = Exponential((int)(x * x * denominator), (int)(2 * numerator));

            // Each mass may miss up to what was given up; the given-up part of a path back to the start splits like the whole.
            var (least, most) = (mass[x], mass[x] + left);
            Assert.True(least * One <= high * (zero + left) && low * zero <= most * One, $"P({x}) / P(0) lies outside its bounds");
            var ratio = (double)(mass[x] * 1_000_000 / zero) / 1e6;
            // The given-up mass leans a little outward; a wrong variance or sign is further off than this.
            var exact = (double)(low * 1_000_000 / One) / 1e6;
            Assert.InRange(ratio, exact - 0.03, exact + 0.03);
        }

        Assert.Equal(mass[1], mass[-1]);
    }

    private static string Percent(BigInteger part) => ((int)(part * 100 / One)).ToString(System.Globalization.CultureInfo.InvariantCulture) + " %";

    // exp(-n/d) between two rationals: partial sums of the series of exp(-n/(d m)) for a small argument, raised to the m-th power.
    private static (BigInteger Low, BigInteger High) Exponential(int n, int d)
    {
        var m = (n / d) + 1;
        BigInteger sum = 0, before = 0, term = One;
        for (var k = 1; k <= 60; k++)
        {
            before = sum;
            sum += k % 2 == 1 ? term : -term;
            term = term * n / (d * m * k);
        }

        var (low, high) = (BigInteger.Min(sum, before) - 100, BigInteger.Max(sum, before) + 100);
        BigInteger lowPower = One, highPower = One;
        for (var i = 0; i < m; i++)
        {
            (lowPower, highPower) = (lowPower * low / One, (highPower * high / One) + 1);
        }

        return (lowPower, highPower);
    }

    private static (Dictionary<long, BigInteger> Mass, BigInteger Left) Follow(Func<BitSource, long> sampler, double least)
    {
        var smallest = (BigInteger)(least * Math.Pow(2, 60)) << 132;
        var (mass, left) = (new Dictionary<long, BigInteger>(), BigInteger.Zero);
        var paths = new Stack<int[]>();
        paths.Push([]);
        while (paths.TryPop(out var path))
        {
            var choices = new Choices(path, smallest);
            try
            {
                var x = sampler(choices);
                mass[x] = mass.GetValueOrDefault(x) + choices.Weight;
            }
            catch (GivenUp)
            {
                left += choices.Weight;
            }

            // Every choice that was made anew on this path has other ways; each is a path of its own.
            for (var at = path.Length; at < choices.Made.Count; at++)
            {
                for (var other = 1; other < choices.WaysAt(at); other++)
                {
                    // Too light to be followed: given up here, before the sampler runs as far as this only to be stopped.
                    if (choices.WeightOf(at, other) is var weight && weight < smallest)
                    {
                        left += weight;
                    }
                    else
                    {
                        paths.Push([.. choices.Made[..at], other]);
                    }
                }
            }
        }

        return (mass, left);
    }

    private sealed class GivenUp : Exception;

    private sealed class Choices(int[] path, BigInteger smallest) : BitSource
    {
        private readonly List<(BigInteger Before, BigInteger[] Shares)> _met = [];

        public List<int> Made { get; } = [];

        public int WaysAt(int at) => _met[at].Shares.Length;

        /// <summary>What the path weighs that goes the same way up to here and another way now.</summary>
        public BigInteger WeightOf(int at, int way) => After(_met[at].Before, _met[at].Shares, way);

        public BigInteger Weight { get; private set; } = One;

        public override ulong Next() => (ulong)Choose([1, 1]);

        public override UInt128 Below(UInt128 bound) => bound <= 64 ? (UInt128)Choose([.. Enumerable.Repeat(BigInteger.One, (int)bound)]) : throw new NotSupportedException();

        // A sure thing is no choice.
        public override bool Bernoulli(UInt128 numerator, UInt128 denominator) =>
            numerator >= denominator || (numerator != 0 && Choose([(BigInteger)numerator, (BigInteger)(denominator - numerator)]) == 0);

        private int Choose(BigInteger[] shares)
        {
            var way = Made.Count < path.Length ? path[Made.Count] : 0;
            Made.Add(way);
            _met.Add((Weight, shares));
            Weight = After(Weight, shares, way);
            return Weight < smallest && Made.Count >= path.Length ? throw new GivenUp() : way;
        }

        private static BigInteger After(BigInteger weight, BigInteger[] shares, int way) => weight * shares[way] / shares.Aggregate(BigInteger.Add);
    }
}
