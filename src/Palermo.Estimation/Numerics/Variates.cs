namespace Palermo.Estimation.Numerics;

/// <summary>Random variates from a stream: gamma (Marsaglia and Tsang 2000), binomial (inversion, or Hormann's BTRS 1993), Poisson (PTRS).</summary>
internal static class Variates
{
    /// <summary>The logarithm of a gamma variate: exact where the variate itself would be zero in doubles.</summary>
    public static double LogGammaVariate(this SeededRandom random, double shape) =>
        shape < 1 ? Math.Log(random.Gamma(shape + 1)) + Math.Log(random.NextDouble()) / shape : Math.Log(random.Gamma(shape));

    /// <summary>Gamma with unit scale.</summary>
    public static double Gamma(this SeededRandom random, double shape)
    {
        if (shape == 1)
        {
            return -Math.Log(random.NextDouble());
        }

        if (shape < 1)
        {
            return random.Gamma(shape + 1) * Math.Pow(random.NextDouble(), 1 / shape);
        }

        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x, v;
            do
            {
                x = random.Normal();
                v = 1 + c * x;
            }
            while (v <= 0);

            v = v * v * v;
            var u = random.NextDouble();
            if (u < 1 - 0.0331 * x * x * x * x || Math.Log(u) < 0.5 * x * x + d * (1 - v + Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    public static double Beta(this SeededRandom random, double a, double b)
    {
        if (a == 1 && b == 1)
        {
            return random.NextDouble();
        }

        var x = random.Gamma(a);
        return x / (x + random.Gamma(b));
    }

    public static long Binomial(this SeededRandom random, long n, double p)
    {
        if (n <= 0 || p <= 0)
        {
            return 0;
        }

        if (p >= 1)
        {
            return n;
        }

        if (p > 0.5)
        {
            return n - random.Binomial(n, 1 - p);
        }

        return n * p < 10 ? BinomialByInversion(random, n, p) : BinomialByRejection(random, n, p);
    }

    public static long Poisson(this SeededRandom random, double mean)
    {
        if (mean <= 0)
        {
            return 0;
        }

        if (mean < 10)
        {
            var limit = Math.Exp(-mean);
            var k = -1L;
            var product = 1.0;
            do
            {
                k++;
                product *= random.NextDouble();
            }
            while (product > limit);
            return k;
        }

        var root = Math.Sqrt(mean);
        var b = 0.931 + 2.53 * root;
        var a = -0.059 + 0.02483 * b;
        var inverse = 1.1239 + 1.1328 / (b - 3.4);
        var squeeze = 0.9277 - 3.6224 / (b - 2);
        while (true)
        {
            var u = random.NextDouble() - 0.5;
            var v = random.NextDouble();
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((2 * a / us + b) * u + mean + 0.43);
            if (us >= 0.07 && v <= squeeze)
            {
                return (long)k;
            }

            if (k < 0 || (us < 0.013 && v > us))
            {
                continue;
            }

            if (Math.Log(v * inverse / (a / (us * us) + b)) <= k * Math.Log(mean) - mean - LogGamma.Factorial(k))
            {
                return (long)k;
            }
        }
    }

    /// <summary>Spreads <paramref name="n"/> individuals over cells with the given (unnormalised) weights.</summary>
    public static void Multinomial(this SeededRandom random, long n, ReadOnlySpan<double> weights, Span<long> counts)
    {
        var total = 0.0;
        foreach (var w in weights)
        {
            total += w;
        }

        for (var i = 0; i < weights.Length; i++)
        {
            if (n <= 0 || weights[i] <= 0)
            {
                counts[i] = 0;
                continue;
            }

            var draw = weights[i] >= total ? n : random.Binomial(n, weights[i] / total);
            counts[i] = draw;
            n -= draw;
            total -= weights[i];
        }

        // Rounding of the remaining weight may leave someone over: the last cell with weight takes them.
        for (var i = weights.Length - 1; n > 0 && i >= 0; i--)
        {
            if (weights[i] > 0)
            {
                counts[i] += n;
                n = 0;
            }
        }
    }

    private static long BinomialByInversion(SeededRandom random, long n, double p)
    {
        var q = 1 - p;
        var ratio = p / q;
        var f0 = Math.Exp(n * Math.Log(q));
        while (true)
        {
            var u = random.NextDouble();
            var f = f0;
            for (var x = 0L; x <= n && x < 200; x++)
            {
                if (u < f)
                {
                    return x;
                }

                u -= f;
                f *= ratio * (n - x) / (x + 1);
            }
        }
    }

    private static long BinomialByRejection(SeededRandom random, long n, double p)
    {
        var q = 1 - p;
        var sd = Math.Sqrt(n * p * q);
        var b = 1.15 + 2.53 * sd;
        var a = -0.0873 + 0.0248 * b + 0.01 * p;
        var c = n * p + 0.5;
        var squeeze = 0.92 - 4.2 / b;
        var alpha = (2.83 + 5.1 / b) * sd;
        var logOdds = Math.Log(p / q);
        var mode = Math.Floor((n + 1) * p);
        var atMode = double.NaN;
        while (true)
        {
            var u = random.NextDouble() - 0.5;
            var v = random.NextDouble();
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((2 * a / us + b) * u + c);
            if (k < 0 || k > n)
            {
                continue;
            }

            if (us >= 0.07 && v <= squeeze)
            {
                return (long)k;
            }

            if (double.IsNaN(atMode))
            {
                atMode = LogGamma.Factorial(mode) + LogGamma.Factorial(n - mode);
            }

            if (Math.Log(v * alpha / (a / (us * us) + b)) <= atMode - LogGamma.Factorial(k) - LogGamma.Factorial(n - k) + (k - mode) * logOdds)
            {
                return (long)k;
            }
        }
    }
}
