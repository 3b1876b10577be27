namespace Palermo.Estimation.Numerics;

/// <summary>Tails of the Poisson distribution, summed outwards from the observed value.</summary>
internal static class PoissonTails
{
    /// <summary>The smaller of P(X &lt;= n) and P(X &gt;= n).</summary>
    public static double SmallerTail(long n, double mean)
    {
        if (mean <= 0)
        {
            return n == 0 ? 1 : 0;
        }

        var at = Math.Exp(n * Math.Log(mean) - mean - LogGamma.Factorial(n));
        return n <= mean ? Lower(n, mean, at) : Upper(n, mean, at);
    }

    private static double Lower(long n, double mean, double at)
    {
        var (sum, term) = (at, at);
        for (var k = n; k > 0 && term > sum * 1e-17; k--)
        {
            term *= k / mean;
            sum += term;
        }

        // Next to the mean either tail may be the smaller.
        return sum > 0.5 ? Math.Min(sum, 1 - sum + at) : sum;
    }

    private static double Upper(long n, double mean, double at)
    {
        var (sum, term) = (at, at);
        for (var k = n + 1; term > sum * 1e-17; k++)
        {
            term *= mean / k;
            sum += term;
        }

        return sum > 0.5 ? Math.Min(sum, 1 - sum + at) : sum;
    }
}
