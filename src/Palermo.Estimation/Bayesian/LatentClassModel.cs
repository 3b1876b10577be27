using System.Collections.Immutable;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Bayesian;

/// <summary>What several latent class chains say together; to be published only when they agree.</summary>
/// <param name="Median">Median of N over all chains.</param>
/// <param name="Mean">Mean of N.</param>
/// <param name="Low">2.5 % point.</param>
/// <param name="High">97.5 % point.</param>
/// <param name="Diagnostics">R-hat and effective sample size of ln N.</param>
/// <param name="ChainMedians">The median of each chain: what a single chain would have reported.</param>
/// <param name="ShareAbove20n">Draws with more than twenty times as many unseen as seen; they are kept, not rejected.</param>
/// <param name="MoreThanOneClass">Posterior share of draws with people in more than one class.</param>
public sealed record LatentClassPosterior(double Median, double Mean, double Low, double High, ChainDiagnostics Diagnostics, ImmutableArray<double> ChainMedians, double ShareAbove20n, double MoreThanOneClass);

/// <summary>Runs dispersed chains of the latent class model and judges their agreement.</summary>
public static class LatentClassModel
{
    private const ulong StreamTask = 0x1C;

    public const int DefaultClasses = 10;

    /// <param name="table">Three lists or more.</param>
    /// <param name="chains">At least 4; chain c has stream c of the seed.</param>
    /// <param name="burnIn">Sweeps thrown away.</param>
    /// <param name="sweeps">Sweeps kept, thinned to at most 2,000 draws a chain.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="classes">K, the most classes.</param>
    /// <param name="prior">Beta prior of a capture chance, (1, 1) for uniform.</param>
    /// <param name="threads">Workers.</param>
    /// <param name="stop">Cancels within a chain.</param>
    public static LatentClassPosterior Run(CaptureTable table, int chains, int burnIn, int sweeps, ulong seed, int classes = DefaultClasses, (double A, double B)? prior = null, int threads = 1, CancellationToken stop = default)
    {
        var thin = Math.Max(1, sweeps / 2000);
        var length = sweeps / thin;
        var draws = new double[chains][];
        var several = new long[chains];
        void Chain(int c)
        {
            var (a, b) = prior ?? (1, 1);
            var chain = new LatentClassChain(table, classes, new SeededRandom(seed, StreamTask, (ulong)c), a, b);
            draws[c] = new double[length];
            for (var s = 0; s < burnIn; s++)
            {
                if ((s & 1023) == 0)
                {
                    stop.ThrowIfCancellationRequested();
                }

                chain.Sweep();
            }

            for (var d = 0; d < length; d++)
            {
                stop.ThrowIfCancellationRequested();
                for (var s = 0; s < thin; s++)
                {
                    chain.Sweep();
                }

                draws[c][d] = table.Observed + chain.Unseen;
                several[c] += chain.Occupied > 1 ? 1 : 0;
            }
        }

        if (threads > 1)
        {
            Parallel.For(0, chains, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = stop }, Chain);
        }
        else
        {
            for (var c = 0; c < chains; c++)
            {
                Chain(c);
            }
        }

        var all = draws.SelectMany(d => d).ToArray();
        Array.Sort(all);
        return new LatentClassPosterior(
            Quantiles.Type8(all, 0.5),
            all.Average(),
            Quantiles.Type8(all, 0.025),
            Quantiles.Type8(all, 0.975),
            ChainDiagnostics.Of(Array.ConvertAll(draws, d => Array.ConvertAll(d, v => Math.Log(v)))),
            [.. draws.Select(d => Quantiles.Type8OfUnsorted(d, 0.5))],
            (double)all.Count(v => v - table.Observed > 20.0 * table.Observed) / all.Length,
            (double)several.Sum() / ((long)chains * length));
    }
}
