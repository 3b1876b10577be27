using Palermo.Estimation.Histories;
using Palermo.Estimation.Models;

namespace Palermo.Estimation.Selection;

/// <summary>Progress of long work: parts done of all parts.</summary>
public readonly record struct Progress(string Task, long Done, long All);

/// <summary>Fits every model of a space to a table (2 to 6 lists).</summary>
public static class ModelEnumeration
{
    /// <summary>The largest space enumerated unasked: all orders up to five lists, pairs at six.</summary>
    public static int DefaultOrder(int listCount) => listCount <= 5 ? listCount - 1 : 2;

    /// <summary>The census of a space.</summary>
    /// <param name="table">2 to 6 lists.</param>
    /// <param name="maxOrder">The highest order of interaction.</param>
    /// <param name="keepTop">How many of the best models to keep.</param>
    /// <param name="threads">Workers; the result does not depend on it.</param>
    /// <param name="progress">Told after every group of blocks.</param>
    /// <param name="stop">Cancels between groups.</param>
    public static Census Run(CaptureTable table, int maxOrder, int keepTop = 20, int threads = 1, IProgress<Progress>? progress = null, CancellationToken stop = default)
    {
        var space = new ModelSpace(table.ListCount, maxOrder);
        var total = new CensusTally(table.ListCount, space.MaxOrder, keepTop);
        RunBlocks(table, space, total, 0, keepTop, threads, progress, null, stop);
        return total.ToCensus();
    }

    /// <summary>Every usable fit of a space, in enumeration order.</summary>
    public static List<ModelFit> Fits(CaptureTable table, int maxOrder, CancellationToken stop = default)
    {
        var space = new ModelSpace(table.ListCount, maxOrder);
        var scanner = new ModelScanner(table.ListCount);
        scanner.Bind(table);
        var fits = new List<ModelFit>();
        for (var block = 0; block < space.BlockCount; block++)
        {
            stop.ThrowIfCancellationRequested();
            space.VisitBlock(block, model =>
            {
                var fit = scanner.Evaluate(model);
                if (fit.Verdict.Usable)
                {
                    fits.Add(fit);
                }
            });
        }

        return fits;
    }

    internal static void RunBlocks(CaptureTable table, ModelSpace space, CensusTally total, int firstBlock, int keepTop, int threads, IProgress<Progress>? progress, Action<int>? checkpoint, CancellationToken stop)
    {
        const int Group = 16;
        var scanners = Enumerable.Range(0, threads).Select(_ =>
        {
            var scanner = new ModelScanner(table.ListCount);
            scanner.Bind(table);
            return scanner;
        }).ToArray();
        var span = Group * threads;
        for (var start = firstBlock; start < space.BlockCount; start += span)
        {
            stop.ThrowIfCancellationRequested();
            var end = Math.Min(start + span, space.BlockCount);
            var tallies = new CensusTally[end - start];
            var first = start;
            void Work(int worker)
            {
                for (var block = first + worker; block < end; block += threads)
                {
                    var tally = tallies[block - first] = new CensusTally(table.ListCount, space.MaxOrder, keepTop);
                    space.VisitBlock(block, model => tally.Add(scanners[worker].Evaluate(model)));
                }
            }

            if (threads == 1)
            {
                Work(0);
            }
            else
            {
                Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, Work);
            }

            foreach (var tally in tallies)
            {
                total.Add(tally);
            }

            progress?.Report(new Progress("models", end, space.BlockCount));
            checkpoint?.Invoke(end);
        }
    }
}
