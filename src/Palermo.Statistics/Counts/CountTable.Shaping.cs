using System.Collections.Immutable;

namespace Palermo.Statistics.Counts;

/// <content>
/// Making other tables of a table: fewer dimensions, fewer cells, sums of two. Nothing counts a record twice unnoticed: a dimension of several codes a record
/// remembers the table it was made of, and margins over it are taken there.
/// </content>
public sealed partial class CountTable
{
    private Made? made;

    /// <summary>How a dimension of several codes a record came about.</summary>
    /// <param name="Parent">The table that counts each record once.</param>
    /// <param name="Name">The dimension made.</param>
    /// <param name="Of">The dimensions of the parent it was made of.</param>
    /// <param name="Again">Makes it of another table that has those dimensions.</param>
    /// <param name="Denied">Records that answer a code with no, by the same dimensions; null when an absent code is no answer to begin with (lists).</param>
    private sealed record Made(CountTable Parent, string Name, ImmutableArray<string> Of, Func<CountTable, CountTable> Again, CountTable? Denied);

    /// <summary>The table of fewer dimensions, in the order given; the others are summed over.</summary>
    public CountTable Keep(params IReadOnlyList<string> names)
    {
        if (names.Count == Dimensions.Length && names.Select((n, i) => Dimensions[i].Name == n).All(same => same))
        {
            return this;
        }

        if (made is not { } m)
        {
            return KeepPlain(names);
        }

        var keepsMade = names.Contains(m.Name, StringComparer.Ordinal);
        foreach (var name in names)
        {
            IndexOf(name);
        }

        List<string> fromParent = [.. names.Where(n => n != m.Name), .. keepsMade ? m.Of : []];
        var parent = m.Parent.Keep([.. fromParent.Distinct(StringComparer.Ordinal)]);
        return keepsMade ? m.Again(parent).Reordered(names) : parent.Keep(names);
    }

    /// <summary>The table without these dimensions.</summary>
    public CountTable Without(params IReadOnlyList<string> names) => Keep([.. Dimensions.Select(d => d.Name).Except(names, StringComparer.Ordinal)]);

    /// <summary>The cells with one of the codes along a dimension; null stands for "not recorded".</summary>
    public CountTable Where(string dimension, params IReadOnlyList<string?> codes)
    {
        if (made is { } m)
        {
            RefuseMade(dimension, m);
            return m.Again(m.Parent.Where(dimension, codes)).Reordered([.. Dimensions.Select(d => d.Name)]);
        }

        var d = IndexOf(dimension);
        var list = Dimensions[d];
        var wanted = new bool[list.Size];
        foreach (var code in codes)
        {
            if (code is null)
            {
                wanted[Dimension.NotRecorded] = true;
            }
            else if (list.Code(code) is { } at)
            {
                wanted[at] = true;
            }
            else if (!list.IsOpen)
            {
                throw NoCode(list);
            }
        }

        return Pick(i => wanted[(int)(keys[i] / radices[d] % (ulong)list.Size)]);
    }

    /// <summary>The sum of two tables of the same dimensions. Open code lists may differ: they are joined by text.</summary>
    /// <exception cref="CountsException">The dimensions differ, or a closed list does.</exception>
    public CountTable Add(CountTable other)
    {
        if (Dimensions.Length != other.Dimensions.Length || Measure != other.Measure || Dimensions.Zip(other.Dimensions).Any(p => p.First.Name != p.Second.Name || p.First.IsMultiple != p.Second.IsMultiple))
        {
            throw NotTheSame("they are not divided by the same columns in the same order");
        }

        if (made is { } a && other.made is { } b)
        {
            List<string> of = [.. a.Parent.Dimensions.Select(d => d.Name)];
            return a.Again(a.Parent.Add(b.Parent.Keep(of))).Reordered([.. Dimensions.Select(d => d.Name)]);
        }

        ImmutableArray<Dimension> joined = [.. Dimensions.Zip(other.Dimensions, Join)];
        var builder = new CountTableBuilder(joined, Measure);
        foreach (var table in (CountTable[])[this, other])
        {
            var to = table.Dimensions.Select((d, i) => Enumerable.Range(0, d.Size).Select(c => d.Text(c) is { } t ? joined[i].Code(t)!.Value : 0).ToArray()).ToArray();
            foreach (var entry in table.Entries)
            {
                var codes = entry.Codes();
                for (var i = 0; i < codes.Length; i++)
                {
                    codes[i] = to[i][codes[i]];
                }

                builder.Add(codes, entry.Value, entry.Hidden, entry.Absent);
            }
        }

        return builder.ToTable(Provenance.With(other.Provenance));
    }

    /// <summary>The same counts with the dimensions called otherwise.</summary>
    internal CountTable Named(Func<string, string> name)
    {
        var builder = new CountTableBuilder([.. Dimensions.Select(d => d.Named(name(d.Name)))], Measure);
        foreach (var entry in Entries)
        {
            builder.Add(entry.Codes(), entry.Value, entry.Hidden, entry.Absent);
        }

        return builder.ToTable(Provenance);
    }

    /// <summary>A dimension a second time under another name, the last of the table: two groupings of one column stand beside each other.</summary>
    public CountTable Copy(string dimension, string name)
    {
        if (made is { } m)
        {
            RefuseMade(dimension, m);
            return m.Again(m.Parent.Copy(dimension, name)).Reordered([.. Dimensions.Select(x => x.Name), name]);
        }

        var d = IndexOf(dimension);
        var builder = new CountTableBuilder(Dimensions.Add(Dimensions[d].Named(name)), Measure);
        foreach (var entry in Entries)
        {
            builder.Add([.. entry.Codes(), entry.Code(d)], entry.Value, entry.Hidden, entry.Absent);
        }

        return builder.ToTable(Provenance);
    }

    /// <summary>The counts of one dimension by code, index 0 "not recorded".</summary>
    public long[] Margin(string name)
    {
        var table = Keep(name);
        var margin = new long[table.Dimensions[0].Size];
        foreach (var entry in table.Entries)
        {
            margin[entry.Code(0)] = entry.Value;
        }

        return margin;
    }

    private CountTable Reordered(IReadOnlyList<string> names)
    {
        var table = KeepPlain(names);
        table.made = made is { Denied: { } denied } m ? m with { Denied = denied.KeepPlain(names) } : made;
        return table;
    }

    private CountTable KeepPlain(IReadOnlyList<string> names)
    {
        var at = names.Select(IndexOf).ToArray();
        ImmutableArray<Dimension> kept = [.. at.Select(i => Dimensions[i])];
        var to = Radices(kept);
        var builder = new CountTableBuilder(kept, Measure);
        for (var i = 0; i < keys.Length; i++)
        {
            ulong key = 0;
            for (var j = 0; j < at.Length; j++)
            {
                key += keys[i] / radices[at[j]] % (ulong)kept[j].Size * to[j];
            }

            builder.Add(key, counts[i], hidden?[i] ?? 0, absent?[i] ?? 0);
        }

        return builder.ToTable(Provenance);
    }

    private CountTable Pick(Func<int, bool> keeps)
    {
        var at = Enumerable.Range(0, keys.Length).Where(keeps).ToArray();
        return Sorted(Dimensions, Measure, Provenance, Array.ConvertAll(at, i => keys[i]), Array.ConvertAll(at, i => counts[i]),
            hidden is null ? null : Array.ConvertAll(at, i => hidden[i]), absent is null ? null : Array.ConvertAll(at, i => absent[i]));
    }

    private static Dimension Join(Dimension a, Dimension b)
    {
        if (ReferenceEquals(a, b) || a.Codes.AsSpan().SequenceEqual(b.Codes.AsSpan()))
        {
            return a;
        }

        return a.IsOpen && b.IsOpen
            ? new Dimension(a.Name, [.. a.Codes.Union(b.Codes, StringComparer.Ordinal)]) { IsOpen = true, ListSeparator = a.ListSeparator, IsMultiple = a.IsMultiple }
            : throw NotTheSame($"the code lists of '{a.Name}' differ");
    }

    private static CountsException NotTheSame(string why) => new(new CountsError(CountsErrorCode.NotTheSameShape, "the tables cannot be added", null,
        char.ToUpperInvariant(why[0]) + why[1..] + ".", "Bring both to the same columns and codes first."));

    private static CountsException NoCode(Dimension list) => new(new CountsError(CountsErrorCode.UnknownCode, "the code list has no such code", list.Name,
        list.Codes.Length <= 40 ? "Its codes are: " + string.Join(", ", list.Codes) + "." : "It has other codes.", "Use one of its codes."));
}
