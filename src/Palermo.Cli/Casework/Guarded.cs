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
            catch (Exception e) when (e is DbException or DbUpdateException)
            {
                // The provider's own words may name hosts and users; the kind of failure is enough here.
                Console.Error.WriteLine($"The database cannot be used ({e.GetType().Name}{(e is DbException { SqlState: { } state } ? " " + state : "")}). Check the connection, and that it is a casework database of this version.");
                return ExitCode.Findings;
            }
            catch (OperationCanceledException)
            {
                Console.Error.WriteLine("Stopped.");
                return ExitCode.Findings;
            }
        });
}
