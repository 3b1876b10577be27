using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Palermo.Disclosure.Protection;

/// <summary>
/// Cell-key perturbation (Fraser and Wooton 2005; Thompson, Broadfoot and Elazar 2013): every person has a permanent secret key;
/// a cell's key is the sum of its people's keys; the noise is looked up by it. The same people give the same answer in every table, so
/// asking again teaches nothing. Noise has mean 0, a set variance and a set maximum; zeros stay zero. It is not differential privacy.
/// </summary>
/// <param name="Maximum">Greatest absolute noise D.</param>
/// <param name="Variance">Variance V of the noise where the count allows it.</param>
/// <param name="SmallestShown">Counts below this are never shown (0 stays).</param>
public sealed record CellKeyPlan(int Maximum = 4, double Variance = 2, int SmallestShown = 3);

/// <summary>Looks up the noise of a cell.</summary>
public sealed class CellKey
{
    private readonly CellKeyPlan plan;
    private readonly ImmutableArray<ulong[]> limits;
    private readonly ImmutableArray<int[]> noises;

    public CellKey(CellKeyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        this.plan = plan;
        ImmutableArray<ImmutableArray<(int Noise, double Probability)>> distributions = [.. Enumerable.Range(0, plan.Maximum + plan.SmallestShown + 1).Select(n => Distribution(n))];
        limits = [.. distributions.Select(Limits)];
        noises = [.. distributions.Select(d => d.Select(p => p.Noise).ToArray())];
    }

    /// <summary>The noise distribution for a true count: possible noises and their probabilities.</summary>
    public ImmutableArray<(int Noise, double Probability)> Distribution(long count)
    {
        if (count == 0)
        {
            return [(0, 1)];
        }

        // Maximum entropy under mean 0 and the variance: weights exp(a d - b d^2) on the allowed noises.
        var allowed = Enumerable.Range(-plan.Maximum, (2 * plan.Maximum) + 1).Where(d => count + d == 0 || count + d >= plan.SmallestShown).ToArray();
        double a = 0, b = 0.5 / plan.Variance;
        for (var round = 0; round < 200; round++)
        {
            var p = Weigh(allowed, a, b);
            var mean = allowed.Zip(p, (d, w) => d * w).Sum();
            var second = allowed.Zip(p, (d, w) => d * (double)d * w).Sum();
            var third = allowed.Zip(p, (d, w) => Math.Pow(d, 3) * w).Sum();
            var fourth = allowed.Zip(p, (d, w) => Math.Pow(d, 4) * w).Sum();
            var (s11, s12, s22) = (second - (mean * mean), third - (mean * second), fourth - (second * second));
            var (r1, r2) = (-mean, plan.Variance - second);
            // When the small counts leave no room for the variance, only the mean is met.
            var determinant = (s11 * s22) - (s12 * s12);
            if (determinant > 1e-9 && round < 100)
            {
                a += Math.Clamp(((s22 * r1) - (s12 * r2)) / determinant, -1, 1);
                b -= Math.Clamp(((s11 * r2) - (s12 * r1)) / determinant, -0.5, 0.5);
                b = Math.Clamp(b, -1, 5);
            }
            else
            {
                a += Math.Clamp(r1 / Math.Max(s11, 1e-9), -1, 1);
            }
        }

        return [.. allowed.Zip(Weigh(allowed, a, b))];
    }

    /// <summary>The published count of a cell from the number of people in it and the sum of their keys (wrapping).</summary>
    public long Publish(long count, ulong keySum)
    {
        if (count <= 0)
        {
            return 0;
        }

        // Whole numbers alone: the look-up of a key is the noise path, the table was made before any key was seen.
        var row = (int)Math.Min(count, limits.Length - 1);
        var drawn = Mix(keySum) >> 11;
        var at = 0;
        while (at < limits[row].Length - 1 && drawn >= limits[row][at])
        {
            at++;
        }

        return count + noises[row][at];
    }

    /// <summary>A person's permanent key: a keyed hash of the identifier. The secret never leaves the register.</summary>
    public static ulong PersonKey(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> person) =>
        BinaryPrimitives.ReadUInt64LittleEndian(HMACSHA256.HashData(secret, person));

    // The sum of two people's keys must not show which two: the look-up uses a mixed value.
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    private static double[] Weigh(int[] allowed, double a, double b)
    {
        var log = allowed.Select(d => (a * d) - (b * d * d)).ToArray();
        var top = log.Max();
        var w = log.Select(l => Math.Exp(l - top)).ToArray();
        var sum = w.Sum();
        return [.. w.Select(v => v / sum)];
    }

    // Where each noise ends among the 2^53 values of a drawn number.
    private static ulong[] Limits(ImmutableArray<(int Noise, double Probability)> distribution)
    {
        double sum = 0;
        return [.. distribution.Select(d => (ulong)Math.Ceiling(Math.Min(1, sum += d.Probability) * (1UL << 53)))];
    }
}
