using Palermo.Estimation.Histories;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Bayesian;

/// <summary>
/// One Gibbs chain of the latent class model with a stick-breaking prior truncated at K classes (Manrique-Vallier, Biometrics 72, 2016):
/// capture chances uniform, alpha gamma, p(N) proportional to 1/N. Sticks are kept on the log scale. Of a history's people those in
/// its most likely class are drawn first, so that most of the other classes need no draw at all.
/// </summary>
internal sealed partial class LatentClassChain
{
    private const double AlphaShape = 0.25;
    private const double AlphaRate = 0.25;

    private readonly SeededRandom _random;
    private readonly int _classes, _lists;
    private readonly int[] _histories;
    private readonly long[] _counts;
    private readonly long _observed;
    private readonly double _a, _b;
    private readonly double[] _odds, _none, _share, _weights;
    private readonly long[] _on, _size;
    private double _alpha, _logLast;

    /// <param name="table">The table.</param>
    /// <param name="classes">K.</param>
    /// <param name="random">The chain's own stream; it also disperses the start.</param>
    /// <param name="a">First parameter of the beta prior of a capture chance.</param>
    /// <param name="b">Second parameter.</param>
    public LatentClassChain(CaptureTable table, int classes, SeededRandom random, double a = 1, double b = 1)
    {
        (_random, _classes, _lists, _observed, _a, _b) = (random, classes, table.ListCount, table.Observed, a, b);
        _histories = [.. Enumerable.Range(1, table.CellCount - 1).Where(h => table[h] > 0)];
        _counts = [.. _histories.Select(h => table[h])];
        _odds = new double[classes * _lists];
        _none = new double[classes];
        _share = new double[classes];
        _weights = new double[classes];
        _on = new long[classes * _lists];
        _size = new long[classes];
        Disperse();
    }

    /// <summary>The number never seen.</summary>
    public long Unseen { get; private set; }

    /// <summary>Classes with at least one person, those never seen included.</summary>
    public int Occupied
    {
        get
        {
            var occupied = 0;
            foreach (var size in _size)
            {
                occupied += size > 0 ? 1 : 0;
            }

            return occupied;
        }
    }

    public void Sweep()
    {
        Array.Clear(_on);
        Array.Clear(_size);
        for (var i = 0; i < _histories.Length; i++)
        {
            Allocate(_histories[i], _counts[i]);
        }

        // Those never seen, by class, under the same parameters.
        var none = 0.0;
        for (var k = 0; k < _classes; k++)
        {
            none += _share[k] * _none[k];
        }

        none = Math.Min(none, 1 - 1e-15);
        Unseen = _random.Poisson(Math.Min(_random.Gamma(_observed) * none / (1 - none), 1e15));
        Allocate(0, Unseen);
        DrawChances();
        if (_classes > 1)
        {
            MoveLabels();
        }

        DrawShares();
    }

    private void Disperse()
    {
        _alpha = Math.Exp(_random.Normal());
        for (var k = 0; k < _classes; k++)
        {
            _size[k] = 1;
            _none[k] = 1;
            for (var j = 0; j < _lists; j++)
            {
                var chance = _random.Beta(1, 1 + 20 * _random.NextDouble());
                _odds[k * _lists + j] = chance / (1 - chance);
                _none[k] *= 1 - chance;
            }

            _share[k] = _random.NextDouble();
        }

        var total = _share.Sum();
        for (var k = 0; k < _classes; k++)
        {
            _share[k] /= total;
        }
    }

    private void DrawChances()
    {
        for (var k = 0; k < _classes; k++)
        {
            var none = 1.0;
            for (var j = 0; j < _lists; j++)
            {
                var at = k * _lists + j;
                double on, off;
                if (_size[k] == 0 && _a == 1 && _b == 1)
                {
                    on = _random.NextDouble();
                    off = 1 - on;
                }
                else
                {
                    on = _random.Gamma(_a + _on[at]);
                    off = Math.Max(_random.Gamma(_b + _size[k] - _on[at]), 1e-300);
                }

                _odds[at] = on / off;
                none *= off / (on + off);
            }

            _none[k] = none;
        }
    }

    private void DrawShares()
    {
        var after = 0L;
        foreach (var size in _size)
        {
            after += size;
        }

        var logLeft = 0.0;
        for (var k = 0; k < _classes - 1; k++)
        {
            after -= _size[k];
            double logTaken, logRest;
            if (_size[k] == 0)
            {
                // Beta(1, b): 1 - V is U^(1/b), or nearly 1 when many people come after.
                logRest = Math.Log(_random.NextDouble()) / (_alpha + after);
                logTaken = Math.Log(-double.ExpM1(logRest));
            }
            else
            {
                var taken = _random.Gamma(1 + _size[k]);
                if (_alpha + after >= 1)
                {
                    var rest = _random.Gamma(_alpha + after);
                    logTaken = Math.Log(taken / (taken + rest));
                    logRest = Math.Log(rest / (taken + rest));
                }
                else
                {
                    logRest = _random.LogGammaVariate(_alpha + after) - Math.Log(taken);
                    var sum = double.LogP1(Math.Exp(logRest));
                    logTaken = -sum;
                    logRest -= sum;
                }
            }

            _share[k] = Math.Exp(logLeft + logTaken);
            logLeft += logRest;
        }

        _share[_classes - 1] = Math.Exp(logLeft);
        _logLast = logLeft;
        _alpha = Math.Max(_random.Gamma(AlphaShape + _classes - 1) / (AlphaRate - _logLast), 1e-12);
    }
}
