using Microsoft.EntityFrameworkCore;

namespace Palermo.Casework.Storage;

/// <summary>Brings a database to this program's version, also after the program was killed while doing so.</summary>
public static class Upgrade
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Applies what is missing; waits while another process does.</summary>
    /// <remarks>
    /// EF Core's lock on SQLite is a row: a process that was killed leaves it, and every start after that would wait for ever.
    /// A lock of the operating system ends with its process; who holds it knows that a row found is nobody's. PostgreSQL's lock
    /// ends with the connection and needs no help.
    /// </remarks>
    public static async Task RunAsync(DbContext context, CancellationToken cancellation)
    {
        if (!context.Database.IsSqlite())
        {
            await context.Database.MigrateAsync(cancellation);
            return;
        }

        await using var held = await HoldAsync(context.Database.GetDbConnection().DataSource + ".migrating", cancellation);
        await context.Database.ExecuteSqlRawAsync("""DROP TABLE IF EXISTS "__EFMigrationsLock" """, cancellation);
        await context.Database.MigrateAsync(cancellation);
    }

    /// <summary>Opens the file for this process alone. It stays when the lock ends: removing it would race with whoever waits for it.</summary>
    private static async Task<FileStream> HoldAsync(string file, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(file))
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }
}
