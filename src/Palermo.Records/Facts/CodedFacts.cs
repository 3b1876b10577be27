using System.Collections.Immutable;
using Palermo.Records.Crosswalks;
using Palermo.Records.Dialects;

namespace Palermo.Records.Facts;

/// <summary>A coded column as facts are read from it.</summary>
/// <param name="Name">Its name in the dialect.</param>
/// <param name="Codes">The code texts of codes 1, 2, ...; code 0 is "not recorded" and sets nothing.</param>
/// <param name="ListSeparator">What joins the parts of a list in a code text; null when a code is a single value.</param>
public sealed record CodedColumn(string Name, ImmutableArray<string> Codes, string? ListSeparator);

/// <summary>
/// The facts of coded records: the crosswalk over code lists in place of spellings, so that a stored dataset can be judged
/// without the file it was read from. Gives what <see cref="FactTable"/> gives of that file. Safe for several threads.
/// </summary>
public sealed class CodedFacts
{
    private readonly ImmutableArray<(ulong True, ulong False)[]?> columns;
    private readonly ulong trueWins;

    private CodedFacts(Crosswalk crosswalk, ImmutableArray<(ulong True, ulong False)[]?> columns) =>
        (Crosswalk, this.columns, trueWins) = (crosswalk, columns, CompiledCrosswalk.TrueWins(crosswalk));

    /// <summary>The mapping used; outputs name it.</summary>
    public Crosswalk Crosswalk { get; }

    /// <summary>Whether records of the dialect can be read as facts.</summary>
    public static bool Covers(Dialect dialect, DialectCatalog? catalog = null) => Crosswalk.Exists(dialect, catalog ?? DialectCatalog.Default);

    /// <summary>Binds a dialect's crosswalk to coded columns; columns it does not speak of set nothing.</summary>
    /// <exception cref="RecordsException">The dialect has no crosswalk.</exception>
    public static CodedFacts Of(Dialect dialect, IEnumerable<CodedColumn> columns, DialectCatalog? catalog = null)
    {
        var crosswalk = Crosswalk.For(dialect, catalog ?? DialectCatalog.Default);
        return new CodedFacts(crosswalk, [.. columns.Select(c => Compile(c, crosswalk))]);
    }

    /// <summary>The facts stated and denied by one record.</summary>
    /// <param name="codes">One code a column, in the order in which the columns were given.</param>
    public (ulong True, ulong False) Of(ReadOnlySpan<ushort> codes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(codes.Length, columns.Length, nameof(codes));
        ulong t = 0, f = 0;
        for (var c = 0; c < codes.Length; c++)
        {
            if (columns[c] is { } column)
            {
                t |= column[codes[c]].True;
                f |= column[codes[c]].False;
            }
        }

        CompiledCrosswalk.Settle(ref t, ref f, trueWins);
        return (t, f);
    }

    private static (ulong True, ulong False)[]? Compile(CodedColumn column, Crosswalk crosswalk)
    {
        var rows = crosswalk.Rows.Where(r => r.Column == column.Name).ToLookup(r => r.Value, StringComparer.Ordinal);
        var own = crosswalk.Identity ? crosswalk.Facts.IndexOf(column.Name) : -1;
        if (rows.Count == 0 && own < 0)
        {
            return null;
        }

        var compiled = new (ulong True, ulong False)[column.Codes.Length + 1];
        for (var code = 1; code < compiled.Length; code++)
        {
            var text = column.Codes[code - 1];
            ulong t = 0, f = 0;
            foreach (var part in column.ListSeparator is { } by ? text.Split(by, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [text])
            {
                foreach (var row in rows[part])
                {
                    t |= row.Sets ? crosswalk.Facts.Bit(row.Fact) : 0;
                    f |= row.Sets ? 0 : crosswalk.Facts.Bit(row.Fact);
                }

                t |= own >= 0 && part == "true" ? 1UL << own : 0;
                f |= own >= 0 && part == "false" ? 1UL << own : 0;
            }

            compiled[code] = (t, f);
        }

        return compiled;
    }
}
