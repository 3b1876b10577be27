using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Palermo.Disclosure.Noise;

namespace Palermo.Disclosure.Synthesis;

/// <summary>
/// Measurements as a file. What was measured is noisy already and paid for: kept, it lets work that was cut off go on without a second
/// look at the data and without a second charge.
/// </summary>
public static class MeasuredState
{
    private sealed record CellState(string Key, long Count);

    private sealed record ViewState(ViewPlan Plan, Variance Variance, long Threshold, ImmutableArray<CellState> Cells);

    private sealed record State(
        long Total, Variance TotalVariance, ImmutableArray<ViewState> Views, long[] Singles, Variance SinglesVariance, long[] Pairs, Variance PairsVariance, double Rho, double ThresholdDelta);

    public static byte[] Write(Measurements measured)
    {
        ArgumentNullException.ThrowIfNull(measured);
        return JsonSerializer.SerializeToUtf8Bytes(new State(
            measured.Total, measured.TotalVariance,
            [.. measured.Views.Select(v => new ViewState(v.Plan, v.Variance, v.Threshold, [.. v.Cells.Select(c => new CellState(c.Key.ToString(CultureInfo.InvariantCulture), c.Count))]))],
            measured.Singles, measured.SinglesVariance, [.. measured.Pairs.Cast<long>()], measured.PairsVariance, measured.Rho, measured.ThresholdDelta));
    }

    /// <exception cref="InvalidDataException">These are no measurements.</exception>
    public static Measurements Read(byte[] bytes)
    {
        State? state;
        try
        {
            state = JsonSerializer.Deserialize<State>(bytes);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("these are no measurements of a release", e);
        }

        if (state is not { Singles: not null, Pairs: not null } || state.Pairs.Length != state.Singles.Length * state.Singles.Length)
        {
            throw new InvalidDataException("these are no measurements of a release");
        }

        var pairs = new long[state.Singles.Length, state.Singles.Length];
        Buffer.BlockCopy(state.Pairs, 0, pairs, 0, state.Pairs.Length * sizeof(long));
        return new Measurements(
            state.Total, state.TotalVariance,
            [.. state.Views.Select(v => new SparseView(v.Plan, v.Variance, v.Threshold, [.. v.Cells.Select(c => (UInt128.Parse(c.Key, CultureInfo.InvariantCulture), c.Count))]))],
            state.Singles, state.SinglesVariance, pairs, state.PairsVariance, state.Rho, state.ThresholdDelta);
    }
}
