using System.Collections.Immutable;
using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Synthesis;

namespace Palermo.Disclosure.Graphical;

/// <summary>
/// Synthesis from marginals that the data choose, beside the method of sparse views: MST (McKenna, Miklau and Sheldon 2021: a spanning
/// tree of pairs) and AIM (McKenna et al. 2022: rounds of choosing, measuring and fitting). Choice by the exact exponential mechanism,
/// noise by the exact discrete Gaussian. Neither controls fabrication.
/// </summary>
public static class MarginalSelection
{
    // Scores are counted in eighths of a person, rounded; their sensitivity is one person and one step.
    private const long Grid = 8;

    /// <summary>Rows by MST under a budget of <paramref name="rho"/>.</summary>
    public static PersonRows Mst(PersonRows rows, Domain domain, double rho, BitSource bits, int iterations = 300, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(domain);
        var run = new Run(rows, domain, bits, stop);
        var ones = Enumerable.Range(0, domain.Width).Select(c => ImmutableArray.Create(c)).ToArray();
        var oneVariance = ZeroConcentrated.VarianceFor(rho / 3 / ones.Length, 1);
        var measured = ones.Select(o => run.Measure(o, oneVariance)).ToImmutableArray();
        var model = GraphicalModel.Fit(run.Sizes, run.Total(measured), measured, iterations, null, stop);

        // d - 1 choices share a third of the budget: epsilon^2 / 8 each.
        var epsilon = Math.Sqrt(8 * (rho / 3) / Math.Max(1, domain.Width - 1));
        var component = Enumerable.Range(0, domain.Width).ToArray();
        var pairs = Evaluation.Choose(domain.Width, 2).Select(p => p.ToImmutableArray()).ToArray();
        var errors = pairs.Select(p => run.Error(p, model)).ToArray();
        var chosen = new List<ImmutableArray<int>>();
        while (chosen.Count < domain.Width - 1)
        {
            var open = Enumerable.Range(0, pairs.Length).Where(i => component[pairs[i][0]] != component[pairs[i][1]]).ToArray();
            var pair = pairs[open[Choose(bits, [.. open.Select(i => errors[i])], epsilon, 1)]];
            chosen.Add(pair);
            var (from, to) = (component[pair[1]], component[pair[0]]);
            component = [.. component.Select(c => c == from ? to : c)];
        }

        var pairVariance = ZeroConcentrated.VarianceFor(rho / 3 / Math.Max(1, chosen.Count), 1);
        measured = measured.AddRange(chosen.Select(c => run.Measure(c, pairVariance)));
        model = GraphicalModel.Fit(run.Sizes, run.Total(measured), measured, iterations, model, stop);
        return run.Rows(model);
    }

    /// <summary>Rows by AIM over all pairs under a budget of <paramref name="rho"/>; cliques hold at most <paramref name="mostCells"/> numbers together.</summary>
    public static PersonRows Aim(PersonRows rows, Domain domain, double rho, BitSource bits, double mostCells = 400_000, int iterations = 60, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(domain);
        var run = new Run(rows, domain, bits, stop);
        var rounds = 16 * domain.Width;
        var sigma2 = rounds / (2 * 0.9 * rho);
        var epsilon = Math.Sqrt(8 * 0.1 * rho / rounds);
        double spent = 0;
        var measured = ImmutableArray<NoisyMarginal>.Empty;
        for (var c = 0; c < domain.Width; c++)
        {
            measured = measured.Add(run.Measure([c], ZeroConcentrated.VarianceFor(1 / (2 * sigma2), 1)));
            spent += 1 / (2 * sigma2);
        }

        var model = GraphicalModel.Fit(run.Sizes, run.Total(measured), measured, iterations, null, stop);
        var pairs = Evaluation.Choose(domain.Width, 2).Select(p => p.ToImmutableArray()).ToArray();
        // Weight of a pair: columns shared with all pairs of the workload.
        double weight = (2 * domain.Width) - 2;
        while (spent < rho * (1 - 1e-9))
        {
            stop.ThrowIfCancellationRequested();
            if (rho - spent < 2 * ((1 / (2 * sigma2)) + (epsilon * epsilon / 8)))
            {
                // The last round spends the rest, nine tenths of it on the measurement.
                var rest = rho - spent;
                (sigma2, epsilon) = (1 / (2 * 0.9 * rest), Math.Sqrt(8 * 0.1 * rest));
            }

            var allowed = mostCells * Math.Min(1, (spent + (1 / (2 * sigma2)) + (epsilon * epsilon / 8)) / rho);
            var fits = pairs.Where(p => JunctionTree.Cells(run.Sizes, measured.Select(m => m.Columns).Append(p)) <= allowed).ToArray();
            if (fits.Length == 0)
            {
                break;
            }

            var scores = fits.Select(p => weight * (run.Error(p, model) - (Math.Sqrt(2 / Math.PI) * Math.Sqrt(sigma2) * run.Cells(p)))).ToArray();
            var pair = fits[Choose(bits, scores, epsilon, weight)];
            var before = model.Marginal(pair);
            measured = measured.Add(run.Measure(pair, ZeroConcentrated.VarianceFor(1 / (2 * sigma2), 1)));
            spent += (1 / (2 * sigma2)) + (epsilon * epsilon / 8);
            model = GraphicalModel.Fit(run.Sizes, run.Total(measured), measured, iterations, model, stop);
            if (model.Marginal(pair).Zip(before, (a, b) => Math.Abs(a - b)).Sum() <= Math.Sqrt(2 / Math.PI) * Math.Sqrt(sigma2) * run.Cells(pair))
            {
                (sigma2, epsilon) = (sigma2 / 4, epsilon * 2);
            }
        }

        model = GraphicalModel.Fit(run.Sizes, run.Total(measured), measured, 4 * iterations, model, stop);
        return run.Rows(model);
    }

    // The exponential mechanism on a whole-number grid; the rate is rounded down, the sensitivity counts the rounding.
    private static int Choose(BitSource bits, double[] scores, double epsilon, double sensitivity)
    {
        var whole = scores.Select(s => (long)Math.Round(s / sensitivity * Grid)).ToArray();
        var top = whole.Max();
        const ulong denominator = 1UL << 30;
        var rate = (ulong)Math.Floor(epsilon / (2.0 * (Grid + 1)) * denominator);
        return ExponentialChoice.Pick(bits, [.. whole.Select(w => top - w)], rate, denominator);
    }

    private sealed class Run(PersonRows rows, Domain domain, BitSource bits, CancellationToken stop)
    {
        private readonly Dictionary<string, double[]> exact = new(StringComparer.Ordinal);

        public ImmutableArray<int> Sizes { get; } = [.. domain.Columns.Select(c => c.Size)];

        public int Cells(ImmutableArray<int> columns) => columns.Aggregate(1, (p, c) => p * Sizes[c]);

        public NoisyMarginal Measure(ImmutableArray<int> columns, Variance variance)
        {
            stop.ThrowIfCancellationRequested();
            var noise = new DiscreteGaussian(variance, bits);
            return new NoisyMarginal(columns, [.. Exact(columns).Select(c => c + noise.Draw())], Math.Sqrt((double)variance.Numerator / variance.Denominator));
        }

        public double Error(ImmutableArray<int> columns, GraphicalModel model)
        {
            var (truth, fitted) = (Exact(columns), model.Marginal(columns));
            return truth.Zip(fitted, (a, b) => Math.Abs(a - b)).Sum();
        }

        /// <summary>The number of people by all marginals, each by its precision.</summary>
        public double Total(ImmutableArray<NoisyMarginal> measured)
        {
            double sum = 0, weights = 0;
            foreach (var m in measured)
            {
                var weight = 1 / (m.Sigma * m.Sigma * m.Counts.Length);
                sum += weight * m.Counts.Sum();
                weights += weight;
            }

            return Math.Max(1, sum / weights);
        }

        public PersonRows Rows(GraphicalModel model) => new(domain.Width, model.Sample((int)Math.Round(model.Total), bits));

        private double[] Exact(ImmutableArray<int> columns)
        {
            var key = string.Join(',', columns);
            if (!exact.TryGetValue(key, out var counts))
            {
                exact[key] = counts = new double[Cells(columns)];
                for (var r = 0; r < rows.Count; r++)
                {
                    var at = 0;
                    foreach (var c in columns)
                    {
                        at = (at * Sizes[c]) + rows[r][c];
                    }

                    counts[at]++;
                }
            }

            return counts;
        }
    }
}
