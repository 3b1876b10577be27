using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Palermo.Statistics.Counts;

namespace Palermo.Statistics.Postgres;

/// <summary>A dataset as a database holds it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Version">Its newest version.</param>
/// <param name="Origin">What the version holds.</param>
/// <param name="At">When the version was given the name.</param>
public sealed record StoredDataset(string Name, string Version, DataOrigin Origin, DateTimeOffset At);

/// <summary>
/// Imported datasets as PostgreSQL tables: immutable, one table of codes a version, loaded by binary COPY in one
/// transaction, so that a version is there whole or not at all. Where Citus is present the table is distributed by its row
/// number. No name, free text or identifier enters it: only codes, and the code lists beside them.
/// </summary>
/// <remarks>
/// Tables: <c>palermo_dataset</c> (a line a version), <c>palermo_dataset_name</c> (names given to versions; the newest
/// holds), <c>palermo_dataset_column</c> (code lists), <c>palermo_data_VERSION</c> (<c>row_no</c>, <c>c1</c>, <c>c2</c>, ...).
/// Names from outside are never part of a statement: they are parameters, or numbered columns stand in for them.
/// </remarks>
public sealed class PostgresDatasets
{
    private const string Schema = """
        create table if not exists palermo_dataset (
            version text primary key, source_sha256 text, dialect text not null, rows bigint not null, described text not null);
        create table if not exists palermo_dataset_column (
            version text not null, position integer not null, name text not null, codes text[] not null, is_open boolean not null, list_separator text, suppressed text[] not null, primary key (version, position));
        create table if not exists palermo_dataset_name (
            number bigint generated always as identity primary key, name text not null, version text not null, at timestamptz not null);
        """;

    private readonly NpgsqlDataSource database;
    private readonly TimeProvider clock;

    private PostgresDatasets(NpgsqlDataSource database, TimeProvider clock, bool isDistributed)
    {
        this.database = database;
        this.clock = clock;
        IsDistributed = isDistributed;
    }

    /// <summary>Whether new tables are spread over the workers of a Citus cluster.</summary>
    public bool IsDistributed { get; }

    /// <summary>Opens a database, making the tables of the catalogue where they are absent.</summary>
    /// <exception cref="CountsException">The database cannot be reached or refuses.</exception>
    public static Task<PostgresDatasets> OpenAsync(NpgsqlDataSource database, TimeProvider clock, CancellationToken cancel = default) => Answers.WholeAsync(async () =>
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using (var transaction = await connection.BeginTransactionAsync(cancel))
        {
            // Two that open an empty database at once would make the tables twice.
            await ExecuteAsync(connection, "select pg_advisory_xact_lock(7166365)", cancel);
            await ExecuteAsync(connection, Schema, cancel);
            await transaction.CommitAsync(cancel);
        }

        await using var citus = new NpgsqlCommand("select exists (select 1 from pg_extension where extname = 'citus')", connection);
        return new PostgresDatasets(database, clock, (bool)(await citus.ExecuteScalarAsync(cancel))!);
    });

    /// <summary>The datasets by name, with their newest versions.</summary>
    public Task<ImmutableArray<StoredDataset>> ListAsync(CancellationToken cancel = default) => Answers.WholeAsync(async () =>
    {
        const string statement = """
            select distinct on (n.name) n.name, n.version, n.at, d.source_sha256, d.dialect, d.rows
            from palermo_dataset_name n join palermo_dataset d on d.version = n.version order by n.name, n.number desc
            """;
        await using var command = database.CreateCommand(statement);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var list = ImmutableArray.CreateBuilder<StoredDataset>();
        while (await reader.ReadAsync(cancel))
        {
            var (name, version) = (reader.GetString(0), reader.GetString(1));
            list.Add(new StoredDataset(name, version, new DataOrigin(name, await reader.IsDBNullAsync(3, cancel) ? null : reader.GetString(3), reader.GetString(4), reader.GetInt64(5), version),
                reader.GetFieldValue<DateTimeOffset>(2)));
        }

        return list.ToImmutable();
    });

    /// <summary>Loads coded columns under a name. What is there already in the same version is not loaded twice.</summary>
    /// <param name="frame">The columns.</param>
    /// <param name="name">The name.</param>
    /// <param name="sha256">The hash of the file they were read from; null when there is none.</param>
    /// <param name="progress">Told the rows sent, now and then.</param>
    /// <param name="cancel">Stops the loading; nothing of it stays.</param>
    public Task<StoredDataset> LoadAsync(Frame frame, string name, string? sha256, IProgress<long>? progress = null, CancellationToken cancel = default) => Answers.WholeAsync(async () =>
    {
        var version = VersionOf(frame, sha256);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, "select pg_advisory_xact_lock(7166366)", cancel);
        await using (var known = new NpgsqlCommand("select exists (select 1 from palermo_dataset where version = $1)", connection) { Parameters = { new() { Value = version } } })
        {
            if (!(bool)(await known.ExecuteScalarAsync(cancel))!)
            {
                await StoreAsync(connection, frame, version, sha256, progress, cancel);
            }
        }

        var at = clock.GetUtcNow();
        await using (var line = new NpgsqlCommand("insert into palermo_dataset_name (name, version, at) values ($1, $2, $3)", connection) { Parameters = { new() { Value = name }, new() { Value = version }, new() { Value = at } } })
        {
            await line.ExecuteNonQueryAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        return new StoredDataset(name, version, new DataOrigin(name, sha256, DialectOf(frame), frame.Rows, version), at);
    });

    /// <summary>The newest version of a name, to be counted.</summary>
    /// <exception cref="CountsException">There is no such dataset.</exception>
    public async Task<SqlCounts> CountsAsync(string name, CancellationToken cancel = default)
    {
        var stored = (await ListAsync(cancel)).FirstOrDefault(d => d.Name == name) ?? throw new CountsException(new CountsError(CountsErrorCode.Missing,
            "the database has no dataset of that name", null, "Nothing was loaded under it, or it was erased.", "List the datasets to see their names."));
        return await Answers.WholeAsync(async () =>
        {
            await using var command = database.CreateCommand("select position, name, codes, is_open, list_separator, suppressed from palermo_dataset_column where version = $1 order by position");
            command.Parameters.Add(new() { Value = stored.Version });
            await using var reader = await command.ExecuteReaderAsync(cancel);
            var columns = ImmutableArray.CreateBuilder<StoredColumn>();
            while (await reader.ReadAsync(cancel))
            {
                columns.Add(new StoredColumn(reader.GetInt32(0),
                    new Dimension(reader.GetString(1), [.. reader.GetFieldValue<string[]>(2)]) { IsOpen = reader.GetBoolean(3), ListSeparator = await reader.IsDBNullAsync(4, cancel) ? null : reader.GetString(4) },
                    [.. reader.GetFieldValue<string[]>(5)]));
            }

            return new SqlCounts(database, stored.Origin, Table(stored.Version), columns.ToImmutable());
        });
    }

    /// <summary>Erases every version of a name, with the tables. What other names share a version with it lose it too.</summary>
    public Task EraseAsync(string name, CancellationToken cancel = default) => Answers.WholeAsync(async () =>
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, "select pg_advisory_xact_lock(7166366)", cancel);
        List<string> versions = [];
        await using (var named = new NpgsqlCommand("select distinct version from palermo_dataset_name where name = $1", connection) { Parameters = { new() { Value = name } } })
        await using (var reader = await named.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                versions.Add(reader.GetString(0));
            }
        }

        foreach (var version in versions)
        {
            await ExecuteAsync(connection, "drop table if exists " + Table(version), cancel);
            foreach (var table in (string[])["palermo_dataset", "palermo_dataset_column", "palermo_dataset_name"])
            {
                await using var delete = new NpgsqlCommand($"delete from {table} where version = $1", connection) { Parameters = { new() { Value = version } } };
                await delete.ExecuteNonQueryAsync(cancel);
            }
        }

        await transaction.CommitAsync(cancel);
        return versions.Count;
    });

    private async Task StoreAsync(NpgsqlConnection connection, Frame frame, string version, string? sha256, IProgress<long>? progress, CancellationToken cancel)
    {
        var table = Table(version);
        var columns = string.Join(", ", frame.Columns.Select((c, i) => string.Create(CultureInfo.InvariantCulture, $"c{i + 1} {BinaryCopy.TypeOf(c)} not null")).Prepend("row_no integer not null"));
        await ExecuteAsync(connection, $"create table {table} ({columns})", cancel);
        if (IsDistributed)
        {
            await ExecuteAsync(connection, $"select create_distributed_table('{table}', 'row_no')", cancel);
        }

        await BinaryCopy.WriteAsync(connection, table, frame, progress, cancel);
        await using (var line = new NpgsqlCommand("insert into palermo_dataset (version, source_sha256, dialect, rows, described) values ($1, $2, $3, $4, $5)", connection)
        {
            Parameters = { new() { Value = version }, new() { Value = (object?)sha256 ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }, new() { Value = DialectOf(frame) }, new() { Value = (long)frame.Rows }, new() { Value = frame.Dialect.Title } },
        })
        {
            await line.ExecuteNonQueryAsync(cancel);
        }

        var suppressed = frame.Dialect.Counts?.Suppressed ?? [];
        for (var i = 0; i < frame.Columns.Length; i++)
        {
            var dimension = FrameCounts.DimensionOf(frame.Columns[i], frame.Dialect);
            await using var column = new NpgsqlCommand("insert into palermo_dataset_column (version, position, name, codes, is_open, list_separator, suppressed) values ($1, $2, $3, $4, $5, $6, $7)", connection)
            {
                Parameters =
                {
                    new() { Value = version }, new() { Value = i + 1 }, new() { Value = dimension.Name }, new() { Value = dimension.Codes.ToArray() }, new() { Value = dimension.IsOpen },
                    new() { Value = (object?)dimension.ListSeparator ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                    new() { Value = frame.Dialect.Counts?.Value == dimension.Name ? suppressed.ToArray() : [] },
                },
            };
            await column.ExecuteNonQueryAsync(cancel);
        }

        await ExecuteAsync(connection, "analyze " + table, cancel);
    }

    private static string DialectOf(Frame frame) => frame.Dialect.Id + " " + frame.Dialect.Version;

    /// <summary>A version is hexadecimal, so that it may stand in a statement.</summary>
    private static string Table(string version) => !version.All(char.IsAsciiHexDigitLower) ? throw new ArgumentException("A version is hexadecimal.", nameof(version)) : "palermo_data_" + version;

    /// <summary>A hash of what is stored: the codes, the code lists, the dialect, and the file it came from.</summary>
    private static string VersionOf(Frame frame, string? sha256)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(sha256 ?? "-");
        Add(DialectOf(frame));
        foreach (var column in frame.Columns)
        {
            Add(column.Name);
            Add(column.ListSeparator ?? "");
            foreach (var code in column.Codes)
            {
                Add(code);
            }

            hash.AppendData(column.IsNarrow ? column.Bytes : System.Runtime.InteropServices.MemoryMarshal.AsBytes(column.Shorts));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];

        void Add(string text)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData("\0"u8);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
