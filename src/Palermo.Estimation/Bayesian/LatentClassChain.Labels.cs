using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Bayesian;

/// <summary>
/// Moves that a plain sweep all but never makes: a large class changes places in the order of the sticks, and alpha follows. Both are
/// Metropolis steps with the sticks integrated out, which are then drawn afresh (after Papaspiliopoulos and Roberts, Biometrika 95,
/// 2008). Without them a chain that once has its largest class last stays there with a large alpha, and too few unseen.
/// </summary>
internal sealed partial class LatentClassChain
{
    /// <summary>Every so many sweeps; more often costs more than it brings.</summary>
    private const int Between = 4;

    private int _sinceLabels;

    private void MoveLabels()
    {
        if (++_sinceLabels < Between)
        {
            return;
        }

        _sinceLabels = 0;
        var now = LogSizes(_alpha);
        var largest = 0;
        for (var k = 1; k < _classes; k++)
        {
            largest = _size[k] > _size[largest] ? k : largest;
        }

        now = TrySwap(largest, _random.NextIndex(_classes), now);
        var neighbour = _random.NextIndex(_classes - 1);
        now = TrySwap(neighbour, neighbour + 1, now);

        var proposed = _alpha * Math.Exp(_random.Normal());
        var change = LogSizes(proposed) - now + (AlphaShape + _classes - 1) * Math.Log(proposed / _alpha) - AlphaRate * (proposed - _alpha);
        if (Math.Log(_random.NextDouble()) < change)
        {
            _alpha = Math.Max(proposed, 1e-12);
        }
    }

    private double TrySwap(int one, int other, double now)
    {
        if (one == other || _size[one] == _size[other])
        {
            return now;
        }

        (_size[one], _size[other]) = (_size[other], _size[one]);
        var then = LogSizes(_alpha);
        if (Math.Log(_random.NextDouble()) >= then - now)
        {
            (_size[one], _size[other]) = (_size[other], _size[one]);
            return now;
        }

        (_none[one], _none[other]) = (_none[other], _none[one]);
        for (var j = 0; j < _lists; j++)
        {
            var (a, b) = (one * _lists + j, other * _lists + j);
            (_odds[a], _odds[b]) = (_odds[b], _odds[a]);
            (_on[a], _on[b]) = (_on[b], _on[a]);
        }

        return then;
    }

    /// <summary>ln p(class sizes | alpha) with the sticks integrated out, up to (K - 1) ln alpha.</summary>
    private double LogSizes(double alpha)
    {
        var after = 0L;
        foreach (var size in _size)
        {
            after += size;
        }

        var sum = 0.0;
        for (var k = 0; k < _classes - 1; k++)
        {
            var whole = after;
            after -= _size[k];
            // An empty class leaves Gamma(a + x) / Gamma(1 + a + x).
            sum += _size[k] == 0 ? -Math.Log(alpha + whole) : LogGamma.Of(1 + _size[k]) + LogGamma.Of(alpha + after) - LogGamma.Of(1 + alpha + whole);
        }

        return sum;
    }
}
