using System.Numerics;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Bayesian;

/// <summary>Which class each person belongs to: the part of a sweep that takes the time.</summary>
internal sealed partial class LatentClassChain
{
    /// <summary>Spreads the people of one history over classes and counts them there.</summary>
    private void Allocate(int history, long count)
    {
        if (count == 0)
        {
            return;
        }

        var (total, best) = (0.0, 0);
        for (var k = 0; k < _classes; k++)
        {
            var weight = _share[k] * _none[k];
            var odds = k * _lists;
            for (var rest = (uint)history; rest != 0; rest &= rest - 1)
            {
                weight *= _odds[odds + BitOperations.TrailingZeroCount(rest)];
            }

            _weights[k] = weight;
            total += weight;
            best = weight > _weights[best] ? k : best;
        }

        if (!(total > 0) || !double.IsFinite(total))
        {
            best = LogScale(history);
            total = 1;
        }

        var inBest = Split(count, _weights[best] / total);
        Put(best, history, inBest);
        var left = count - inBest;
        total -= _weights[best];
        if (left == 0)
        {
            return;
        }

        if (left <= 6)
        {
            for (; left > 0; left--)
            {
                var u = _random.NextDouble() * total;
                var chosen = -1;
                for (var k = 0; k < _classes; k++)
                {
                    if (k == best || _weights[k] <= 0)
                    {
                        continue;
                    }

                    chosen = k;
                    u -= _weights[k];
                    if (u <= 0)
                    {
                        break;
                    }
                }

                Put(chosen < 0 ? best : chosen, history, 1);
            }

            return;
        }

        var last = best;
        for (var k = 0; k < _classes && left > 0; k++)
        {
            if (k == best || _weights[k] <= 0)
            {
                continue;
            }

            last = k;
            var draw = _weights[k] >= total ? left : Split(left, _weights[k] / total);
            Put(k, history, draw);
            left -= draw;
            total -= _weights[k];
        }

        if (left > 0)
        {
            Put(last, history, left);
        }
    }

    /// <summary>Weights of a history so unlikely that their products leave the range of doubles; returns the likeliest class.</summary>
    private int LogScale(int history)
    {
        var top = double.NegativeInfinity;
        for (var k = 0; k < _classes; k++)
        {
            var log = Math.Log(_share[k]) + Math.Log(_none[k]);
            for (var rest = (uint)history; rest != 0; rest &= rest - 1)
            {
                log += Math.Log(_odds[k * _lists + BitOperations.TrailingZeroCount(rest)]);
            }

            _weights[k] = log;
            top = Math.Max(top, log);
        }

        var (total, best) = (0.0, 0);
        for (var k = 0; k < _classes; k++)
        {
            _weights[k] = double.IsFinite(top) ? Math.Exp(_weights[k] - top) : 1;
            total += _weights[k];
        }

        for (var k = 0; k < _classes; k++)
        {
            _weights[k] /= total;
            best = _weights[k] > _weights[best] ? k : best;
        }

        return best;
    }

    private long Split(long n, double p)
    {
        if (p >= 1)
        {
            return n;
        }

        // (1-q)^n is at least 1-nq: most draws of a rare event end here, without an exponential.
        var q = 1 - p;
        if (n * q < 0.5)
        {
            var u = _random.NextDouble();
            if (u < 1 - n * q)
            {
                return n;
            }

            var f = Math.Pow(p, n);
            var missed = 0L;
            while (u >= f && missed < n)
            {
                u -= f;
                f *= q / p * (n - missed) / (missed + 1);
                missed++;
            }

            return n - missed;
        }

        return _random.Binomial(n, p);
    }

    private void Put(int k, int history, long count)
    {
        _size[k] += count;
        for (var rest = (uint)history; rest != 0; rest &= rest - 1)
        {
            _on[k * _lists + BitOperations.TrailingZeroCount(rest)] += count;
        }
    }
}
