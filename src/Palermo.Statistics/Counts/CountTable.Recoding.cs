using System.Collections.Immutable;

namespace Palermo.Statistics.Counts;

/// <content>Other code lists: codes grouped, dimensions merged, lists divided into their parts, flags gathered into one dimension.</content>
public sealed partial class CountTable
{
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

    private Provenance Mapped(string? by) => by is null || Provenance.Mappings.Contains(by, StringComparer.Ordinal) ? Provenance : Provenance with { Mappings = Provenance.Mappings.Add(by) };

    private static void RefuseMade(string dimension, Made m)
    {
        if (dimension == m.Name)
        {
            throw new CountsException(new CountsError(CountsErrorCode.CountsTwice, "the codes of a dimension of several codes a record cannot be regrouped", dimension,
                "A record that has two of the codes would count twice.", "Give the mapping when the dimension is made, or filter the records."));
        }
    }
}
