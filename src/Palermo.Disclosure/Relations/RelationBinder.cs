using System.Collections.Immutable;
using Palermo.Disclosure.Tables;

namespace Palermo.Disclosure.Relations;

/// <summary>The equations that rules give in one table, and the groups that these equations tie together.</summary>
public sealed class BoundRelations
{
    internal BoundRelations(ImmutableArray<AdditiveRelation> relations, ImmutableArray<RelationStanding> standings, int[] groupOfCell, int groups)
    {
        Relations = relations;
        Standings = standings;
        GroupOfCell = [.. groupOfCell];
        Groups = groups;
    }

    public ImmutableArray<AdditiveRelation> Relations { get; }

    public ImmutableArray<RelationStanding> Standings { get; }

    /// <summary>For each cell the group it lies in: cells that agree on every dimension no rule sums over, joined where an equation crosses.</summary>
    public ImmutableArray<int> GroupOfCell { get; }

    public int Groups { get; }
}

/// <summary>Binds rules to a table.</summary>
public static class RelationBinder
{
    /// <summary>A rule whose fully shown equations hold less often than this is shown and not computed with, unless it was asked for.</summary>
    public const double CredibleShare = 0.5;

    /// <summary>Binds <paramref name="rules"/>; <paramref name="asked"/> rules are used whatever their standing.</summary>
    public static BoundRelations Bind(PublishedTable table, ImmutableArray<RelationRule> rules, bool asked, CancellationToken stop = default)
    {
        var width = table.Dimensions.Length;
        var all = new int[table.Cells * width];
        for (var c = 0; c < table.Cells; c++)
        {
            table.Codes(c).CopyTo(all.AsSpan(c * width));
        }

        var index = new CellIndex(all, width);
        for (var c = 0; c < table.Cells; c++)
        {
            index.FindOrAdd(c);
        }

        var relations = ImmutableArray.CreateBuilder<AdditiveRelation>();
        var standings = ImmutableArray.CreateBuilder<RelationStanding>();
        var summed = new bool[width];
        for (var r = 0; r < rules.Length; r++)
        {
            stop.ThrowIfCancellationRequested();
            var found = Instances(table, rules[r], r, index, stop, out var columns);
            var standing = Standing(table, rules[r].Name, found, asked);
            standings.Add(standing);
            if (standing.Used)
            {
                relations.AddRange(found);
                foreach (var c in columns)
                {
                    summed[c] = true;
                }
            }
        }

        var groups = Group(table, all, width, summed, relations);
        return new BoundRelations(relations.ToImmutable(), standings.ToImmutable(), groups.Of, groups.Count);
    }

    private static List<AdditiveRelation> Instances(PublishedTable table, RelationRule rule, int number, CellIndex index, CancellationToken stop, out int[] columns)
    {
        var names = table.Dimensions.Select(d => d.Name).ToList();
        var at = rule.Dimensions.Select(d => names.IndexOf(d)).ToArray();
        columns = at;
        var found = new List<AdditiveRelation>();
        if (at.Contains(-1))
        {
            return found;
        }

        int[] Code(Selector s) => [.. s.Labels.Select((l, i) => table.Dimensions[at[i]].CodeOf(l))];
        var total = Code(rule.Total);
        var parts = rule.Parts.Select(Code).Where(p => !p.Contains(-1)).ToArray();
        if (total.Contains(-1) || parts.Length == 0)
        {
            return found;
        }

        var key = new int[table.Dimensions.Length];
        var cells = new List<int>();
        for (var c = 0; c < table.Cells; c++)
        {
            if ((c & 0xffff) == 0)
            {
                stop.ThrowIfCancellationRequested();
            }

            table.Codes(c).CopyTo(key);
            if (!Matches(key, at, total) || table.State(c) is not (CellState.Shown or CellState.Hidden))
            {
                continue;
            }

            cells.Clear();
            foreach (var part in parts)
            {
                for (var i = 0; i < at.Length; i++)
                {
                    key[at[i]] = part[i];
                }

                var cell = index.Find(key);
                if (cell >= 0 && cell != c && table.State(cell) is CellState.Shown or CellState.Hidden && cell >= 0)
                {
                    cells.Add(cell);
                }
            }

            if (cells.Count > 0)
            {
                found.Add(new AdditiveRelation(number, c, [.. cells]));
            }
        }

        return found;
    }

    private static bool Matches(int[] key, int[] at, int[] codes)
    {
        for (var i = 0; i < at.Length; i++)
        {
            if (key[at[i]] != codes[i])
            {
                return false;
            }
        }

        return true;
    }

    private static RelationStanding Standing(PublishedTable table, string name, List<AdditiveRelation> found, bool asked)
    {
        int shown = 0, hold = 0, over = 0, under = 0;
        foreach (var relation in found)
        {
            if (table.State(relation.Total) != CellState.Shown || relation.Parts.Any(p => table.State(p) != CellState.Shown))
            {
                continue;
            }

            shown++;
            var difference = relation.Parts.Sum(p => table.Low(p)) - table.Low(relation.Total);
            if (difference == 0)
            {
                hold++;
            }
            else if (difference > 0)
            {
                over++;
            }
            else
            {
                under++;
            }
        }

        return new RelationStanding(name, found.Count, shown, hold, over, under, found.Count > 0 && (asked || shown == 0 || hold >= CredibleShare * shown));
    }

    private static (int[] Of, int Count) Group(PublishedTable table, int[] all, int width, bool[] summed, ImmutableArray<AdditiveRelation>.Builder relations)
    {
        var masked = (int[])all.Clone();
        for (var i = 0; i < masked.Length; i++)
        {
            if (summed[i % width])
            {
                masked[i] = 0;
            }
        }

        var index = new CellIndex(masked, width);
        var parent = new int[table.Cells];
        for (var c = 0; c < parent.Length; c++)
        {
            parent[c] = index.FindOrAdd(c);
        }

        int Root(int c)
        {
            while (parent[c] != c)
            {
                c = parent[c] = parent[parent[c]];
            }

            return c;
        }

        foreach (var relation in relations)
        {
            foreach (var part in relation.Parts)
            {
                var (a, b) = (Root(relation.Total), Root(part));
                parent[Math.Max(a, b)] = Math.Min(a, b);
            }
        }

        var number = new int[table.Cells];
        var count = 0;
        for (var c = 0; c < parent.Length; c++)
        {
            var root = Root(c);
            number[c] = root == c ? count++ : number[root];
        }

        return (number, count);
    }
}
