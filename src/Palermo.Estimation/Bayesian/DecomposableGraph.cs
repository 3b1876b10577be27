using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Numerics;

namespace Palermo.Estimation.Bayesian;

/// <summary>A chordal graph on the lists, as the cliques and separators of its junction tree (bit masks; empty separators left out).</summary>
public sealed record DecomposableGraph(ImmutableArray<int> Cliques, ImmutableArray<int> Separators)
{
    private static readonly ConcurrentDictionary<int, ImmutableArray<DecomposableGraph>> Known = new();

    /// <summary>All chordal graphs on 2 to 6 vertices: 2, 8, 61, 822 and 18,154.</summary>
    public static ImmutableArray<DecomposableGraph> All(int vertices) => Known.GetOrAdd(vertices, Enumerate);

    private static ImmutableArray<DecomposableGraph> Enumerate(int vertices)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(vertices, 6);
        (int A, int B)[] edges = [.. from a in Enumerable.Range(0, vertices) from b in Enumerable.Range(a + 1, vertices - a - 1) select (a, b)];
        var graphs = ImmutableArray.CreateBuilder<DecomposableGraph>();
        Span<int> neighbours = stackalloc int[vertices];
        for (var chosen = 0; chosen < 1 << edges.Length; chosen++)
        {
            neighbours.Clear();
            for (var rest = (uint)chosen; rest != 0; rest &= rest - 1)
            {
                var (a, b) = edges[BitOperations.TrailingZeroCount(rest)];
                neighbours[a] |= 1 << b;
                neighbours[b] |= 1 << a;
            }

            if (Decompose(neighbours) is { } graph)
            {
                graphs.Add(graph);
            }
        }

        return graphs.ToImmutable();
    }

    /// <summary>Maximum cardinality search; null when an earlier neighbourhood is not complete, that is, the graph not chordal.</summary>
    private static DecomposableGraph? Decompose(ReadOnlySpan<int> neighbours)
    {
        var cliques = new List<int>();
        var separators = new List<int>();
        var (numbered, current, before) = (0, 0, -1);
        for (var step = 0; step < neighbours.Length; step++)
        {
            var next = -1;
            for (var v = 0; v < neighbours.Length; v++)
            {
                if (((numbered >> v) & 1) == 0 && (next < 0 || Count(neighbours[v] & numbered) > Count(neighbours[next] & numbered)))
                {
                    next = v;
                }
            }

            var earlier = neighbours[next] & numbered;
            for (var rest = earlier; rest != 0; rest &= rest - 1)
            {
                var v = BitOperations.TrailingZeroCount(rest);
                if ((earlier & ~(1 << v) & ~neighbours[v]) != 0)
                {
                    return null;
                }
            }

            if (Count(earlier) <= before)
            {
                cliques.Add(current);
                if (earlier != 0)
                {
                    separators.Add(earlier);
                }

                current = earlier;
            }

            current |= 1 << next;
            before = Count(earlier);
            numbered |= 1 << next;
        }

        cliques.Add(current);
        return new DecomposableGraph([.. cliques], [.. separators]);
    }

    private static int Count(int mask) => BitOperations.PopCount((uint)mask);

    /// <summary>"LA.NG|GO": the cliques by the names of their lists.</summary>
    public string Describe(ImmutableArray<string> lists) =>
        string.Join('|', Cliques
            .OrderBy(c => c, Comparer<int>.Create((x, y) => x == y ? 0 : (x & ((x ^ y) & -(x ^ y))) != 0 ? -1 : 1))
            .Select(c => string.Join('.', Enumerable.Range(0, lists.Length).Where(j => ((c >> j) & 1) == 1).Select(j => lists[j]))));
}
