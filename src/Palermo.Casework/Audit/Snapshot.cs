using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Palermo.Casework.Audit;

/// <summary>One unchanging view of the database for a whole verification, while the service goes on writing.</summary>
internal static class Snapshot
{
    public static async Task<DbTransaction> BeginAsync(DbContext db, CancellationToken stop)
    {
        await db.Database.OpenConnectionAsync(stop);
        var connection = db.Database.GetDbConnection();
        var transaction = connection is SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: true)
            : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        await db.Database.UseTransactionAsync(transaction, stop);
        return transaction;
    }
}
