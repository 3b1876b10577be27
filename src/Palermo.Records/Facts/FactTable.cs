using Palermo.Records.Crosswalks;
using Palermo.Records.Dialects;
using Palermo.Records.Ledgers;
using Palermo.Records.Tables;

namespace Palermo.Records.Facts;

/// <summary>The facts of one row. <see cref="Id"/> is valid until the next row; a fact in neither mask is not known.</summary>
/// <param name="row">The data row, from 1.</param>
/// <param name="id">The row's own identifier in UTF-8; empty when the file has none.</param>
/// <param name="isTrue">Facts stated, by bit.</param>
/// <param name="isFalse">Facts denied, by bit; never overlaps with those stated.</param>
public readonly ref struct FactRow(long row, ReadOnlySpan<byte> id, ulong isTrue, ulong isFalse)
{
    public long Row { get; } = row;

    public ReadOnlySpan<byte> Id { get; } = id;

    public ulong True { get; } = isTrue;

    public ulong False { get; } = isFalse;
}

/// <summary>How to read a table as facts.</summary>
public sealed record FactTableOptions
{
    public static FactTableOptions Default { get; } = new();

    public TableOptions Table { get; init; } = TableOptions.Default;

    /// <summary>The dialect's id; null recognises it by the header.</summary>
    public string? Dialect { get; init; }

    public DialectCatalog? Catalog { get; init; }
}

/// <summary>
/// A delimited table of any dialect that has a crosswalk, read as facts: streaming, in flat memory. Enumerate it once.
/// Errors are <see cref="RecordsException"/>; doubts go to the <see cref="Ledger"/>. Not safe for several threads at once.
/// </summary>
public sealed class FactTable : IDisposable
{
    private readonly TableReader reader;
    private readonly CompiledCrosswalk compiled;
    private readonly int id;
    private ulong currentTrue;
    private ulong currentFalse;

    private FactTable(TableReader reader, Crosswalk crosswalk, Binding binding, Ledger ledger)
    {
        this.reader = reader;
        Crosswalk = crosswalk;
        Dialect = binding.Dialect;
        Ledger = ledger;
        compiled = CompiledCrosswalk.To(crosswalk, binding);
        var idColumn = binding.Dialect.Columns.FirstOrDefault(c => c.Kind == "id");
        id = idColumn is null ? -1 : binding.PositionOf(idColumn.Name);
    }

    public Dialect Dialect { get; }

    /// <summary>The mapping used; outputs name it.</summary>
    public Crosswalk Crosswalk { get; }

    /// <summary>What was found; complete once the table is read to its end.</summary>
    public Ledger Ledger { get; }

    /// <summary>Bytes read so far, for progress.</summary>
    public long BytesRead => reader.BytesRead;

    /// <summary>The place of the current row.</summary>
    public Place Here => reader.Here();

    /// <summary>The current row; valid after <see cref="Next"/> said true, until the next call of it.</summary>
    public FactRow Current => new(reader.Row, id < 0 ? default : reader[id], currentTrue, currentFalse);

    /// <summary>Opens a table; the stream is read forward only and disposed with the table.</summary>
    public static FactTable Read(Stream stream, FactTableOptions? options = null)
    {
        options ??= FactTableOptions.Default;
        var catalog = options.Catalog ?? DialectCatalog.Default;
        var ledger = new Ledger();
        var (opened, binding) = DialectTable.Open(stream, options.Table, ledger, catalog, options.Dialect, d => Crosswalk.Exists(d, catalog));
        try
        {
            return new FactTable(opened, Crosswalk.For(binding.Dialect, catalog), binding, ledger);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Reads a table to its end and counts its distinct fact vectors. Judging each vector once and adding its count gives
    /// the same result as judging every row.
    /// </summary>
    /// <param name="stream">The table.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="progress">Told the bytes and rows read, now and then.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static DistinctFacts CountDistinct(Stream stream, FactTableOptions? options = null, IProgress<FactProgress>? progress = null, CancellationToken cancel = default)
    {
        const int stride = 1 << 16;
        using var table = Read(stream, options);
        var counts = new VectorCounts();
        while (table.Next())
        {
            counts.Add(table.currentTrue, table.currentFalse, table.reader.Row);
            if ((table.reader.Row & (stride - 1)) == 0)
            {
                cancel.ThrowIfCancellationRequested();
                progress?.Report(new FactProgress(table.reader.Row, table.BytesRead));
            }
        }

        progress?.Report(new FactProgress(table.reader.Row, table.BytesRead));
        return new DistinctFacts(table.Dialect, table.Crosswalk, counts.ToVectors(), table.reader.Row, table.Ledger);
    }

    /// <summary>Moves to the next row; false at the end.</summary>
    public bool Next()
    {
        if (!reader.Read())
        {
            return false;
        }

        ulong t = 0, f = 0, signals = 0;
        foreach (var column in compiled.Columns)
        {
            var field = reader[column.Position];
            if (field.IsEmpty)
            {
                continue;
            }

            ref readonly var cell = ref column.Of(field);
            t |= cell.True;
            f |= cell.False;
            signals |= cell.Signals;
            if (cell.How >= Understood.Variant)
            {
                Ledger.Add(cell.How == Understood.Variant ? TableChecks.VariantValue : TableChecks.UnrecognisedValue, reader.Row, column.Column);
            }
        }

        compiled.Finish(ref t, ref f, signals, reader.Row, Ledger);
        currentTrue = t;
        currentFalse = f;
        return true;
    }

    public void Dispose() => reader.Dispose();
}
