using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Palermo.Disclosure.Tables;

/// <summary>Collects cells row by row and closes them into a <see cref="PublishedTable"/>.</summary>
public sealed class PublishedTableBuilder(string name, IEnumerable<string> dimensions)
{
    private readonly string[] names = [.. dimensions];
    private readonly List<int> codes = [];
    private readonly List<CellState> states = [];
    private readonly List<long> lows = [];
    private readonly List<long> highs = [];
    private readonly Dictionary<string, MarkCount> marks = new(StringComparer.Ordinal);
    private Dictionary<string, int>[]? labels;

    /// <summary>Adds one cell as printed. The number of labels must equal the number of dimensions.</summary>
    public void Add(ReadOnlySpan<string> cellLabels, CellState state, long low, long high)
    {
        labels ??= [.. names.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];
        if (cellLabels.Length != names.Length)
        {
            throw new ArgumentException($"{cellLabels.Length} labels for {names.Length} dimensions", nameof(cellLabels));
        }

        for (var d = 0; d < names.Length; d++)
        {
            ref var code = ref CollectionsMarshal.GetValueRefOrAddDefault(labels[d], cellLabels[d], out var known);
            if (!known)
            {
                code = labels[d].Count - 1;
            }

            codes.Add(code);
        }

        states.Add(state);
        lows.Add(low);
        highs.Add(high);
    }

    /// <summary>Adds one cell from its printed text.</summary>
    public void Add(ReadOnlySpan<string> cellLabels, string text, MarkReading? reading = null)
    {
        var (state, low, high) = SuppressionMark.Read(text, reading);
        if (state is CellState.Hidden or CellState.NotPublished)
        {
            var mark = text.Trim();
            marks[mark] = marks.TryGetValue(mark, out var before)
                ? before with { Rows = before.Rows + 1 }
                : new MarkCount(mark, 1, state, low, state == CellState.Hidden && high < SuppressionMark.Unbounded ? high : null);
        }

        Add(cellLabels, state, low, high);
    }

    public PublishedTable Build()
    {
        var width = names.Length;
        var all = CollectionsMarshal.AsSpan(codes).ToArray();
        var index = new CellIndex(all, width);
        var occurrences = new int[states.Count];
        for (var row = 0; row < states.Count; row++)
        {
            occurrences[index.FindOrAdd(row)]++;
        }

        var keep = new List<int>(states.Count);
        var ambiguous = 0;
        for (var row = 0; row < states.Count; row++)
        {
            if (occurrences[row] == 1)
            {
                keep.Add(row);
            }
            else if (occurrences[row] > 1)
            {
                ambiguous++;
            }
        }

        var kept = new int[keep.Count * width];
        for (var i = 0; i < keep.Count; i++)
        {
            Array.Copy(all, keep[i] * width, kept, i * width, width);
        }

        var dims = ImmutableArray.CreateBuilder<Dimension>(width);
        for (var d = 0; d < width; d++)
        {
            dims.Add(new Dimension(names[d], labels is null ? [] : [.. labels[d].OrderBy(p => p.Value).Select(p => p.Key)]));
        }

        return new PublishedTable(
            name, dims.MoveToImmutable(), kept,
            [.. keep.Select(r => states[r])], [.. keep.Select(r => lows[r])], [.. keep.Select(r => highs[r])],
            states.Count, ambiguous, [.. marks.Values.OrderByDescending(m => m.Rows).ThenBy(m => m.Mark, StringComparer.Ordinal)]);
    }
}
