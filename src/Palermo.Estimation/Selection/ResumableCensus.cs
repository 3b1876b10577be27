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
    /// <exception cref="InvalidDataException">The file is there and is not the state of this table and space.</exception>
    public static Census Run(CaptureTable table, int maxOrder, string file, string tableHash, int threads = 1, IProgress<Progress>? progress = null, CancellationToken stop = default)
    {
        const int KeepTop = 20;
        var space = new ModelSpace(table.ListCount, maxOrder);
        var total = new CensusTally(table.ListCount, space.MaxOrder, KeepTop);
        var identity = string.Create(CultureInfo.InvariantCulture, $"{tableHash}/{space.MaxOrder}");
        var first = 0;
        if (File.Exists(file))
        {
            var state = Kept(file, identity);
            total.Restore(state);
            first = state.NextBlock;
        }

        var kept = first;
        void Keep(int next)
        {
            // Writing after every group would cost more than the fits.
            if (next - kept >= 1024 || next == space.BlockCount)
            {
                kept = next;
                File.WriteAllText(file + ".new", JsonSerializer.Serialize(total.State(identity, next)));
                File.Move(file + ".new", file, overwrite: true);
            }
        }

        ModelEnumeration.RunBlocks(table, space, total, first, KeepTop, threads, progress, Keep, stop);
        return total.ToCensus();
    }

    /// <summary>A file that is no state, or that of another table, is somebody's: it is not written over.</summary>
    private static CensusState Kept(string file, string identity)
    {
        CensusState? state;
        try
        {
            state = JsonSerializer.Deserialize<CensusState>(File.ReadAllText(file));
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{Path.GetFileName(file)} is no state of a census, or was cut off. Name another file, or remove it to begin again.", broken);
        }

        return state?.Identity == identity ? state : throw new InvalidDataException($"{Path.GetFileName(file)} is the state of another table or of another set of models. Name another file, or remove it to begin again.");
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
