using System.CommandLine;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Audit;
using Palermo.Casework.Vault;

namespace Palermo.Cli.Casework;

/// <summary>Runs an action on the casework database and turns what it throws into lines and an exit code.</summary>
internal static class Guarded
{
    public static void SetGuardedAction(this Command command, Func<ParseResult, CancellationToken, Task<int>> action) =>
        command.SetAction(async (parsed, stop) =>
        {
            try
            {
                return await action(parsed, stop);
            }
            catch (Refusal refusal)
            {
                Console.Error.WriteLine(refusal.Message);
                return refusal.ExitCode;
            }
            catch (Exception e) when (e is VaultException or AuditException or InvalidDataException)
            {
                Console.Error.WriteLine(e.Message);
                return ExitCode.Findings;
            }
            catch (Exception e) when (Cause(e) is { } cause)
            {
                // The provider's own words may name hosts and users; the kind of failure is enough here.
                Console.Error.WriteLine($"The database cannot be used ({cause.GetType().Name}{(cause.SqlState is { } state ? " " + state : "")}). Check the connection, and that it is a casework database of this version.");
                return ExitCode.Findings;
            }
            catch (OperationCanceledException)
            {
                Console.Error.WriteLine("Stopped.");
                return ExitCode.Findings;
            }
        });

    /// <summary>The database's own error; EF Core wraps it where it could be passing.</summary>
    private static DbException? Cause(Exception thrown) => thrown as DbException ?? (thrown is DbUpdateException or InvalidOperationException ? thrown.InnerException as DbException : null);
}
