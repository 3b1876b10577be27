using System.Collections.Immutable;
using System.Text;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Palermo.Records.Ledgers;
using Palermo.Records.Sources;
using Palermo.Records.Tables;

namespace Palermo.Records.Conversions;

/// <summary>How to convert.</summary>
public sealed record ConversionOptions
{
    public static ConversionOptions Default { get; } = new();

    public TableOptions Table { get; init; } = TableOptions.Default;

    /// <summary>The dialect of the input; null recognises it.</summary>
    public string? From { get; init; }

    public DialectCatalog? Catalog { get; init; }
}

/// <summary>What a conversion did.</summary>
/// <param name="From">The dialect recognised.</param>
/// <param name="To">The dialect written.</param>
/// <param name="Mappings">The mappings used, by name and version.</param>
/// <param name="Rows">Rows converted.</param>
/// <param name="Ledger">What was wrong in the input.</param>
/// <param name="Losses">What the conversion lost.</param>
public sealed record ConversionResult(Dialect From, Dialect To, ImmutableArray<string> Mappings, long Rows, Ledger Ledger, LossReport Losses);

/// <summary>
/// Converts records between dialects by way of the record table, row by row in flat memory. Identifiers pass where both
/// sides have one; names, places and free text never do.
/// </summary>
public static class Conversion
{
    /// <param name="source">The input; disposed at the end.</param>
    /// <param name="to">The dialect to write.</param>
    /// <param name="writer">Takes the rows; its caller completes and disposes it.</param>
    /// <param name="options">How to read.</param>
    /// <param name="progress">Told the rows done, now and then.</param>
    /// <param name="cancel">Stops the conversion.</param>
    public static ConversionResult Run(Source source, Dialect to, IRecordWriter writer, ConversionOptions? options = null, IProgress<long>? progress = null, CancellationToken cancel = default)
    {
        options ??= ConversionOptions.Default;
        var catalog = options.Catalog ?? DialectCatalog.Default;
        var ledger = new Ledger();
        _ = Outward(to, catalog);
        var (reader, binding) = DialectTable.Open(source.Text, options.Table with { Separator = options.Table.Separator ?? source.Separator }, ledger, catalog, options.From, d => RecordMapping.Exists(d, catalog));
        using (reader)
        {
            return Run(Rows(reader, binding, ledger), binding.Dialect, to, writer, ledger, catalog, progress, cancel);
        }
    }

    /// <summary>Converts coded columns, such as a stored dataset. Identifiers, names and free text are not in them.</summary>
    public static ConversionResult Run(Frame frame, Dialect to, IRecordWriter writer, ConversionOptions? options = null, IProgress<long>? progress = null, CancellationToken cancel = default)
    {
        var catalog = options?.Catalog ?? DialectCatalog.Default;
        return Run(FrameRows.Of(frame), frame.Dialect, to, writer, frame.Ledger, catalog, progress, cancel);
    }

    private static RecordMapping? Outward(Dialect to, DialectCatalog catalog) =>
        RecordMapping.For(to, catalog) is var outward && outward is not { Writes: false } ? outward
        : throw new RecordsException(new RecordsError(RecordsErrorCode.UnknownDialect, $"'{to.Id}' can be read but not written", new Place(),
            "Its mapping has no way out of the record table.", "Choose another dialect."));

    private static ConversionResult Run(IEnumerable<(long Row, string[]?[] Cells)> rows, Dialect from, Dialect to, IRecordWriter writer, Ledger ledger, DialectCatalog catalog, IProgress<long>? progress, CancellationToken cancel)
    {
        var inward = RecordMapping.For(from, catalog);
        var outward = Outward(to, catalog);
        var records = catalog[RecordMapping.Records];
        var losses = new LossReport();
        Leg?[] legs = from.Id == to.Id ? [] : [inward is null ? null : Leg.In(inward, from, records), outward is null ? null : Leg.Out(outward, records, to)];
        var last = 0L;
        writer.Begin(to);
        foreach (var (number, cells) in rows)
        {
            var row = cells;
            foreach (var leg in legs)
            {
                row = leg?.Row(row, losses) ?? row;
            }

            if (Array.TrueForAll(row, c => c is null))
            {
                ledger.Add(TableChecks.EmptiedRecord, number);
            }

            writer.Write(row);
            last = number;
            if ((number & 0x3FFF) == 0)
            {
                cancel.ThrowIfCancellationRequested();
                progress?.Report(number);
            }
        }

        writer.End();
        progress?.Report(last);
        return new ConversionResult(from, to, [.. new[] { inward?.Name, outward?.Name }.OfType<string>()], last, ledger, losses);
    }

    private static IEnumerable<(long Row, string[]?[] Cells)> Rows(TableReader reader, Binding binding, Ledger ledger)
    {
        var cells = new RowCells(binding, ledger);
        while (reader.Read())
        {
            if (cells.Read(reader) is { } row)
            {
                yield return (reader.Row, row);
            }
            else
            {
                ledger.Add(TableChecks.EmptyRow, reader.Row);
            }
        }
    }

    /// <summary>Reads the fields of a row as codes, by the dialect's rules; each spelling is understood once.</summary>
    private sealed class RowCells(Binding binding, Ledger ledger)
    {
        private const int Remembered = 1 << 14;

        private readonly ColumnReading[] readings = [.. binding.Dialect.Columns.Select(c => new ColumnReading(binding.Dialect, c))];
        private readonly Dictionary<byte[], Meaning>[] known = [.. binding.Dialect.Columns.Select(_ => new Dictionary<byte[], Meaning>(BytesComparer.Instance))];

        public string[]?[]? Read(TableReader reader)
        {
            var row = new string[]?[readings.Length];
            var blank = true;
            for (var c = 0; c < readings.Length; c++)
            {
                var at = binding.PositionOf(c);
                if (at < 0 || reader[at] is not { IsEmpty: false } field)
                {
                    continue;
                }

                blank = false;
                var meaning = Understand(c, field);
                if (meaning.How >= Understood.Variant)
                {
                    ledger.Add(meaning.How == Understood.Variant ? TableChecks.VariantValue : TableChecks.UnrecognisedValue, reader.Row, readings[c].Column.Name);
                }

                row[c] = meaning.Codes.IsEmpty ? null : [.. meaning.Codes];
            }

            return blank ? null : row;
        }

        private Meaning Understand(int column, ReadOnlySpan<byte> field)
        {
            var lookup = known[column].GetAlternateLookup<ReadOnlySpan<byte>>();
            if (lookup.TryGetValue(field, out var meaning))
            {
                return meaning;
            }

            meaning = readings[column].Read(Encoding.UTF8.GetString(field));
            if (known[column].Count < Remembered && field.Length < 1024)
            {
                lookup[field] = meaning;
            }

            return meaning;
        }
    }
}
