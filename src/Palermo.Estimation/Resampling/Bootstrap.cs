using Palermo.Estimation.Histories;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Resampling;

/// <summary>
/// The bootstrap of a whole method: n individuals drawn with replacement from those observed, and everything done again, the choice
/// of the model included. Replicate r draws from its own stream, so results do not depend on the number of threads.
/// </summary>
public static class Bootstrap
{
    private const ulong StreamTask = 0xB007;

    /// <summary>Estimates of the replicates, NaN where the method gave none.</summary>
    /// <param name="table">The observed table.</param>
    /// <param name="newEstimator">Makes one estimator a worker: a function from a table to N or NaN.</param>
    /// <param name="replicates">How many.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="threads">Workers.</param>
    /// <param name="progress">Told after every batch: done, all.</param>
    /// <param name="stop">Cancels between replicates.</param>
    public static double[] Run(CaptureTable table, Func<Func<CaptureTable, double>> newEstimator, int replicates, ulong seed, int threads = 1, Action<int, int>? progress = null, CancellationToken stop = default)
    {
        var results = new double[replicates];
        var weights = table.ToDoubles();
        var done = 0;
        void Work(int worker)
        {
            var estimate = newEstimator();
            var counts = new long[weights.Length];
            for (var r = worker; r < replicates; r += threads)
            {
                stop.ThrowIfCancellationRequested();
                new SeededRandom(seed, StreamTask, (ulong)r).Multinomial(table.Observed, weights, counts);
                results[r] = estimate(table.WithCounts(counts));
                var now = Interlocked.Increment(ref done);
                if (now % 50 == 0)
                {
                    progress?.Invoke(now, replicates);
                }
            }
        }

        Spread(threads, Work);
        return results;
    }

    /// <summary>Estimates of given tables, in order: bootstrap vectors drawn elsewhere.</summary>
    public static double[] Replay(IReadOnlyList<CaptureTable> tables, Func<Func<CaptureTable, double>> newEstimator, int threads = 1, CancellationToken stop = default)
    {
        var results = new double[tables.Count];
        Spread(threads, worker =>
        {
            var estimate = newEstimator();
            for (var r = worker; r < results.Length; r += threads)
            {
                stop.ThrowIfCancellationRequested();
                results[r] = estimate(tables[r]);
            }
        });
        return results;
    }

    /// <summary>Delete-one estimates by history (NaN where nobody was observed) and the acceleration they give.</summary>
    public static (double[] DeleteOne, double Acceleration) Jackknife(CaptureTable table, Func<CaptureTable, double> estimate)
    {
        var counts = table.Counts.ToArray();
        var deleteOne = new double[counts.Length];
        for (var h = 0; h < counts.Length; h++)
        {
            deleteOne[h] = double.NaN;
            if (counts[h] > 0)
            {
                counts[h]--;
                deleteOne[h] = estimate(table.WithCounts(counts));
                counts[h]++;
            }
        }

        return (deleteOne, BootstrapInterval.AccelerationFrom(deleteOne, counts));
    }

    private static void Spread(int threads, Action<int> work)
    {
        if (threads <= 1)
        {
            work(0);
            return;
        }

        try
        {
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
        }
        catch (AggregateException several) when (several.InnerExceptions.FirstOrDefault(e => e is OperationCanceledException) is { } cancelled)
        {
            throw new OperationCanceledException("the bootstrap was cancelled", cancelled);
        }
    }
}
