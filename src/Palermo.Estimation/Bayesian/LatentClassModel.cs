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
public sealed record LatentClassPosterior(double Median, double Mean, double Low, double High, ChainDiagnostics Diagnostics, ImmutableArray<double> ChainMedians, double ShareAbove20n, double MoreThanOneClass)
{
    /// <summary>Mean of ln N.</summary>
    public double MeanLog { get; init; }
}

/// <summary>Runs dispersed chains of the latent class model and judges their agreement.</summary>
public static class LatentClassModel
{
    private const ulong StreamTask = 0x1C;

    public const int DefaultClasses = 10;

    /// <summary>Draws kept a chain.</summary>
    private const int Kept = 2000;

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
        var runs = Runs(table, chains, seed, classes, prior);
        Continue(runs, burnIn, 0, threads, stop);
        Continue(runs, sweeps, Math.Max(1, sweeps / Kept), threads, stop);
        return Summarise(table, runs);
    }

    /// <summary>
    /// Goes on until the chains agree or the limit is reached: each round throws away what there was as burn-in and runs as long again,
    /// so that what is kept is always the second half. The rounds depend on the seed alone.
    /// </summary>
    /// <param name="table">Three lists or more.</param>
    /// <param name="chains">At least 4.</param>
    /// <param name="sweeps">Sweeps kept in the first round.</param>
    /// <param name="most">Sweeps kept in the last round at most.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="threads">Workers.</param>
    /// <param name="progress">Told after every round.</param>
    /// <param name="stop">Cancels within a chain.</param>
    public static LatentClassPosterior RunUntilSettled(CaptureTable table, int chains, int sweeps, int most, ulong seed, int threads = 1, Action<int, int>? progress = null, CancellationToken stop = default)
    {
        var runs = Runs(table, chains, seed, DefaultClasses, null);
        Continue(runs, sweeps, 0, threads, stop);
        while (true)
        {
            foreach (var run in runs)
            {
                run.Draws.Clear();
                run.Several = 0;
            }

            Continue(runs, sweeps, Math.Max(1, sweeps / Kept), threads, stop);
            var posterior = Summarise(table, runs);
            progress?.Invoke(sweeps, most);
            if (posterior.Diagnostics.Converged || 2L * sweeps > most)
            {
                return posterior;
            }

            sweeps *= 2;
        }
    }

    private static ChainRun[] Runs(CaptureTable table, int chains, ulong seed, int classes, (double A, double B)? prior)
    {
        var (a, b) = prior ?? (1, 1);
        return [.. Enumerable.Range(0, chains).Select(c => new ChainRun(new LatentClassChain(table, classes, new SeededRandom(seed, StreamTask, (ulong)c), a, b)))];
    }

    /// <summary>Sweeps every chain on; keeps every thin-th draw, or none when it is 0.</summary>
    private static void Continue(ChainRun[] runs, int sweeps, int thin, int threads, CancellationToken stop)
    {
        void One(int c)
        {
            for (var s = 1; s <= sweeps; s++)
            {
                if ((s & 1023) == 0)
                {
                    stop.ThrowIfCancellationRequested();
                }

                runs[c].Chain.Sweep();
                if (thin > 0 && s % thin == 0)
                {
                    runs[c].Draws.Add(runs[c].Chain.Unseen);
                    runs[c].Several += runs[c].Chain.Occupied > 1 ? 1 : 0;
                }
            }
        }

        if (threads > 1)
        {
            Parallel.For(0, runs.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = stop }, One);
        }
        else
        {
            for (var c = 0; c < runs.Length; c++)
            {
                One(c);
            }
        }
    }

    private static LatentClassPosterior Summarise(CaptureTable table, ChainRun[] runs)
    {
        double n = table.Observed;
        var draws = Array.ConvertAll(runs, r => r.Draws.Select(u => n + u).ToArray());
        var all = draws.SelectMany(d => d).ToArray();
        Array.Sort(all);
        return new LatentClassPosterior(
            Quantiles.Type8(all, 0.5),
            all.Average(),
            Quantiles.Type8(all, 0.025),
            Quantiles.Type8(all, 0.975),
            ChainDiagnostics.Of(Array.ConvertAll(draws, d => Array.ConvertAll(d, v => Math.Log(v)))),
            [.. draws.Select(d => Quantiles.Type8OfUnsorted(d, 0.5))],
            (double)all.Count(v => v - n > 20.0 * n) / all.Length,
            (double)runs.Sum(r => r.Several) / all.Length)
        {
            MeanLog = all.Average(v => Math.Log(v)),
        };
    }

    private sealed class ChainRun(LatentClassChain chain)
    {
        public LatentClassChain Chain { get; } = chain;

        public List<double> Draws { get; } = [];

        public long Several { get; set; }
    }
}
