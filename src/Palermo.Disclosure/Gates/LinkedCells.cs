using System.Collections.Immutable;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Reports;
using Palermo.Statistics.Tables;

namespace Palermo.Disclosure.Gates;

/// <summary>How the parts of a relation stand to their total.</summary>
internal enum Sums
{
    /// <summary>They add up to it.</summary>
    Equal = 0,

    /// <summary>They are some of it: their sum is no more.</summary>
    AtMost = 1,

    /// <summary>They cover it, some people more than once: their sum is no less.</summary>
    AtLeast = 2,
}

/// <summary>A total and parts of it, by number of the cell.</summary>
internal sealed record LinkedRelation(int Total, ImmutableArray<int> Parts, Sums Sums);

/// <summary>
/// The figures of reports as one system: each set of people is one cell, however many tables print it, and whatever is part of
/// whatever is related. Figures that the traits do not tell apart but the numbers do stay apart.
/// </summary>
internal sealed partial class LinkedCells
{
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly List<ImmutableArray<Trait>> people = [];
    private readonly List<long> counts = [];
    private readonly List<string> keys = [];
    private readonly List<LinkedRelation> relations = [];
    private readonly HashSet<string> related = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Of, ImmutableArray<Trait> Traits)> families = new(StringComparer.Ordinal);

    /// <summary>Cells that are part of their axis' total and not "not recorded": where all of a total stand in one, that tells of everyone.</summary>
    private readonly HashSet<int> groups = [];

    public LinkedCells()
    {
    }

    private LinkedCells(LinkedCells other)
    {
        places = new(other.places, StringComparer.Ordinal);
        people.AddRange(other.people);
        counts.AddRange(other.counts);
        keys.AddRange(other.keys);
        relations.AddRange(other.relations);
        related.UnionWith(other.related);
        families = new(other.families, StringComparer.Ordinal);
        groups.UnionWith(other.groups);
    }

    /// <summary>The same cells under the same numbers, to which tables can be added apart from these.</summary>
    public LinkedCells Copy() => new(this);

    public int Count => counts.Count;

    public IReadOnlyList<long> Counts => counts;

    public IReadOnlyList<string> Keys => keys;

    public IReadOnlyList<ImmutableArray<Trait>> People => people;

    public IReadOnlyList<LinkedRelation> Relations => relations;

    /// <summary>Adds a table; gives the cell of each observation, -1 where it has no number.</summary>
    public int[] Add(FiguredTable figured)
    {
        var table = figured.Table;
        var cells = new int[table.Observations.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = table.Observations[i].Cell is { IsNumber: true, Count: var n } ? Cell(figured.People[i], n, table.Id) : -1;
        }

        foreach (var axis in figured.Axes)
        {
            foreach (var family in axis.GroupBy(t => t.Of, StringComparer.Ordinal))
            {
                families.TryAdd(string.Join('\u001e', family.Select(t => t.ToString()).Order(StringComparer.Ordinal)), (family.Key, [.. family.DistinctBy(t => t.ToString())]));
            }
        }

        Lines(table, cells);
        return cells;
    }

    /// <summary>A figure that stands outside the tables, such as the number of all records.</summary>
    public int Add(ImmutableArray<Trait> traits, long count) => Cell(traits, count, "");

    /// <summary>Adds a table that was let out on its own; gives the cell of each set of people. The traits of one column divide the people among them.</summary>
    public int[] Add(IEnumerable<ImmutableArray<Trait>> columns, IEnumerable<(ImmutableArray<Trait> People, long Count)> table)
    {
        foreach (var column in columns)
        {
            families.TryAdd(string.Join('\u001e', column.Select(t => t.ToString()).Order(StringComparer.Ordinal)), (column[0].Of, column));
        }

        return [.. table.Select(c => Cell(c.People, c.Count, ""))];
    }

    /// <summary>Relates the cells of all tables by what their traits say. To be called once, after the last table.</summary>
    public void Link()
    {
        foreach (var trait in people.SelectMany(p => p).DistinctBy(t => t.ToString()).GroupBy(t => t.Of, StringComparer.Ordinal))
        {
            // Codes that no table has as an axis, such as the years of several reports: each stands for itself.
            var known = families.Values.Where(f => f.Of == trait.Key).SelectMany(f => f.Traits).Select(t => t.ToString()).ToHashSet(StringComparer.Ordinal);
            ImmutableArray<Trait> alone = [.. trait.Where(t => !known.Contains(t.ToString()))];
            if (!alone.IsEmpty)
            {
                families.TryAdd(trait.Key, (trait.Key, alone));
            }
        }

        var wholes = families.Values.SelectMany(f => f.Traits).DistinctBy(t => t.ToString()).ToLookup(t => t.Of, StringComparer.Ordinal);
        var parts = new Dictionary<(int Total, string Family), List<int>>();
        var familiesOf = families.SelectMany(f => f.Value.Traits.Select(t => (Trait: t.ToString(), f.Key))).ToLookup(f => f.Trait, f => f.Key, StringComparer.Ordinal);
        for (var cell = 0; cell < people.Count; cell++)
        {
            foreach (var trait in people[cell])
            {
                var rest = people[cell].Remove(trait);
                foreach (var wider in wholes[trait.Of].Where(w => w.Codes.Length > trait.Codes.Length && trait.Codes.All(w.Codes.Contains)).Select(w => rest.Add(w)).Prepend(rest))
                {
                    if (places.TryGetValue(Key(wider), out var total) && total != cell)
                    {
                        foreach (var family in familiesOf[trait.ToString()])
                        {
                            (parts.TryGetValue((total, family), out var list) ? list : parts[(total, family)] = []).Add(cell);
                        }
                    }
                }
            }
        }

        foreach (var ((total, family), cells) in parts)
        {
            var disjoint = families[family].Traits.SelectMany(t => t.Codes).GroupBy(c => c, StringComparer.Ordinal).All(g => g.Count() == 1);
            Relate(total, [.. cells], disjoint);
        }

        LinkFlows();
        LinkDistant(wholes);
    }

    // Whoever is told by several things more than a figure is some of its people, though no figure stands between the two: where a figure
    // is nobody, so is every part of it.
    private void LinkDistant(ILookup<string, Trait> wholes)
    {
        const int Farthest = 4;
        for (var cell = 0; cell < people.Count; cell++)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var open = new List<ImmutableArray<Trait>> { people[cell] };
            for (var step = 0; step < Farthest && open.Count > 0; step++)
            {
                var next = new List<ImmutableArray<Trait>>();
                foreach (var wider in open.SelectMany(Wider).Where(w => seen.Add(Key(w))))
                {
                    if (!places.TryGetValue(Key(wider), out var total))
                    {
                        next.Add(wider);
                    }
                    else if (step > 0 && counts[cell] <= counts[total])
                    {
                        Enter(total, [cell], Sums.AtMost);
                    }
                }

                open = next;
            }
        }

        IEnumerable<ImmutableArray<Trait>> Wider(ImmutableArray<Trait> traits) => traits.SelectMany(t => wholes[t.Of].Where(w => w.Codes.Length > t.Codes.Length && t.Codes.All(w.Codes.Contains)).Select(w => traits.Replace(t, w)).Prepend(traits.Remove(t)));
    }

    /// <summary>Whether a cell is a category that the data have no code for: its zero hides nothing.</summary>
    public bool IsNobody(int cell) => people[cell].Any(t => t.Codes.Any(c => c.StartsWith(Trait.Nobody, StringComparison.Ordinal)));

    /// <summary>Cells of few people, and those that tell of everyone of a total.</summary>
    public bool[] Primary(int threshold)
    {
        var primary = new bool[Count];
        for (var c = 0; c < primary.Length; c++)
        {
            primary[c] = counts[c] > 0 && counts[c] < threshold;
        }

        foreach (var line in relations.Where(r => r.Sums == Sums.Equal && r.Parts.Length > 1 && counts[r.Total] > 0))
        {
            foreach (var part in line.Parts.Where(p => groups.Contains(p) && counts[p] == counts[line.Total]))
            {
                primary[part] = true;
            }
        }

        return primary;
    }

    private int Cell(ImmutableArray<Trait> traits, long count, string table)
    {
        var key = Key(traits);
        if (places.TryGetValue(key, out var at) && counts[at] != count)
        {
            key += "\u001f" + table;
        }

        if (!places.TryGetValue(key, out at))
        {
            places[key] = at = counts.Count;
            counts.Add(count);
            people.Add(traits);
            keys.Add(key);
        }

        return at;
    }

    // Within a table: along each axis the cells of a line under their total.
    private void Lines(StatTable table, int[] cells)
    {
        var at = table.Observations.Select((o, i) => (Key: string.Join('\u001f', o.Codes), i)).ToDictionary(x => x.Key, x => cells[x.i], StringComparer.Ordinal);
        for (var axis = 0; axis < table.Axes.Length; axis++)
        {
            // How often a thing is recorded is no category of people.
            var closed = table.Axes[axis] is { Codes.Length: <= 12, Name: not "recorded" };
            foreach (var observation in table.Observations.Where(o => o.Codes[axis] == Axis.Total))
            {
                if (at[string.Join('\u001f', observation.Codes)] is not (>= 0 and var total))
                {
                    continue;
                }

                var line = table.Axes[axis].Codes.Where(c => c != Axis.Total).Select(c => (Code: c, Cell: at.GetValueOrDefault(string.Join('\u001f', observation.Codes.SetItem(axis, c)), -1))).Where(p => p.Cell >= 0 && p.Cell != total).ToArray();
                if (closed)
                {
                    groups.UnionWith(line.Where(p => p.Code != Axis.NotRecorded).Select(p => p.Cell));
                }

                Relate(total, [.. line.Select(p => p.Cell).Distinct()], disjoint: false);
            }
        }
    }

    private void Relate(int total, ImmutableArray<int> parts, bool disjoint)
    {
        if (parts.IsEmpty)
        {
            return;
        }

        var sum = parts.Sum(p => counts[p]);
        if (sum == counts[total])
        {
            Enter(total, parts, Sums.Equal);
            return;
        }

        if (sum < counts[total])
        {
            // Only what counts nobody twice is known to be less; numbers that happen to be less tell no more than that here.
            Enter(total, parts, Sums.AtMost);
            return;
        }

        if (disjoint)
        {
            return;
        }

        Enter(total, parts, Sums.AtLeast);
        foreach (var part in parts.Where(p => counts[p] <= counts[total]))
        {
            Enter(total, [part], Sums.AtMost);
        }
    }

    private void Enter(int total, ImmutableArray<int> parts, Sums sums)
    {
        if (related.Add(total + "\u001f" + sums + "\u001f" + string.Join(',', parts.Order())))
        {
            relations.Add(new LinkedRelation(total, parts, sums));
        }
    }

    private static string Key(IEnumerable<Trait> traits) => string.Join('\u001d', traits.Select(t => t.ToString()).Order(StringComparer.Ordinal));
}
