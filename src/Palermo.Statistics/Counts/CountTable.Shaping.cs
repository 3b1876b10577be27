using System.Collections.Immutable;

namespace Palermo.Statistics.Counts;

/// <content>
/// Making other tables of a table. Nothing counts a record twice unnoticed: a dimension of several codes a record
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

    /// <summary>Another code list for a dimension: each code goes to one code, or to "not recorded" where the mapping says null.</summary>
    /// <param name="dimension">The dimension to recode.</param>
    /// <param name="into">The new list; it may have another name.</param>
    /// <param name="mapping">From the text of an old code to the text of a new one.</param>
    /// <param name="by">The mapping's name and version, for the provenance; null when it is a plain renaming.</param>
    public CountTable Recode(string dimension, Dimension into, Func<string, string?> mapping, string? by = null)
    {
        if (made is { } m)
        {
            RefuseMade(dimension, m);
            return m.Again(m.Parent.Recode(dimension, into, mapping, by)).Reordered([.. Dimensions.Select(x => x.Name == dimension ? into.Name : x.Name)]);
        }

        var d = IndexOf(dimension);
        var to = new int[Dimensions[d].Size];
        for (var code = 1; code < to.Length; code++)
        {
            if (mapping(Dimensions[d].Codes[code - 1]) is { } text)
            {
                to[code] = into.Code(text) ?? throw NoCode(into);
            }
        }

        var builder = new CountTableBuilder(Dimensions.SetItem(d, into), Measure);
        foreach (var entry in Entries)
        {
            var codes = entry.Codes();
            codes[d] = to[codes[d]];
            builder.Add(codes, entry.Value, entry.Hidden, entry.Absent);
        }

        return builder.ToTable(Mapped(by));
    }

    /// <summary>
    /// Several dimensions into one, a code of which is computed from theirs: citizenship and country of exploitation into
    /// "the same" and "another".
    /// </summary>
    /// <param name="names">Dimensions to merge; they leave the table.</param>
    /// <param name="into">The new dimension; it becomes the last.</param>
    /// <param name="code">The texts of the codes merged (null: not recorded) to the text of the new one (null: not recorded).</param>
    /// <param name="by">The rule's name and version, for the provenance.</param>
    public CountTable Merge(IReadOnlyList<string> names, Dimension into, Func<IReadOnlyList<string?>, string?> code, string? by = null)
    {
        if (made is { } m)
        {
            foreach (var name in names)
            {
                RefuseMade(name, m);
            }

            List<string> order = [.. Dimensions.Select(d => d.Name).Except(names, StringComparer.Ordinal), into.Name];
            return m.Again(m.Parent.Merge(names, into, code, by)).Reordered(order);
        }

        var at = names.Select(IndexOf).ToArray();
        var kept = Enumerable.Range(0, Dimensions.Length).Except(at).ToArray();
        var builder = new CountTableBuilder([.. kept.Select(i => Dimensions[i]), into], Measure);
        var codes = new int[kept.Length + 1];
        var texts = new string?[at.Length];
        foreach (var entry in Entries)
        {
            for (var i = 0; i < kept.Length; i++)
            {
                codes[i] = entry.Code(kept[i]);
            }

            for (var i = 0; i < at.Length; i++)
            {
                texts[i] = entry.Text(at[i]);
            }

            codes[^1] = code(texts) is { } text ? into.Code(text) ?? throw NoCode(into) : Dimension.NotRecorded;
            builder.Add(codes, entry.Value, entry.Hidden, entry.Absent);
        }

        return builder.ToTable(Mapped(by));
    }

    /// <summary>
    /// A dimension of lists divided by their parts: a record counts once under each of its parts, so the cells no longer
    /// add up to the records. <paramref name="into"/> and <paramref name="mapping"/> may send parts to other codes; several parts that go
    /// to one code count once.
    /// </summary>
    public CountTable Members(string dimension, Dimension? into = null, Func<string, string?>? mapping = null, string? by = null)
    {
        var list = Dimensions[IndexOf(dimension)];
        if (into is null)
        {
            into = new Dimension(list.Name, [.. Enumerable.Range(1, list.Codes.Length).SelectMany(c => list.Parts(c)).Distinct(StringComparer.Ordinal)]) { IsOpen = list.IsOpen };
        }

        return Spread([dimension], into, texts => texts[0] is { } text ? list.Parts(list.Code(text)!.Value).Select(mapping ?? (p => p)) : null, null, by);
    }

    /// <summary>
    /// Several flags into one dimension of which a record may have several codes: the flags that are set. A record with no
    /// flag set is "not recorded" unless <paramref name="none"/> names the code for a record whose flags are all answered no.
    /// </summary>
    /// <param name="flags">A flag dimension and the code it stands for; several flags may stand for one code.</param>
    /// <param name="into">The new dimension; it becomes the last.</param>
    /// <param name="yes">The code text of a set flag.</param>
    /// <param name="none">The code for "all answered, none set".</param>
    /// <param name="by">The grouping's name and version, for the provenance.</param>
    public CountTable Flags(IReadOnlyList<(string Flag, string Code)> flags, Dimension into, string yes, string? none = null, string? by = null) =>
        Spread([.. flags.Select(f => f.Flag)], into, texts =>
        {
            List<string> set = [.. flags.Where((_, i) => texts[i] == yes).Select(f => f.Code)];
            return set.Count > 0 ? set : none is not null && texts.All(t => t is not null) ? [none] : null;
        }, texts => flags.Select((f, i) => (f.Code, Text: texts[i])).GroupBy(f => f.Code, f => f.Text, StringComparer.Ordinal).Where(g => g.All(t => t is not null && t != yes)).Select(g => g.Key), by);

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

    private CountTable Spread(ImmutableArray<string> of, Dimension into, Func<IReadOnlyList<string?>, IEnumerable<string?>?> codesOf, Func<IReadOnlyList<string?>, IEnumerable<string>>? deniedOf, string? by)
    {
        var multiple = new Dimension(into.Name, into.Codes) { IsOpen = into.IsOpen, IsMultiple = true };
        return Make(this);

        CountTable Make(CountTable table)
        {
            var at = of.Select(table.IndexOf).ToArray();
            if (at.Any(i => table.Dimensions[i].IsMultiple))
            {
                throw new CountsException(new CountsError(CountsErrorCode.CountsTwice, "a dimension of several codes a record cannot be divided again", into.Name,
                    "Its cells no longer say which codes one record has together.", "Give the mapping when the dimension is first divided."));
            }

            var kept = Enumerable.Range(0, table.Dimensions.Length).Except(at).ToArray();
            var builder = new CountTableBuilder([.. kept.Select(i => table.Dimensions[i]), multiple], table.Measure);
            var denied = new CountTableBuilder([.. kept.Select(i => table.Dimensions[i]), multiple], table.Measure);
            var codes = new int[kept.Length + 1];
            var texts = new string?[at.Length];
            var seen = new HashSet<int>();
            foreach (var entry in table.Entries)
            {
                for (var i = 0; i < kept.Length; i++)
                {
                    codes[i] = entry.Code(kept[i]);
                }

                for (var i = 0; i < at.Length; i++)
                {
                    texts[i] = entry.Text(at[i]);
                }

                seen.Clear();
                foreach (var text in codesOf(texts) ?? [])
                {
                    if (text is not null)
                    {
                        seen.Add(multiple.Code(text) ?? throw NoCode(multiple));
                    }
                }

                if (seen.Count == 0)
                {
                    seen.Add(Dimension.NotRecorded);
                }

                foreach (var code in seen)
                {
                    codes[^1] = code;
                    builder.Add(codes, entry.Value, entry.Hidden, entry.Absent);
                }

                foreach (var text in deniedOf?.Invoke(texts) ?? [])
                {
                    codes[^1] = multiple.Code(text) ?? throw NoCode(multiple);
                    denied.Add(codes, entry.Value);
                }
            }

            var result = builder.ToTable(table.Mapped(by));
            result.made = new Made(table, into.Name, of, Make, deniedOf is null ? null : denied.ToTable(table.Provenance));
            return result;
        }
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

    private Provenance Mapped(string? by) => by is null || Provenance.Mappings.Contains(by, StringComparer.Ordinal) ? Provenance : Provenance with { Mappings = Provenance.Mappings.Add(by) };

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

    private static void RefuseMade(string dimension, Made m)
    {
        if (dimension == m.Name)
        {
            throw new CountsException(new CountsError(CountsErrorCode.CountsTwice, "the codes of a dimension of several codes a record cannot be regrouped", dimension,
                "A record that has two of the codes would count twice.", "Give the mapping when the dimension is made, or filter the records."));
        }
    }

    private static CountsException NotTheSame(string why) => new(new CountsError(CountsErrorCode.NotTheSameShape, "the tables cannot be added", null,
        char.ToUpperInvariant(why[0]) + why[1..] + ".", "Bring both to the same columns and codes first."));

    private static CountsException NoCode(Dimension list) => new(new CountsError(CountsErrorCode.UnknownCode, "the code list has no such code", list.Name,
        list.Codes.Length <= 40 ? "Its codes are: " + string.Join(", ", list.Codes) + "." : "It has other codes.", "Use one of its codes."));
}
