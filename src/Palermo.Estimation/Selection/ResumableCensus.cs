using System.Globalization;
using System.Text.Json;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Models;

namespace Palermo.Estimation.Selection;

/// <summary>
/// The census of a large space (all 7,785,061 models of six lists) whose state is kept in a file after every group of blocks. The same
/// table and space go on from there and end with the same numbers, to the last bit, as a run without interruption.
/// </summary>
public static class ResumableCensus
{
    /// <param name="table">2 to 6 lists.</param>
    /// <param name="maxOrder">The highest order of interaction.</param>
    /// <param name="file">Where the state is kept; written beside itself first, then moved.</param>
    /// <param name="tableHash">Identity of the table: a state of another table is not gone on from.</param>
    /// <param name="threads">Workers.</param>
    /// <param name="progress">Told after every group.</param>
    /// <param name="stop">Cancels between groups; the state stays.</param>
    public static Census Run(CaptureTable table, int maxOrder, string file, string tableHash, int threads = 1, IProgress<Progress>? progress = null, CancellationToken stop = default)
    {
        const int KeepTop = 20;
        var space = new ModelSpace(table.ListCount, maxOrder);
        var total = new CensusTally(table.ListCount, space.MaxOrder, KeepTop);
        var identity = string.Create(CultureInfo.InvariantCulture, $"{tableHash}/{space.MaxOrder}");
        var first = 0;
        if (File.Exists(file) && JsonSerializer.Deserialize<CensusState>(File.ReadAllText(file)) is { } state && state.Identity == identity)
        {
            total.Restore(state);
            first = state.NextBlock;
        }

        void Keep(int next)
        {
            // Writing after every group would cost more than the fits.
            if (next % 1024 == 0 || next == space.BlockCount)
            {
                File.WriteAllText(file + ".new", JsonSerializer.Serialize(total.State(identity, next)));
                File.Move(file + ".new", file, overwrite: true);
            }
        }

        ModelEnumeration.RunBlocks(table, space, total, first, KeepTop, threads, progress, Keep, stop);
        return total.ToCensus();
    }
}

/// <summary>A tally between two groups of blocks. Doubles are kept as bits, so that nothing is lost in writing them.</summary>
internal sealed record CensusState
{
    public required string Identity { get; init; }

    public required int NextBlock { get; init; }

    public required long[] Orders { get; init; }

    /// <summary>Sums, extremes and weights in a fixed order.</summary>
    public required long[] Numbers { get; init; }

    /// <summary>Mask, parameters, and the bits of estimate, BIC and error of each top model.</summary>
    public required ulong[][] Top { get; init; }
}
