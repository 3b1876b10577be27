using Microsoft.Data.Sqlite;

namespace Palermo.Casework.Storage;

/// <summary>
/// Copies what was committed from SQLite's write-ahead log into the file, beside the writer. Left to itself, SQLite does so within
/// the commit that made the log long, and everybody waits while a thousand pages reach the disk. A thread of its own: it blocks.
/// </summary>
internal sealed class Checkpoints : IDisposable
{
    /// <summary>A log of more pages than this (of 4 KiB: 32 MiB) is begun anew, in the turn, as soon as no reader needs it.</summary>
    private const int Long = 8192;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CaseworkDatabase _database;
    private readonly string _connection;
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;

    public Checkpoints(CaseworkDatabase database, string connection)
    {
        (_database, _connection) = (database, new SqliteConnectionStringBuilder(connection) { Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ConnectionString);
        _thread = new Thread(Run) { IsBackground = true, Name = "checkpoints" };
        _thread.Start();
    }

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    private void Run()
    {
        while (!_end.Wait(Pause))
        {
            try
            {
                KeepUp();
            }
            catch (SqliteException)
            {
                // A file that cannot be opened or written is told by the next act on it; commits keep the log in bounds meanwhile.
            }
        }
    }

    private void KeepUp()
    {
        using var connection = new SqliteConnection(_connection);
        connection.Open();
        Say(connection, SqliteManners.Words);
        while (!_end.Wait(Pause))
        {
            if (Pages(connection, "PASSIVE") is var log && log > Long)
            {
                // What is left to copy is little by now. Readers of the old log are waited for only so long.
                using var turn = _database.TurnAsync(CancellationToken.None).GetAwaiter().GetResult();
                Say(connection, "PRAGMA busy_timeout = 50");
                Pages(connection, "RESTART");
            }
        }
    }

    /// <summary>Checkpoints and tells how many pages the log has; -1: somebody else is at it.</summary>
    private static long Pages(SqliteConnection connection, string how)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA wal_checkpoint({how})";
        using var answer = command.ExecuteReader();
        return answer.Read() ? answer.GetInt64(1) : -1;
    }

    private static void Say(SqliteConnection connection, string words)
    {
        using var command = connection.CreateCommand();
        command.CommandText = words;
        command.ExecuteNonQuery();
    }
}
