using System.Collections.Immutable;

namespace Palermo.Disclosure.Graphical;

/// <summary>An edge of a junction tree: the parent clique and the columns both share.</summary>
internal sealed record TreeEdge(int Child, int Parent, ImmutableArray<int> Separator);

/// <summary>
/// A junction tree over columns in which every measured set of columns lies inside a clique: min-fill triangulation, maximal cliques,
/// a spanning tree of the largest separators (Lauritzen and Spiegelhalter 1988).
/// </summary>
internal sealed class JunctionTree
{
    private JunctionTree(ImmutableArray<ImmutableArray<int>> cliques, ImmutableArray<TreeEdge> edges) => (Cliques, Edges) = (cliques, edges);

    /// <summary>The cliques, each ascending; the first is the root.</summary>
    public ImmutableArray<ImmutableArray<int>> Cliques { get; }

    /// <summary>Parents before children.</summary>
    public ImmutableArray<TreeEdge> Edges { get; }

    public static JunctionTree Over(ImmutableArray<int> sizes, IEnumerable<ImmutableArray<int>> measured)
    {
        var n = sizes.Length;
        var near = Enumerable.Range(0, n).Select(_ => new HashSet<int>()).ToArray();
        foreach (var set in measured)
        {
            foreach (var a in set)
            {
                near[a].UnionWith(set);
                near[a].Remove(a);
            }
        }

        var cliques = new List<HashSet<int>>();
        var left = Enumerable.Range(0, n).ToHashSet();
        while (left.Count > 0)
        {
            var next = left.MinBy(v => (Fill(v), near[v].Aggregate((double)sizes[v], (p, u) => p * sizes[u]), v));
            var clique = near[next].Append(next).ToHashSet();
            foreach (var a in near[next])
            {
                near[a].UnionWith(near[next]);
                near[a].Remove(a);
                near[a].Remove(next);
            }

            left.Remove(next);
            if (!cliques.Any(c => c.IsSupersetOf(clique)))
            {
                cliques.RemoveAll(clique.IsSupersetOf);
                cliques.Add(clique);
            }
        }

        int Fill(int v) => near[v].Sum(a => near[v].Count(b => b > a && !near[a].Contains(b)));
        ImmutableArray<ImmutableArray<int>> sorted = [.. cliques.Select(c => c.Order().ToImmutableArray())];

        // Prim: the clique with the most columns in common joins next; cliques without any join over an empty separator.
        var edges = ImmutableArray.CreateBuilder<TreeEdge>();
        var inside = new List<int> { 0 };
        while (inside.Count < sorted.Length)
        {
            var best = (Child: -1, Parent: -1, Shared: -1);
            for (var child = 0; child < sorted.Length; child++)
            {
                if (inside.Contains(child))
                {
                    continue;
                }

                foreach (var parent in inside)
                {
                    var shared = sorted[child].Intersect(sorted[parent]).Count();
                    if (shared > best.Shared)
                    {
                        best = (child, parent, shared);
                    }
                }
            }

            edges.Add(new TreeEdge(best.Child, best.Parent, [.. sorted[best.Child].Intersect(sorted[best.Parent]).Order()]));
            inside.Add(best.Child);
        }

        return new JunctionTree(sorted, edges.ToImmutable());
    }

    /// <summary>Cells of all cliques together.</summary>
    public static double Cells(ImmutableArray<int> sizes, IEnumerable<ImmutableArray<int>> measured) =>
        Over(sizes, measured).Cliques.Sum(c => c.Aggregate(1.0, (p, v) => p * sizes[v]));
}
