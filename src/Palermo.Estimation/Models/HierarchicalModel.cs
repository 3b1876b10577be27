using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Palermo.Estimation.Models;

/// <summary>
/// A hierarchical log-linear model of capture histories: a downward-closed set of list subsets (terms) that holds the
/// intercept and every list's main effect. A term is a bit mask of lists.
/// </summary>
public sealed class HierarchicalModel : IEquatable<HierarchicalModel>
{
    private HierarchicalModel(int listCount, ImmutableArray<int> terms)
    {
        ListCount = listCount;
        Terms = terms;
    }

    public int ListCount { get; }

    /// <summary>All terms, intercept (0) included, by order and within an order by lists.</summary>
    public ImmutableArray<int> Terms { get; }

    /// <summary>k: every term counts, intercept and those at minus infinity included.</summary>
    public int ParameterCount => Terms.Length;

    /// <summary>The highest order of interaction (1: independence).</summary>
    public int Order => BitOperations.PopCount((uint)Terms[^1]);

    /// <summary>The interactions: terms of two lists or more.</summary>
    public IEnumerable<int> Interactions => Terms.Where(t => BitOperations.PopCount((uint)t) >= 2);

    /// <summary>Independence with the given interactions; lower-order terms they imply are added.</summary>
    public static HierarchicalModel WithInteractions(int listCount, IEnumerable<int> interactions)
    {
        var terms = new HashSet<int> { 0 };
        for (var j = 0; j < listCount; j++)
        {
            terms.Add(1 << j);
        }

        foreach (var interaction in interactions)
        {
            if (interaction <= 0 || interaction >= 1 << listCount)
            {
                throw new ArgumentOutOfRangeException(nameof(interactions), "an interaction names lists the table does not have");
            }

            for (var part = interaction; part > 0; part = (part - 1) & interaction)
            {
                terms.Add(part);
            }
        }

        return new HierarchicalModel(listCount, [.. terms.Order(TermOrder.Instance)]);
    }

    public static HierarchicalModel Independence(int listCount) => WithInteractions(listCount, []);

    /// <summary>All interactions up to an order (2: all pairs).</summary>
    public static HierarchicalModel AllOfOrder(int listCount, int order) =>
        WithInteractions(listCount, Enumerable.Range(1, (1 << listCount) - 1).Where(t => BitOperations.PopCount((uint)t) == order));

    /// <summary>The model whose terms are the set bits of a mask over subsets (at most six lists).</summary>
    public static HierarchicalModel FromMask(int listCount, ulong mask) =>
        new(listCount, [.. Enumerable.Range(0, 1 << listCount).Where(t => ((mask >> t) & 1) == 1).Order(TermOrder.Instance)]);

    /// <summary>Bit t set for every term t; at most six lists.</summary>
    public ulong ToMask()
    {
        if (ListCount > 6)
        {
            throw new InvalidOperationException("a model is one 64-bit mask up to six lists");
        }

        var mask = 0UL;
        foreach (var term in Terms)
        {
            mask |= 1UL << term;
        }

        return mask;
    }

    public bool Contains(int term) => Terms.BinarySearch(term, TermOrder.Instance) >= 0;

    public HierarchicalModel With(int interaction) => WithInteractions(ListCount, Interactions.Append(interaction));

    /// <summary>Reads generators such as <c>[12,13,4]</c> (lists counted from 1; with ten lists or more <c>[1.12,3]</c>).</summary>
    /// <exception cref="FormatException">Not generators of this many lists.</exception>
    public static HierarchicalModel Parse(string generators, int listCount)
    {
        var interactions = generators.Trim('[', ']', ' ').Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Generator);
        try
        {
            return WithInteractions(listCount, interactions);
        }
        catch (ArgumentOutOfRangeException beyond)
        {
            throw new FormatException("a generator names a list beyond the last", beyond);
        }

        int Generator(string text)
        {
            var mask = 0;
            foreach (var list in listCount > 9 || text.Contains('.') ? text.Split('.') : text.Select(c => c.ToString()))
            {
                mask |= int.TryParse(list, NumberStyles.None, CultureInfo.InvariantCulture, out var j) && j >= 1 && j <= listCount
                    ? 1 << (j - 1)
                    : throw new FormatException("generators look like [12,13,4], with lists counted from 1");
            }

            return mask;
        }
    }

    /// <summary>The generators, e.g. <c>[123,14,5]</c>: largest first, then in list order.</summary>
    public override string ToString()
    {
        var terms = Terms.ToHashSet();
        var text = new StringBuilder("[");
        foreach (var term in Terms.Where(t => t != 0 && IsGenerator(t)).OrderByDescending(t => BitOperations.PopCount((uint)t)).ThenBy(t => t, TermOrder.Instance))
        {
            text.Append(text.Length > 1 ? "," : "").AppendJoin(ListCount > 9 ? "." : "", Members(term).Select(j => (j + 1).ToString(CultureInfo.InvariantCulture)));
        }

        return text.Append(']').ToString();

        bool IsGenerator(int term)
        {
            for (var j = 0; j < ListCount; j++)
            {
                if (((term >> j) & 1) == 0 && terms.Contains(term | (1 << j)))
                {
                    return false;
                }
            }

            return true;
        }
    }

    public bool Equals(HierarchicalModel? other) => other is not null && ListCount == other.ListCount && Terms.SequenceEqual(other.Terms);

    public override bool Equals(object? obj) => Equals(obj as HierarchicalModel);

    public override int GetHashCode() => Terms.Aggregate(ListCount, HashCode.Combine);

    private static IEnumerable<int> Members(int term) => Enumerable.Range(0, 31).Where(j => ((term >> j) & 1) == 1);

    /// <summary>By number of lists, then lexicographically by the lists' numbers.</summary>
    private sealed class TermOrder : IComparer<int>
    {
        public static readonly TermOrder Instance = new();

        public int Compare(int x, int y)
        {
            var byOrder = BitOperations.PopCount((uint)x).CompareTo(BitOperations.PopCount((uint)y));
            if (byOrder != 0 || x == y)
            {
                return byOrder;
            }

            // The subset that holds the lowest list where they differ comes first.
            var lowest = (x ^ y) & -(x ^ y);
            return (x & lowest) != 0 ? -1 : 1;
        }
    }
}
