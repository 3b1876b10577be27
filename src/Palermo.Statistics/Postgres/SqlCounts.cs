using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Npgsql;
using Palermo.Statistics.Counts;

namespace Palermo.Statistics.Postgres;

/// <summary>A column of a dataset table.</summary>
/// <param name="Position">From 1; the column's name in the table is <c>c</c> and this.</param>
/// <param name="Dimension">Its code list.</param>
/// <param name="Suppressed">Marks that hide a number, where the column holds published numbers.</param>
internal sealed record StoredColumn(int Position, Dimension Dimension, ImmutableArray<string> Suppressed)
{
    public string Sql { get; } = string.Create(CultureInfo.InvariantCulture, $"c{Position}");
}

/// <summary>
/// Counts a dataset table by one generated statement, <c>select ..., count(*) ... where ... group by ...</c>. SQL's own
/// three-valued logic over <c>nullif(column, 0)</c> is the filter's (Kleene), so "not recorded" is treated as
/// <see cref="FrameCounts"/> treats it. On a Citus cluster the same statement is merged from the workers' partial counts.
/// </summary>
public sealed class SqlCounts : ICountSource
{
    private readonly NpgsqlDataSource database;
    private readonly string table;
    private readonly ImmutableArray<StoredColumn> columns;

    internal SqlCounts(NpgsqlDataSource database, DataOrigin origin, string table, ImmutableArray<StoredColumn> columns)
    {
        this.database = database;
        this.table = table;
        this.columns = columns;
        Origin = origin;
        Columns = [.. columns.Select(c => c.Dimension.Name)];
    }

    public DataOrigin Origin { get; }

    public ImmutableArray<string> Columns { get; }

    /// <summary>The statement of a query, with its parameters' values left out: for explain plans and tests.</summary>
    public string Statement(CountQuery query)
    {
        using var command = Command(query, out _);
        return command.CommandText;
    }

    public async ValueTask<CountTable> CountAsync(CountQuery query, CancellationToken cancel = default)
    {
        var counted = await Answers.WholeAsync(() => AskAsync(query, cancel));
        if (query is { Measure: CountOfRecords, Where: AllOf { Parts.IsEmpty: true } } && counted.Total != Origin.Rows)
        {
            throw new CountsException(new CountsError(CountsErrorCode.Database, "the table does not hold the records that were loaded, so nothing is counted", null,
                string.Create(CultureInfo.InvariantCulture, $"{Origin.Rows} were loaded and {counted.Total} are there."), "Load the dataset again."));
        }

        return counted;
    }

    private async Task<CountTable> AskAsync(CountQuery query, CancellationToken cancel)
    {
        await using var command = Command(query, out var by);
        await using var connection = await database.OpenConnectionAsync(cancel);
        command.Connection = connection;
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var builder = new CountTableBuilder([.. by.Select(c => c.Dimension)], query.Measure);
        var sums = query.Measure is SumOfColumn;
        var codes = new int[by.Length];
        while (await reader.ReadAsync(cancel))
        {
            for (var i = 0; i < codes.Length; i++)
            {
                codes[i] = reader.GetInt32(i);
            }

            builder.Add(codes, reader.GetInt64(by.Length), sums ? reader.GetInt64(by.Length + 1) : 0, sums ? reader.GetInt64(by.Length + 2) : 0);
        }

        return builder.ToTable(Provenance.Of(Origin, query.ToString()));
    }

    private NpgsqlCommand Command(CountQuery query, out StoredColumn[] by)
    {
        by = [.. query.By.Select(Column)];
        CountTable.CellsOf([.. by.Select(c => c.Dimension)]);
        var command = new NpgsqlCommand();
        var groups = string.Join(", ", by.Select(c => c.Sql));
        var text = new StringBuilder("select ");
        foreach (var column in by)
        {
            text.Append(column.Sql).Append("::integer, ");
        }

        text.Append(query.Measure is SumOfColumn sum ? Sum(Column(sum.Column), command) : "count(*)").Append(" from ").Append(table);
        if (Condition(query.Where, command) is { } where)
        {
            text.Append(" where ").Append(where);
        }

        if (by.Length > 0)
        {
            text.Append(" group by ").Append(groups);
        }
        else if (query.Measure is SumOfColumn)
        {
            // Without groups SQL gives a line for no rows; a sum of no published number is not a zero.
            text.Append(" having count(*) > 0");
        }

        command.CommandText = text.ToString();
        return command;
    }

    /// <summary>Numbers by code stand in an array that the column's code picks from.</summary>
    private static string Sum(StoredColumn column, NpgsqlCommand command)
    {
        var size = column.Dimension.Size;
        var (numbers, kinds) = (new long[size], new short[size]);
        kinds[0] = 2;
        for (var code = 1; code < size; code++)
        {
            (numbers[code], var kind) = NumberCodes.Read(column.Dimension.Codes[code - 1], column.Suppressed);
            kinds[code] = kind;
        }

        var (n, k) = (Parameter(command, numbers), Parameter(command, kinds));
        return $"coalesce(sum(({n}::bigint[])[{column.Sql} + 1]), 0)::bigint, count(*) filter (where ({k}::smallint[])[{column.Sql} + 1] = 1), count(*) filter (where ({k}::smallint[])[{column.Sql} + 1] = 2)";
    }

    /// <summary>The condition, or null when every record counts.</summary>
    private string? Condition(Filter filter, NpgsqlCommand command) => filter is AllOf { Parts.IsEmpty: true } ? null : Write(filter, command);

    private string Write(Filter filter, NpgsqlCommand command) => filter switch
    {
        AllOf { Parts.IsEmpty: true } => "true",
        AnyOf { Parts.IsEmpty: true } => "false",
        AllOf f => "(" + string.Join(" and ", f.Parts.Select(p => Write(p, command))) + ")",
        AnyOf f => "(" + string.Join(" or ", f.Parts.Select(p => Write(p, command))) + ")",
        NotOf f => "not " + Write(f.Part, command),
        IsRecorded f => $"({Column(f.Column).Sql} {(f.Yes ? "<>" : "=")} 0)",
        CodeIn f => In(f, command),
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter.GetType().Name, "a filter of an unknown kind"),
    };

    private string In(CodeIn filter, NpgsqlCommand command)
    {
        var column = Column(filter.Column);
        int[] codes = [.. RowFilter.CodesOf(filter, column.Dimension).Distinct()];

        // "= any" of an empty array is false even for null; a comparison that no code meets keeps null null.
        return codes.Length == 0 ? $"(nullif({column.Sql}, 0) < 0)" : $"(nullif({column.Sql}, 0) = any ({Parameter(command, codes)}))";
    }

    private static string Parameter<T>(NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count}");
    }

    private StoredColumn Column(string name) => columns.FirstOrDefault(c => c.Dimension.Name == name) ?? throw CountsException.NoColumn(name, Columns);
}
