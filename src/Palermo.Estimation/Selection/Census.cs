using System.Collections.Immutable;
using System.Numerics;

namespace Palermo.Estimation.Selection;

/// <summary>How many models of one highest order there are and why some give no number.</summary>
public sealed record OrderCensus(int Order, long Models, long Usable, long NotExisting, long NotIdentifiable);

/// <summary>All models of a space fitted: how many exist, checksums, the best, and BIC-weighted averages.</summary>
public sealed record Census
{
    public required int ListCount { get; init; }

    public required int MaxOrder { get; init; }

    public required long Models { get; init; }

    /// <summary>Models whose extended estimate exists and is identifiable; only these are ranked or averaged.</summary>
    public required long Existing { get; init; }

    public required ImmutableArray<OrderCensus> ByOrder { get; init; }

    public required double SumBic { get; init; }

    public required double SumLogEstimate { get; init; }

    public required double Smallest { get; init; }

    public required double Largest { get; init; }

    /// <summary>The best models by BIC, best first.</summary>
    public required ImmutableArray<ModelFit> Top { get; init; }

    /// <summary>sum of w N with w proportional to exp(-BIC/2).</summary>
    public required double WeightedMean { get; init; }
}

/// <summary>Adds fits up, block by block and always in block order, so that sums do not depend on the number of threads.</summary>
internal sealed class CensusTally(int listCount, int maxOrder, int keepTop)
{
    private readonly long[,] _byOrder = new long[8, 4];
    private readonly List<ModelFit> _top = [];
    private double _sumBic, _sumLog, _weight, _weighted, _reference = double.NaN;
    private double _smallest = double.PositiveInfinity, _largest = double.NegativeInfinity;

    public void Add(in ModelFit fit)
    {
        var order = OrderOf(fit.Mask);
        _byOrder[order, 0]++;
        _byOrder[order, 2] += fit.Verdict.Exists ? 0 : 1;
        _byOrder[order, 3] += fit.Verdict.Identifiable ? 0 : 1;
        if (!fit.Verdict.Usable)
        {
            return;
        }

        _byOrder[order, 1]++;
        _sumBic += fit.Bic;
        _sumLog += Math.Log(fit.Estimate);
        _smallest = Math.Min(_smallest, fit.Estimate);
        _largest = Math.Max(_largest, fit.Estimate);
        AddWeight(fit.Bic, 1, fit.Estimate);
        _top.Add(fit);
        if (_top.Count >= 2 * keepTop + 64)
        {
            Trim();
        }
    }

    public void Add(CensusTally other)
    {
        for (var order = 0; order < 8; order++)
        {
            for (var i = 0; i < 4; i++)
            {
                _byOrder[order, i] += other._byOrder[order, i];
            }
        }

        _sumBic += other._sumBic;
        _sumLog += other._sumLog;
        _smallest = Math.Min(_smallest, other._smallest);
        _largest = Math.Max(_largest, other._largest);
        if (other._weight > 0)
        {
            AddWeight(other._reference, other._weight, other._weighted / other._weight);
        }

        _top.AddRange(other._top);
        Trim();
    }

    public CensusState State(string identity, int nextBlock) => new()
    {
        Identity = identity,
        NextBlock = nextBlock,
        Orders = [.. _byOrder.Cast<long>()],
        Numbers = [.. new[] { _sumBic, _sumLog, _weight, _weighted, _reference, _smallest, _largest }.Select(BitConverter.DoubleToInt64Bits)],
        Top = [.. _top.Select(f => new[] { f.Mask, (ulong)f.Parameters, BitConverter.DoubleToUInt64Bits(f.Estimate), BitConverter.DoubleToUInt64Bits(f.Bic), BitConverter.DoubleToUInt64Bits(f.LogUnseenError) })],
    };

    public void Restore(CensusState state)
    {
        for (var i = 0; i < state.Orders.Length; i++)
        {
            _byOrder[i / 4, i % 4] = state.Orders[i];
        }

        var n = Array.ConvertAll(state.Numbers, BitConverter.Int64BitsToDouble);
        (_sumBic, _sumLog, _weight, _weighted, _reference, _smallest, _largest) = (n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
        _top.AddRange(state.Top.Select(t => new ModelFit(t[0], (int)t[1], new Likelihood.ExistenceVerdict(true, true), BitConverter.UInt64BitsToDouble(t[2]), BitConverter.UInt64BitsToDouble(t[3]), BitConverter.UInt64BitsToDouble(t[4]))));
    }

    public Census ToCensus()
    {
        Trim();
        long models = 0, usable = 0;
        var orders = ImmutableArray.CreateBuilder<OrderCensus>();
        for (var order = 1; order < 8; order++)
        {
            if (_byOrder[order, 0] > 0)
            {
                orders.Add(new OrderCensus(order, _byOrder[order, 0], _byOrder[order, 1], _byOrder[order, 2], _byOrder[order, 3]));
                models += _byOrder[order, 0];
                usable += _byOrder[order, 1];
            }
        }

        return new Census
        {
            ListCount = listCount,
            MaxOrder = maxOrder,
            Models = models,
            Existing = usable,
            ByOrder = orders.ToImmutable(),
            SumBic = _sumBic,
            SumLogEstimate = _sumLog,
            Smallest = usable > 0 ? _smallest : double.NaN,
            Largest = usable > 0 ? _largest : double.NaN,
            Top = [.. _top],
            WeightedMean = _weighted / _weight,
        };
    }

    private void AddWeight(double bic, double weight, double estimate)
    {
        if (double.IsNaN(_reference))
        {
            _reference = bic;
        }

        if (bic < _reference)
        {
            var scale = Math.Exp((bic - _reference) / 2);
            (_weight, _weighted, _reference) = (_weight * scale, _weighted * scale, bic);
        }

        var w = weight * Math.Exp((_reference - bic) / 2);
        _weight += w;
        _weighted += w * estimate;
    }

    /// <summary>Ties in BIC go to fewer parameters, then to the lower mask.</summary>
    private void Trim()
    {
        _top.Sort(ByBic);
        if (_top.Count > keepTop)
        {
            _top.RemoveRange(keepTop, _top.Count - keepTop);
        }
    }

    internal static int ByBic(ModelFit x, ModelFit y) =>
        x.Bic.CompareTo(y.Bic) is var byBic and not 0 ? byBic
        : x.Parameters.CompareTo(y.Parameters) is var bySize and not 0 ? bySize
        : x.Mask.CompareTo(y.Mask);

    private static int OrderOf(ulong mask)
    {
        var order = 1;
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            order = Math.Max(order, BitOperations.PopCount((uint)BitOperations.TrailingZeroCount(rest)));
        }

        return order;
    }
}
