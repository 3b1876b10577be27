using Palermo.Estimation.Histories;
using Palermo.Estimation.Models;

namespace Palermo.Tests.Estimation.Likelihood;

/// <summary>
/// The same fit in 28 decimal digits, by the textbook: design matrix formed, iteratively reweighted least squares from y + 0.1, elimination.
/// Shares nothing with the kernel but the table, so that it can say which of two programs is off.
/// </summary>
internal sealed class DecimalFit
{
    private readonly List<decimal> _errors = [];

    private DecimalFit()
    {
    }

    /// <summary>Standard error of ln n0 with the weights that iteration 1, 2, ... started from; the last is that of the fit itself.</summary>
    public IReadOnlyList<decimal> LogUnseenErrors => _errors;

    public decimal LogUnseenError => _errors[^1];

    public decimal Unseen { get; private set; }

    public static DecimalFit Of(CaptureTable table, HierarchicalModel model)
    {
        int[] terms = [0, .. model.Terms.Where(t => t != 0)];
        var dropped = terms.Where(t => t != 0 && table.SeenOnAll(t) == 0).ToArray();
        int[] kept = [.. terms.Except(dropped)];
        var cells = Enumerable.Range(1, table.CellCount - 1).Where(h => dropped.All(t => (h & t) != t)).ToArray();
        var columns = cells.Select(h => Enumerable.Range(0, kept.Length).Where(j => (h & kept[j]) == kept[j]).ToArray()).ToArray();
        var y = cells.Select(h => (decimal)table[h]).ToArray();
        var mu = y.Select(v => v + 0.1m).ToArray();
        var eta = mu.Select(Log).ToArray();
        var fit = new DecimalFit();
        for (var iteration = 0; iteration < 40; iteration++)
        {
            var p = kept.Length;
            var system = new decimal[p, p + 2];
            system[0, p + 1] = 1;
            for (var c = 0; c < cells.Length; c++)
            {
                foreach (var i in columns[c])
                {
                    system[i, p] += mu[c] * eta[c] + y[c] - mu[c];
                    foreach (var j in columns[c])
                    {
                        system[i, j] += mu[c];
                    }
                }
            }

            Eliminate(system);
            fit._errors.Add(Sqrt(system[0, p + 1]));
            eta = [.. columns.Select(cs => cs.Sum(j => system[j, p]))];
            mu = [.. eta.Select(Exp)];
            fit.Unseen = Exp(system[0, p]);
            if (iteration > 0 && Math.Abs(fit._errors[^1] - fit._errors[^2]) <= 1e-20m * fit._errors[^1])
            {
                return fit;
            }
        }

        throw new InvalidOperationException("no convergence in decimals");
    }

    /// <summary>Gauss-Jordan with row pivots; the right-hand columns become the solutions.</summary>
    private static void Eliminate(decimal[,] a)
    {
        var (rows, width) = (a.GetLength(0), a.GetLength(1));
        for (var j = 0; j < rows; j++)
        {
            var pivot = Enumerable.Range(j, rows - j).MaxBy(i => Math.Abs(a[i, j]));
            for (var m = 0; m < width; m++)
            {
                (a[j, m], a[pivot, m]) = (a[pivot, m], a[j, m]);
            }

            var inverse = 1 / a[j, j];
            for (var m = j; m < width; m++)
            {
                a[j, m] *= inverse;
            }

            for (var i = 0; i < rows; i++)
            {
                if (i == j || a[i, j] == 0)
                {
                    continue;
                }

                var factor = a[i, j];
                for (var m = j; m < width; m++)
                {
                    a[i, m] -= factor * a[j, m];
                }
            }
        }
    }

    /// <summary>By halving the argument until the series is short.</summary>
    internal static decimal Exp(decimal x)
    {
        var halvings = 0;
        for (; Math.Abs(x) > 0.25m; halvings++)
        {
            x /= 2;
        }

        // exp(x) - 1 is doubled as e(e + 2): squaring exp(x) itself would lose a digit each time.
        var (sum, term) = (0m, 1m);
        for (var k = 1; k < 30; k++)
        {
            term *= x / k;
            sum += term;
        }

        for (; halvings > 0; halvings--)
        {
            sum *= sum + 2;
        }

        return 1 + sum;
    }

    internal static decimal Log(decimal x)
    {
        var guess = (decimal)Math.Log((double)x);
        for (var i = 0; i < 3; i++)
        {
            guess += x * Exp(-guess) - 1;
        }

        return guess;
    }

    private static decimal Sqrt(decimal x)
    {
        var root = (decimal)Math.Sqrt((double)x);
        root = (root + x / root) / 2;
        return (root + x / root) / 2;
    }
}
