using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Palermo.Estimation.Likelihood;

/// <summary>The arithmetic on the subset lattice: sums over subsets and supersets, means, and the dot product under the factorisation.</summary>
internal sealed partial class FitKernel
{
    /// <summary>Means from coefficients; returns the deviance over the histories kept.</summary>
    private double Predict(ReadOnlySpan<double> offset)
    {
        Array.Clear(_eta);
        for (var i = 0; i < TermCount; i++)
        {
            _eta[_terms[i]] = _b[i];
        }

        SubsetSums(_eta);
        if (!offset.IsEmpty)
        {
            for (var c = 0; c < _cells; c++)
            {
                _eta[c] += offset[c];
            }
        }

        Exponential();
        var half = 0.0;
        SmallestFitted = double.PositiveInfinity;
        for (var c = 0; c < _cells; c++)
        {
            if (!_kept[c])
            {
                if (c != 0)
                {
                    _mu[c] = 0;
                }

                continue;
            }

            var mu = _mu[c];
            var count = _y[c];
            half += count > 0 ? count * (_logY[c] - _eta[c]) - (count - mu) : mu;
            SmallestFitted = Math.Min(SmallestFitted, mu);
        }

        return 2 * half;
    }

    private void Exponential()
    {
        var width = Vector512<double>.Count;
        var c = 0;
        for (; c + width <= _cells; c += width)
        {
            Vector512.Exp(Vector512.LoadUnsafe(ref _eta[c])).StoreUnsafe(ref _mu[c]);
        }

        for (; c < _cells; c++)
        {
            _mu[c] = Math.Exp(_eta[c]);
        }
    }

    private void SupersetSums(double[] a)
    {
        for (var j = 0; j < _lists; j++)
        {
            var bit = 1 << j;
            for (var start = 0; start < _cells; start += bit << 1)
            {
                var low = a.AsSpan(start, bit);
                var high = a.AsSpan(start + bit, bit);
                for (var i = 0; i < low.Length; i++)
                {
                    low[i] += high[i];
                }
            }
        }
    }

    private void SubsetSums(double[] a)
    {
        for (var j = 0; j < _lists; j++)
        {
            var bit = 1 << j;
            for (var start = 0; start < _cells; start += bit << 1)
            {
                var low = a.AsSpan(start, bit);
                var high = a.AsSpan(start + bit, bit);
                for (var i = 0; i < low.Length; i++)
                {
                    high[i] += low[i];
                }
            }
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        var i = 0;
        if (a.Length >= 4)
        {
            var parts = Vector256<double>.Zero;
            ref var ra = ref MemoryMarshal.GetReference(a);
            ref var rb = ref MemoryMarshal.GetReference(b);
            for (; i + 4 <= a.Length; i += 4)
            {
                parts += Vector256.LoadUnsafe(ref ra, (nuint)i) * Vector256.LoadUnsafe(ref rb, (nuint)i);
            }

            sum = Vector256.Sum(parts);
        }

        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
