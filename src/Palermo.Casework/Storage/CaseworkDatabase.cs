using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Palermo.Casework.Audit;

namespace Palermo.Casework.Storage;

/// <summary>
/// One casework database, SQLite or PostgreSQL by its connection string (<c>Host=</c> names a server, <c>Data Source=</c> a
/// file). Hands out contexts, one a unit of work; safe for any number of threads.
/// </summary>
public sealed class CaseworkDatabase : IAsyncDisposable
{
    private readonly DbContextOptions<SqliteCaseworkContext>? _sqlite;
    private readonly DbContextOptions<PostgresCaseworkContext>? _postgres;
    private readonly NpgsqlDataSource? _source;

    /// <summary>Threads that may wait for a SQLite file at one time before others notice.</summary>
    private const int BlockedThreads = 16;

    /// <summary>SQLite has one writer. Waiting here is fair and takes no longer than needed; waiting in the library is neither.</summary>
    private readonly SemaphoreSlim _writer = new(1, 1);

    private readonly string? _file;
    private Checkpoints? _checkpoints;

    /// <exception cref="ArgumentException">The string names neither kind of database. The message does not repeat it: it may hold a password.</exception>
    public CaseworkDatabase(string connection)
    {
        var parts = Parse(connection);
        if (parts.ContainsKey("Host") || parts.ContainsKey("Server"))
        {
            _source = NpgsqlDataSource.Create(connection);
            _postgres = new DbContextOptionsBuilder<PostgresCaseworkContext>().UseNpgsql(_source).AddInterceptors(new AuditGuard()).Options;
        }
        else if (parts.ContainsKey("Data Source") || parts.ContainsKey("DataSource") || parts.ContainsKey("Filename"))
        {
            _file = new SqliteConnectionStringBuilder(connection) { ForeignKeys = true, DefaultTimeout = 30 }.ConnectionString;
            _sqlite = new DbContextOptionsBuilder<SqliteCaseworkContext>().UseSqlite(_file).AddInterceptors(new AuditGuard(), new SqliteManners()).Options;
        }
        else
        {
            throw new ArgumentException("the connection string names no database: it needs Data Source=<file> for SQLite or Host=<server> for PostgreSQL", nameof(connection));
        }
    }

    public bool IsPostgres => _postgres is not null;

    /// <summary>Which kind of database this is, for outputs.</summary>
    public string Kind => IsPostgres ? "PostgreSQL" : "SQLite";

    public CaseworkContext NewContext() => _postgres is not null ? new PostgresCaseworkContext(_postgres) : new SqliteCaseworkContext(_sqlite!);

    /// <summary>Brings the database to this program's version; makes it when it is not there.</summary>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var context = NewContext();
        await Upgrade.RunAsync(context, cancellation);
        if (!IsPostgres)
        {
            // Readers and the writer do not wait for each other; the file remembers it.
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellation);
        }
    }

    /// <summary>
    /// For a program that serves many people at once; call once, on a database that is up to date. SQLite answers on the thread that
    /// asks, also while it waits for the disk: the pool begins with threads enough for that, instead of finding out in a queue. Its log
    /// is copied into the file beside the writer and not by whoever commits. On PostgreSQL there is nothing to do.
    /// </summary>
    public void ServeMany()
    {
        if (_file is null || _checkpoints is not null)
        {
            return;
        }

        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, BlockedThreads + Environment.ProcessorCount), ports);
        _checkpoints = new Checkpoints(this, _file);
    }

    /// <summary>Waits until this unit of work may use the database; dispose of the turn when the work is done.</summary>
    public async Task<IDisposable> TurnAsync(CancellationToken cancellation)
    {
        if (IsPostgres)
        {
            return new Turn(null);
        }

        await _writer.WaitAsync(cancellation);
        return new Turn(_writer);
    }

    public ValueTask DisposeAsync()
    {
        _checkpoints?.Dispose();
        return _source?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private static DbConnectionStringBuilder Parse(string connection)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = connection };
        }
        catch (ArgumentException)
        {
            // The cause would quote the string, and with it a password.
#pragma warning disable MA0054
            throw new ArgumentException("the connection string is malformed: it is a list of Name=Value parts separated by semicolons", nameof(connection));
#pragma warning restore MA0054
        }
    }

    private sealed class Turn(SemaphoreSlim? writer) : IDisposable
    {
        public void Dispose() => writer?.Release();
    }
}
