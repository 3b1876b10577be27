using System.Collections.Immutable;
using Palermo.Disclosure.Protection;
using Palermo.Statistics.Counts;

namespace Palermo.Disclosure.Gates;

/// <summary>
/// The one way out. Every count that a page, tooltip, download, API answer, report, chart or log shows has passed here; what it makes
/// (<see cref="ReleasedCount"/>, <see cref="ReleasedTable"/>, <see cref="Released{T}"/>) nothing else can make.
/// </summary>
/// <remarks>
/// Exploring is protected against differencing in three ways. The questions are those of a frozen cube: columns and single values, so
/// that nobody builds a set of people at will. Each cell carries noise that hangs on the people in it alone, so that asking again, or
/// asking the same in another table, teaches nothing; counts that come out small are not told from none. And a ledger limits how many
/// different tables of one version are ever answered.
/// </remarks>
public sealed partial class Gate
{
    private readonly GateKey key;
    private readonly QuestionLedger ledger;
    private readonly ReportLedger reports;
    private readonly Func<string, bool>? rowsAreOut;
    private readonly CellKey noise;

    /// <param name="key">The secret that small noise hangs on.</param>
    /// <param name="ledger">Questions asked before.</param>
    /// <param name="policy">What exploring may ask; the default where null.</param>
    /// <param name="reports">Reports and tables that left before; in memory where null.</param>
    /// <param name="rowsAreOut">Whether k-anonymous rows of a dataset were published; null where none are made.</param>
    public Gate(GateKey key, QuestionLedger ledger, ExplorePolicy? policy = null, ReportLedger? reports = null, Func<string, bool>? rowsAreOut = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(ledger);
        (this.key, this.ledger, this.reports, this.rowsAreOut, Policy) = (key, ledger, reports ?? new ReportLedger(), rowsAreOut, policy ?? ExplorePolicy.Default);
        noise = new CellKey(new CellKeyPlan(Policy.Noise.Maximum, Policy.Noise.Variance, Policy.Noise.SmallestShown));
    }

    public ExplorePolicy Policy { get; }

    /// <summary>Freezes counts of distinct vectors for exploring.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="version">Its version or hash: another version is another cube.</param>
    /// <param name="columns">Columns with their labels from code 1.</param>
    /// <param name="codes">One code a column, vector after vector; 0 is "not recorded".</param>
    /// <param name="counts">People with each vector.</param>
    public FrozenCube Freeze(string dataset, string version, ImmutableArray<ReleasedColumn> columns, ushort[] codes, long[] counts)
    {
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentNullException.ThrowIfNull(counts);
        return new(dataset, version, columns, codes, counts, key.Secret);
    }

    /// <summary>Freezes a count of records by all columns that may be explored.</summary>
    /// <exception cref="ArgumentException">The table is no count of records that stand in one cell each.</exception>
    public FrozenCube Freeze(CountTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Measure is not CountOfRecords || table.Records != table.Total)
        {
            throw new ArgumentException("a cube needs a count of records, each in one cell; count by distinct lists instead of their parts", nameof(table));
        }

        var (codes, counts) = (new List<ushort>(), new List<long>());
        foreach (var entry in table.Entries)
        {
            for (var d = 0; d < table.Dimensions.Length; d++)
            {
                codes.Add(checked((ushort)entry.Code(d)));
            }

            counts.Add(entry.Value);
        }

        var origins = table.Provenance.Origins;
        return Freeze(
            string.Join(" + ", origins.Select(o => o.Name)),
            string.Join(" + ", origins.Select(o => o.Version ?? o.Sha256?[..12] ?? "live")),
            [.. table.Dimensions.Select(d => new ReleasedColumn(d.Name, d.Codes, d.IsOpen))],
            [.. codes],
            [.. counts]);
    }

    /// <summary>Freezes the distinct vectors of a dataset.</summary>
    public FrozenCube Freeze(DistinctVectors vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        return Freeze(
            vectors.Origin.Name,
            vectors.Origin.Version ?? vectors.Origin.Sha256 ?? "live",
            [.. vectors.Dimensions.Select(d => new ReleasedColumn(d.Name, d.Codes, d.IsOpen))],
            vectors.Codes,
            vectors.Counts);
    }

    /// <summary>Answers a question for readers outside, with noise.</summary>
    /// <exception cref="GateRefusal">Columns, values, width or number of tables do not allow it.</exception>
    public ReleasedTable Count(FrozenCube cube, Question question, Audience audience = Audience.Public)
    {
        ArgumentNullException.ThrowIfNull(cube);
        ArgumentNullException.ThrowIfNull(question);
        var (by, where) = Bind(cube, question);
        var most = Policy.Columns(audience);
        if (question.Shape.Length > most)
        {
            throw new GateRefusal(Refused.TooManyColumns, $"at most {most} columns can be combined at once, filters included");
        }

        // The counts of single columns are few and always answered.
        if (question.Shape.Length > 1 && !ledger.Enter(cube.Dataset, cube.Version, question.Shape, Policy.Tables))
        {
            throw new GateRefusal(Refused.LedgerFull, $"{Policy.Tables} different tables of this version have been asked for, which is the limit; ask for one of those, or wait for the next version");
        }

        var clearance = new Clearance(cube.Dataset, cube.Version, audience, Safeguard.CellKey, Policy.Noise.SmallestShown, Policy.Noise.Maximum);
        var columns = by.Concat(where.Select(w => w.Column)).Select(c => Named(cube, c)).ToArray();
        if (where.Select((w, i) => columns[by.Length + i].Names(w.Code)).Contains(false))
        {
            // Refused like a value that nobody has: the two are not told apart.
            throw new GateRefusal(Refused.NoSuchValue, "a column has no such value");
        }

        return Answer(cube, question, by, where, [.. columns.Take(by.Length)], clearance, ReleasedCount.Few, cell => noise.Publish(cell.Count, cell.Key) is var n && n >= Policy.Noise.SmallestShown ? ReleasedCount.Of(n) : ReleasedCount.Few);
    }

    /// <summary>Exact counts for a reader inside who holds the right to them. They are marked: they may not be passed on.</summary>
    public ReleasedTable Exact(FrozenCube cube, Question question, InsideReader reader)
    {
        ArgumentNullException.ThrowIfNull(cube);
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(reader);
        var (by, where) = Bind(cube, question);
        var clearance = new Clearance(cube.Dataset, cube.Version, Audience.Internal, Safeguard.Exact, 0, 0);
        return Answer(cube, question, by, where, [.. by.Select(c => cube.Columns[c])], clearance, ReleasedCount.Of(0), cell => ReleasedCount.Of(cell.Count));
    }

    /// <summary>Lets out a statistic that is no count of people (an estimate, a coefficient) when it rests on enough of them.</summary>
    public Released<T> Statistic<T>(T value, FrozenCube cube, long people, Audience audience = Audience.Public)
    {
        ArgumentNullException.ThrowIfNull(cube);
        return people >= Policy.FewestPeople
            ? new Released<T>(value, new Clearance(cube.Dataset, cube.Version, audience, Safeguard.CellKey, Policy.FewestPeople, null))
            : throw new GateRefusal(Refused.TooFewPeople, $"it rests on fewer than {Policy.FewestPeople} people");
    }

    private (int[] By, (int Column, int Code)[] Where) Bind(FrozenCube cube, Question question)
    {
        var by = question.By.Select(cube.IndexOf).ToArray();
        var where = question.Where.Select(w =>
        {
            var column = cube.IndexOf(w.Column);
            var code = w.Label is null ? 0 : cube.Columns[column].Labels.IndexOf(w.Label) + 1;
            return w.Label is null || code > 0 ? (column, code) : throw new GateRefusal(Refused.NoSuchValue, "a column has no such value");
        }).ToArray();
        if (by.Concat(where.Select(w => w.column)).GroupBy(c => c).Any(g => g.Count() > 1))
        {
            throw new GateRefusal(Refused.NoSuchColumn, "a column stands twice in the question");
        }

        return (by, where);
    }

    // A column with the labels that may be named: of an open one those with more people than noise could make of a few.
    private ReleasedColumn Named(FrozenCube cube, int column)
    {
        var all = cube.Columns[column];
        if (!all.IsOpen)
        {
            return all;
        }

        var counted = cube.Cells([column], [], margins: false);
        return all with { Labels = [.. all.Labels.Select((l, i) => counted.TryGetValue(i + 2, out var cell) && noise.Publish(cell.Count, cell.Key) >= Policy.Noise.SmallestShown + Policy.Noise.Maximum ? l : "")] };
    }

    private ReleasedTable Answer(FrozenCube cube, Question question, int[] by, (int Column, int Code)[] where, ImmutableArray<ReleasedColumn> columns, Clearance clearance, ReleasedCount none, Func<(long Count, ulong Key), ReleasedCount> show)
    {
        var sizes = by.Select(c => cube.Columns[c].Labels.Length + 2).ToArray();
        var all = sizes.Aggregate(1L, (s, n) => s * n);
        var counted = cube.Cells(by, where, margins: true);
        // A narrow table lists every combination; a wide one those that show a number, and says so of the rest.
        var listed = all <= Policy.Cells ? all : 0;
        var cells = ImmutableArray.CreateBuilder<ReleasedCell>();
        for (long at = 0; at < listed; at++)
        {
            var codes = Codes(at, sizes);
            if (codes.Select((c, i) => columns[i].Names(c)).All(named => named))
            {
                cells.Add(new ReleasedCell(codes, counted.TryGetValue(at, out var cell) ? show(cell) : none));
            }
        }

        if (listed == 0)
        {
            foreach (var (at, cell) in counted.OrderBy(c => c.Key))
            {
                var codes = Codes(at, sizes);
                if (show(cell) is { Showing: Showing.Number } shown && codes.Select((c, i) => columns[i].Names(c)).All(named => named))
                {
                    cells.Add(new ReleasedCell(codes, shown));
                }
            }

            if (cells.Count > Policy.Cells)
            {
                throw new GateRefusal(Refused.TooManyCells, $"the table has more than {Policy.Cells} cells; leave a column out");
            }
        }

        return new ReleasedTable(clearance, columns, question.Where, cells.ToImmutable(), none);
    }

    private static ImmutableArray<int> Codes(long at, int[] sizes)
    {
        var codes = new int[sizes.Length];
        for (var i = sizes.Length - 1; i >= 0; i--)
        {
            codes[i] = (int)(at % sizes[i]) - 1;
            at /= sizes[i];
        }

        return [.. codes];
    }
}

/// <summary>A person inside who holds the right to exact counts. Made where rights are checked, and nowhere else (a test reads the callers).</summary>
public sealed class InsideReader
{
    private InsideReader(string name) => Name = name;

    public string Name { get; }

    /// <summary>Attests that the person's right was checked.</summary>
    public static InsideReader WhoseRightWasChecked(string name) => new(name);
}
