using System.Numerics;

namespace Palermo.Estimation.Models;

/// <summary>
/// All hierarchical models of 2 to 6 lists with every main effect and without the saturated one, as 64-bit masks over subsets.
/// Order by order: a subset may enter when all its facets are in. 8, 113, 6,893 and 7,785,061 models for 3 to 6 lists
/// (antichains on a set, A006126 less one); 32,768 of six lists with pairs only.
/// </summary>
public sealed class ModelSpace
{
    private readonly int[][] _ofOrder;
    private readonly ulong _base;
    private readonly int[] _pairs;

    /// <param name="listCount">2 to 6.</param>
    /// <param name="maxOrder">The highest order of interaction, at most one below the number of lists.</param>
    public ModelSpace(int listCount, int maxOrder)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(listCount, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(listCount, 6);
        ListCount = listCount;
        MaxOrder = Math.Min(maxOrder, listCount - 1);
        _ofOrder = [.. Enumerable.Range(0, listCount + 1).Select(o => Enumerable.Range(0, 1 << listCount).Where(t => BitOperations.PopCount((uint)t) == o).ToArray())];
        _base = 1UL;
        foreach (var main in _ofOrder[1])
        {
            _base |= 1UL << main;
        }

        _pairs = MaxOrder >= 2 ? _ofOrder[2] : [];
    }

    public int ListCount { get; }

    public int MaxOrder { get; }

    /// <summary>Models come in blocks, one for each set of pairs; a block is the unit of parallel and resumable work.</summary>
    public int BlockCount => 1 << _pairs.Length;

    /// <summary>Calls <paramref name="visit"/> for every model of a block, always in the same order.</summary>
    public void VisitBlock(int block, Action<ulong> visit)
    {
        var model = _base;
        for (var i = 0; i < _pairs.Length; i++)
        {
            if (((block >> i) & 1) == 1)
            {
                model |= 1UL << _pairs[i];
            }
        }

        visit(model);
        if (block != 0)
        {
            Extend(model, 3, visit);
        }
    }

    public IEnumerable<ulong> All()
    {
        var models = new List<ulong>();
        for (var block = 0; block < BlockCount; block++)
        {
            models.Clear();
            VisitBlock(block, models.Add);
            foreach (var model in models)
            {
                yield return model;
            }
        }
    }

    /// <summary>The number of models, by counting.</summary>
    public long Count()
    {
        var count = 0L;
        for (var block = 0; block < BlockCount; block++)
        {
            VisitBlock(block, _ => count++);
        }

        return count;
    }

    private void Extend(ulong model, int order, Action<ulong> visit)
    {
        if (order > MaxOrder)
        {
            return;
        }

        Span<int> eligible = stackalloc int[20];
        var found = 0;
        foreach (var term in _ofOrder[order])
        {
            var facets = 0UL;
            for (var rest = term; rest != 0; rest &= rest - 1)
            {
                facets |= 1UL << (term & ~(rest & -rest));
            }

            if ((model & facets) == facets)
            {
                eligible[found++] = term;
            }
        }

        for (var chosen = 1; chosen < 1 << found; chosen++)
        {
            var extended = model;
            for (var bits = (uint)chosen; bits != 0; bits &= bits - 1)
            {
                extended |= 1UL << eligible[BitOperations.TrailingZeroCount(bits)];
            }

            visit(extended);
            Extend(extended, order + 1, visit);
        }
    }
}
