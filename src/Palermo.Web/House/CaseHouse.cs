using Palermo.Casework.Desks;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;
using Palermo.Law.Instruments;

namespace Palermo.Web.House;

/// <summary>The case files of this server: opened once at start-up with the key, or closed.</summary>
public sealed class CaseHouse(Deployment deployment, InstrumentLibrary library, TimeProvider clock) : IAsyncDisposable
{
    private MasterKey? _master;

    private CaseworkDatabase? _database;

    private DeskSetting? _setting;

    public bool IsOpen => _setting is not null;

    /// <exception cref="HouseClosedException">This server has no key, so it holds no cases.</exception>
    public DeskSetting Setting => _setting ?? throw new HouseClosedException();

    /// <summary>Opens the key and brings the database up to date.</summary>
    /// <param name="data">The folder of the processes and wordings.</param>
    public async Task Open(string data, CancellationToken cancel)
    {
        _master = Key();
        Directory.CreateDirectory(deployment.Folder);
        _database = new CaseworkDatabase(deployment.DatabaseConnection);
        _setting = await DeskSetting.PrepareAsync(_database, _master, library, data, clock, cancel) with { Scanner = deployment.Scanner };
        _database.ServeMany();
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _master?.Dispose();
    }

    private MasterKey Key()
    {
        if (deployment.IsDemonstration)
        {
            return MasterKey.Generate();
        }

        var file = deployment.KeyFile!;
        if (!File.Exists(file))
        {
            throw new DeploymentException($"Casework:KeyFile names '{file}', which is not there. 'palermo keys init' makes a key; a lost one cannot be made again.");
        }

        if (deployment.PassphraseFile is not null && !KeyFile.NeedsPassphrase(file))
        {
            throw new DeploymentException($"Casework:PassphraseFile is set, and the key file '{file}' is not sealed by a passphrase: whoever reads it has the key. Make a sealed one with 'palermo keys init --passphrase-file', or remove the setting.");
        }

        var master = KeyFile.Open(file, KeyFile.NeedsPassphrase(file) ? Passphrase() : null);
        return master.IsDemonstration
            ? throw new DeploymentException($"Casework:KeyFile names '{file}', a key of a demonstration: it protects nothing. 'palermo keys init' makes a real one.")
            : master;
    }

    private string Passphrase()
    {
        if (deployment.PassphraseFile is { } file)
        {
            return File.Exists(file)
                ? File.ReadAllText(file).TrimEnd('\r', '\n')
                : throw new DeploymentException($"Casework:PassphraseFile names '{file}', which is not there.");
        }

        if (Console.IsInputRedirected)
        {
            throw new DeploymentException("The key file needs its passphrase: set Casework:PassphraseFile, or start at a terminal and type it.");
        }

        Console.Error.Write("Passphrase of the key file: ");
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}

/// <summary>There are no case files on this server: no key was given to it.</summary>
public sealed class HouseClosedException() : Exception("this server holds no case files: it was started without a key");
