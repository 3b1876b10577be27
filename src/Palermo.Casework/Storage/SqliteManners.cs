using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Palermo.Casework.Storage;

/// <summary>
/// How every connection to a SQLite file behaves: it waits for a lock in SQLite itself, in steps from one millisecond (the
/// library would sleep 150 at a time, with the desk's turn in its hand), every commit reaches the disk, pages stay in memory, and
/// the log is left to <see cref="Checkpoints"/> until it is long (16,384 pages, 64 MiB).
/// Add it to the options of each context on such a file.
/// </summary>
public sealed class SqliteManners : DbConnectionInterceptor
{
    internal const string Words = "PRAGMA busy_timeout = 30000; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 16384";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Words;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Words;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
