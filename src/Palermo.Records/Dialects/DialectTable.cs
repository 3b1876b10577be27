using System.Collections.Immutable;
using Palermo.Records.Ledgers;
using Palermo.Records.Tables;

namespace Palermo.Records.Dialects;

/// <summary>Opens a delimited table of a known dialect: finds its header, recognises whose it is, binds the columns.</summary>
public static class DialectTable
{
    /// <param name="stream">The text.</param>
    /// <param name="options">Limits and habits.</param>
    /// <param name="ledger">Takes what was found.</param>
    /// <param name="catalog">The dialects that may be recognised.</param>
    /// <param name="dialect">The dialect's id, or null to recognise it.</param>
    /// <param name="only">Narrows which dialects are recognised; null takes all.</param>
    public static (TableReader Reader, Binding Binding) Open(Stream stream, TableOptions options, Ledger ledger, DialectCatalog catalog, string? dialect = null, Predicate<Dialect>? only = null)
    {
        var forced = dialect is null ? null : catalog[dialect];
        var reader = TableReader.Open(stream, options, ledger, header => Find(header) is not null, Expected(catalog, forced, only),
            header => Find(header) is { } of && of.Notices.Any(n => header[0].StartsWith(n, StringComparison.OrdinalIgnoreCase)));
        try
        {
            var found = Find(reader.Header)!;
            return (reader, Binding.To(found, Merge(found, reader, ledger), ledger, options.FileName));
        }
        catch
        {
            reader.Dispose();
            throw;
        }

        Dialect? Find(ImmutableArray<string> header) =>
            forced is not null ? (Binding.Score(forced, header) > 0 ? forced : null)
            : catalog.Recognise(header) is { } found && (only is null || only(found)) ? found : null;
    }

    // Where a label says nothing, the technical name above it does; where the two name different columns, the label holds and the ledger says so.
    private static ImmutableArray<string> Merge(Dialect dialect, TableReader reader, Ledger ledger)
    {
        if (reader.Technical.IsEmpty)
        {
            return reader.Header;
        }

        var merged = reader.Header.ToBuilder();
        for (var i = 0; i < merged.Count && i < reader.Technical.Length; i++)
        {
            var label = Binding.ColumnOf(dialect, merged[i]);
            var technical = Binding.ColumnOf(dialect, reader.Technical[i]);
            if (label < 0 && technical >= 0)
            {
                merged[i] = reader.Technical[i];
            }
            else if (label >= 0 && technical >= 0 && label != technical)
            {
                ledger.AddWhole(TableChecks.HeaderRowsDisagree, merged[i]);
            }
        }

        return merged.ToImmutable();
    }

    private static string Expected(DialectCatalog catalog, Dialect? forced, Predicate<Dialect>? only) =>
        forced is not null
            ? $"Asked for was the dialect '{forced.Id}', whose columns begin {string.Join(", ", forced.Columns.Take(4).Select(c => c.Name))}."
            : "Known dialects: " + string.Join(", ", catalog.Dialects.Where(d => only is null || only(d)).Select(d => d.Id)) + ".";
}
