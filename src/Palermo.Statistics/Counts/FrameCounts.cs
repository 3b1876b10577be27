using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Palermo.Records.Store;

namespace Palermo.Statistics.Counts;

/// <summary>
/// Counts coded columns in memory, vectorised; the reference that every other source is held equal to. Columns of a stored
/// dataset are read when first asked for, so the first table of a cold dataset reads only what it shows. Safe for several
/// threads at once; the result does not depend on how many count.
/// </summary>
public sealed class FrameCounts : ICountSource
{
    private readonly Dialect dialect;
    private readonly int rows;
    private readonly Func<IReadOnlyCollection<string>, ImmutableArray<FrameColumn>> load;
    private readonly ConcurrentDictionary<string, (FrameColumn Column, Dimension Dimension)> loaded = new(StringComparer.Ordinal);
    private readonly Lock loading = new();

    private FrameCounts(DataOrigin origin, Dialect dialect, ImmutableArray<string> columns, int rows, Func<IReadOnlyCollection<string>, ImmutableArray<FrameColumn>> load)
    {
        Origin = origin;
        Columns = columns;
        this.dialect = dialect;
        this.rows = rows;
        this.load = load;
    }

    public DataOrigin Origin { get; }

    public ImmutableArray<string> Columns { get; }

    /// <summary>Threads that count; one gives the same table.</summary>
    public int Threads { get; private init; } = Environment.ProcessorCount;

    /// <summary>Over a frame that is in memory.</summary>
    /// <param name="frame">The coded columns.</param>
    /// <param name="name">What its owner calls it.</param>
    /// <param name="sha256">The hash of the file it was read from; null for live case files.</param>
    /// <param name="threads">Threads that count; all processors when not given.</param>
    public static FrameCounts Of(Frame frame, string name, string? sha256, int? threads = null)
    {
        var byName = frame.Columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
        return new FrameCounts(new DataOrigin(name, sha256, frame.Dialect.Id + " " + frame.Dialect.Version, frame.Rows), frame.Dialect, [.. frame.Columns.Select(c => c.Name)], frame.Rows,
            names => [.. names.Select(n => byName[n])])
        {
            Threads = threads ?? Environment.ProcessorCount,
        };
    }

    /// <summary>Over the newest version of a stored dataset; nothing of it is read yet.</summary>
    public static FrameCounts Of(DatasetStore store, string name, DialectCatalog? catalog = null)
    {
        var manifest = store.List().FirstOrDefault(d => d.Name == name)?.Manifest;
        if (manifest is null)
        {
            // The store's own error says what there is.
            return Of(store.Load(name), name, null);
        }

        return new FrameCounts(new DataOrigin(name, manifest.SourceSha256, manifest.Dialect + " " + manifest.DialectVersion, manifest.Rows, manifest.Version), (catalog ?? DialectCatalog.Default)[manifest.Dialect],
            manifest.Columns, checked((int)manifest.Rows), names => [.. names.Select(store.Load(name, names).Columns.ToDictionary(c => c.Name, StringComparer.Ordinal).GetValueOrDefault).OfType<FrameColumn>()]);
    }

    /// <summary>The code list of a column.</summary>
    public Dimension Dimension(string column) => Need([column])[0].Dimension;

    public ValueTask<CountTable> CountAsync(CountQuery query, CancellationToken cancel = default) => ValueTask.FromResult(Count(query, cancel));

    /// <summary>Counts records by columns.</summary>
    public CountTable Count(params IEnumerable<string> by) => Count(CountQuery.Of(by));

    /// <inheritdoc cref="ICountSource.CountAsync"/>
    public CountTable Count(CountQuery query, CancellationToken cancel = default)
    {
        Need(query.Columns);
        var by = Need(query.By);
        ImmutableArray<Dimension> dimensions = [.. by.Select(c => c.Dimension)];
        var columns = by.Select(c => c.Column).ToArray();
        var provenance = Provenance.Of(Origin, query.ToString());
        var filter = RowFilter.Of(query.Where, c => Need([c])[0]);
        var cells = CountTable.CellsOf(dimensions);
        if (query.Measure is SumOfColumn sum)
        {
            return Summing.Sum(columns, dimensions, query.Measure, NumberCodes.Of(Need([sum.Column])[0], dialect), filter, rows, provenance, cancel);
        }

        var (keys, counts) = Grouping.Count(columns, cells, filter, rows, Threads, cancel);
        return CountTable.Sorted(dimensions, query.Measure, provenance, keys, counts);
    }

    /// <summary>All two-way tables of the columns, in the order (0,1), (0,2), ..., (1,2), ...; one pass a pair, flags by bits.</summary>
    public IEnumerable<CountTable> Pairs(IReadOnlyList<string> columns, CancellationToken cancel = default)
    {
        var needed = Need(columns);
        var pairs = new PairCounting([.. needed.Select(c => c.Column)], rows);
        for (var i = 0; i < needed.Length; i++)
        {
            for (var j = i + 1; j < needed.Length; j++)
            {
                cancel.ThrowIfCancellationRequested();
                var (keys, counts) = pairs.Count(i, j);
                yield return CountTable.Sorted([needed[i].Dimension, needed[j].Dimension], Measure.Records, Provenance.Of(Origin, CountQuery.Of(columns[i], columns[j]).ToString()), keys, counts);
            }
        }
    }

    private (FrameColumn Column, Dimension Dimension)[] Need(IEnumerable<string> names)
    {
        var wanted = names.ToArray();
        foreach (var name in wanted)
        {
            if (!Columns.Contains(name, StringComparer.Ordinal))
            {
                throw CountsException.NoColumn(name, Columns);
            }
        }

        if (wanted.Any(n => !loaded.ContainsKey(n)))
        {
            lock (loading)
            {
                string[] missing = [.. wanted.Where(n => !loaded.ContainsKey(n)).Distinct(StringComparer.Ordinal)];
                foreach (var column in missing.Length > 0 ? load(missing) : [])
                {
                    loaded[column.Name] = (column, DimensionOf(column, dialect));
                }
            }
        }

        return Array.ConvertAll(wanted, n => loaded[n]);
    }

    internal static Dimension DimensionOf(FrameColumn column, Dialect dialect)
    {
        var known = dialect.Columns.FirstOrDefault(c => c.Name == column.Name);

        // A list column's codes are the lists that occur: others may occur elsewhere, even of closed parts.
        return new Dimension(column.Name, column.Codes) { ListSeparator = column.ListSeparator, IsOpen = known is null || known.Kind is "open" or "list" };
    }
}

/// <summary>The numbers that the codes of a column of published figures stand for.</summary>
/// <param name="Numbers">By code.</param>
/// <param name="Kinds">By code: 0 a number, 1 hidden, 2 none.</param>
internal sealed record NumberCodes(FrameColumn Column, long[] Numbers, byte[] Kinds)
{
    public static NumberCodes Of((FrameColumn Column, Dimension Dimension) column, Dialect dialect)
    {
        var numbers = new long[column.Dimension.Size];
        var kinds = new byte[numbers.Length];
        kinds[0] = 2;
        for (var code = 1; code < numbers.Length; code++)
        {
            (numbers[code], kinds[code]) = Read(column.Dimension.Codes[code - 1], dialect.Counts?.Suppressed ?? []);
        }

        return new NumberCodes(column.Column, numbers, kinds);
    }

    /// <summary>What a published text says.</summary>
    public static (long Number, byte Kind) Read(string text, ImmutableArray<string> suppressed) =>
        suppressed.Contains(text, StringComparer.Ordinal) ? (0L, (byte)1)
        : long.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) && number >= 0 ? (number, (byte)0)
        : (0L, (byte)2);
}
