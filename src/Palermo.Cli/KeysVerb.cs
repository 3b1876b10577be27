using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Cases;
using Palermo.Casework.Custody;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;
using Palermo.Cli.Casework;

namespace Palermo.Cli;

/// <summary><c>palermo keys</c>: make the master key, rotate it, erase a case by its key.</summary>
internal static class KeysVerb
{
    public static Command Create()
    {
        var command = new Command("keys", "The keys of the casework vault: init, rotate, erase.");
        command.Subcommands.Add(Init());
        command.Subcommands.Add(Rotate());
        command.Subcommands.Add(Erase());
        return command;
    }

    private static Command Init()
    {
        var options = new CaseworkOptions();
        var prompt = new Option<bool>("--passphrase") { Description = "Ask for a passphrase on the terminal and seal the file with it" };
        var command = new Command("init", "Make a new master key in a new file. An existing file is never overwritten.") { prompt };
        options.AddKeyTo(command);
        command.SetGuardedAction((parsed, _) =>
        {
            var path = options.KeyPath(parsed);
            var passphrase = options.GivenPassphrase(parsed) ?? (parsed.GetValue(prompt) ? AskTwice() : null);
            KeyFile.Create(path, passphrase).Dispose();
            Console.Out.WriteLine($"The master key is in {path}.");
            Console.Out.WriteLine("Copy it now to a place apart from the database and its backups: without it nothing can be read again, and whoever has both can read everything.");
            Console.Out.WriteLine(passphrase is null
                ? "The file is not sealed by a passphrase: who can read it has the key. Its mode allows its owner alone."
                : "The file is sealed by the passphrase. A lost passphrase cannot be recovered by anyone.");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static Command Rotate()
    {
        var options = new CaseworkOptions();
        var retire = new Option<bool>("--retire") { Description = "Then destroy the older versions of the master key: older backups of the database become unreadable" };
        var command = new Command("rotate", "Add a version to the master key and wrap every key anew under it. Stop the web program first. A stopped rotation goes on when called again.") { retire };
        options.AddTo(command);
        command.SetGuardedAction(async (parsed, stop) =>
        {
            var path = options.KeyPath(parsed);
            var passphrase = options.Passphrase(parsed, path);
            long rewrapped;
            await using (var before = await options.OpenAsync(parsed, stop))
            {
                await using var db = before.Database.NewContext();
                if (await KeyRotation.PendingAsync(db, before.Master, stop) == 0)
                {
                    KeyFile.AddVersion(path, passphrase).Dispose();
                }
                else
                {
                    Console.Error.WriteLine("An earlier rotation was not finished; going on with it.");
                }
            }

            await using (var opened = await options.OpenAsync(parsed, stop))
            {
                rewrapped = await KeyRotation.RunAsync(opened.Database, opened.Master, opened.Trail, OpenedCasework.ByOperator("keys.rotated"), new Lines(), stop);
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rewrapped:N0} keys are wrapped by version {opened.Master.Current}."));
            }

            if (parsed.GetValue(retire))
            {
                KeyFile.RetireOldVersions(path, passphrase).Dispose();
                Console.Out.WriteLine("The older versions are destroyed in this file. Destroy its copies as well: with one of them and an old backup, what was erased since can still be read.");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Erase()
    {
        var options = new CaseworkOptions();
        var which = new Argument<string>("CASE") { Description = "The case's reference (XXXX-XXXX) or identifier" };
        var tier = new Option<int?>("--tier") { Description = "One tier only: 2 facts, 3 identity, 4 location, 5 privileged, 6 exploiter" };
        var sure = new Option<bool>("--for-ever") { Description = "Confirms that nobody will be able to read it again" };
        var command = new Command("erase", "Make a case, or one tier of it, unreadable for ever by deleting its keys.") { which, tier, sure };
        options.AddTo(command);
        command.SetGuardedAction(async (parsed, stop) =>
        {
            if (!parsed.GetValue(sure))
            {
                throw Refusal.Usage("Erasing cannot be undone by anyone. Say --for-ever if that is meant.");
            }

            if (parsed.GetValue(tier) is { } number && !CaseKey.Tiers.Contains((Tier)number))
            {
                throw Refusal.Usage("A tier is a number from 2 to 6.");
            }

            await using var opened = await options.OpenAsync(parsed, stop);
            var caseId = await FindAsync(opened.Database, parsed.GetValue(which)!, stop);
            var erased = await KeyErasure.RunAsync(opened.Database, opened.Trail, caseId, (Tier?)parsed.GetValue(tier), OpenedCasework.ByOperator("keys.erased"), stop);
            Console.Out.WriteLine(erased.IsEmpty ? "Nothing to erase: the keys were erased before." : $"Erased: {string.Join(", ", erased).ToLowerInvariant()}.");
            Console.Out.WriteLine("Backups made before now still hold the wrapped keys: `palermo keys rotate --retire` makes those unreadable too.");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<Guid> FindAsync(CaseworkDatabase database, string which, CancellationToken stop)
    {
        await using var db = database.NewContext();
        var reference = CaseReference.Read(which);
        var found = Guid.TryParse(which, out var id)
            ? await db.Set<Case>().Where(c => c.Id == id).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(stop)
            : await db.Set<Case>().Where(c => c.Reference == reference).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(stop);
        return found ?? throw new Refusal(ExitCode.Findings, "There is no such case in this database.");
    }

    private static string AskTwice()
    {
        var first = CaseworkOptions.Ask("Passphrase: ");
        return CaseworkOptions.Ask("Once more: ") == first ? first : throw Refusal.Usage("The two are not the same; nothing was written.");
    }

    private sealed class Lines : IProgress<RotationProgress>
    {
        public void Report(RotationProgress value) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Done:N0} of {value.Of:N0} keys ..."));
    }
}
