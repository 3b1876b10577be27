using System.CommandLine;
using System.Data.Common;
using Palermo.Casework.Audit;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;

namespace Palermo.Cli.Casework;

/// <summary>
/// Where the casework database and its key are: options, else the settings that the web program reads
/// (<c>Casework__Connection</c>, <c>Casework__Folder</c>, <c>Casework__KeyFile</c>, <c>Casework__PassphraseFile</c>).
/// </summary>
internal sealed class CaseworkOptions
{
    private readonly Option<string?> connection = new("--connection") { Description = "Connection string: Data Source=FILE for SQLite, Host=... for PostgreSQL (Casework__Connection)" };
    private readonly Option<string?> folder = new("--folder") { Description = "The folder with palermo.db, where no connection is given (Casework__Folder, else palermo-data)" };
    private readonly Option<string?> keyFile = new("--key-file") { Description = "The master key's file (Casework__KeyFile)" };
    private readonly Option<string?> passphraseFile = new("--passphrase-file") { Description = "A file whose first line is the key file's passphrase (Casework__PassphraseFile); asked for on a terminal otherwise" };

    public void AddTo(Command command)
    {
        command.Options.Add(connection);
        command.Options.Add(folder);
        AddKeyTo(command);
    }

    public void AddKeyTo(Command command)
    {
        command.Options.Add(keyFile);
        command.Options.Add(passphraseFile);
    }

    public string KeyPath(ParseResult parsed) =>
        Given(parsed, keyFile, "KeyFile") ?? throw Refusal.Usage("No key file is named. Give --key-file FILE, or set Casework__KeyFile.");

    /// <summary>The passphrase where the file needs one; null where it does not.</summary>
    public string? Passphrase(ParseResult parsed, string path) => KeyFile.NeedsPassphrase(path) ? GivenPassphrase(parsed) ?? Ask("Passphrase: ") : null;

    public string? GivenPassphrase(ParseResult parsed)
    {
        if (Given(parsed, passphraseFile, "PassphraseFile") is not { } path)
        {
            return null;
        }

        return File.Exists(path)
            ? File.ReadLines(path).FirstOrDefault() ?? throw new Refusal(ExitCode.Findings, $"{path}: the passphrase file is empty.")
            : throw Refusal.Usage($"{path}: there is no such file.");
    }

    public static string Ask(string prompt)
    {
        if (Console.IsInputRedirected)
        {
            throw Refusal.Usage("The key file is sealed by a passphrase. Give --passphrase-file FILE, or run this on a terminal.");
        }

        Console.Error.Write(prompt);
        var typed = new System.Text.StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }

    public CaseworkDatabase Database(ParseResult parsed)
    {
        var text = Given(parsed, connection, "Connection");
        if (text is null)
        {
            var file = Path.Combine(Given(parsed, folder, "Folder") ?? "palermo-data", "palermo.db");
            text = File.Exists(file) ? $"Data Source={file}" : throw Refusal.Usage($"{file}: there is no such database. Give --connection or --folder.");
        }

        try
        {
            // A file that is not there would be made, and an empty database verified.
            var parts = new DbConnectionStringBuilder { ConnectionString = text };
            if (parts.TryGetValue("Data Source", out var source) && source is string { Length: > 0 } named && !File.Exists(named))
            {
                throw Refusal.Usage($"{named}: there is no such database.");
            }

            return new CaseworkDatabase(text);
        }
        catch (ArgumentException e)
        {
            throw Refusal.Usage(e.Message);
        }
    }

    /// <summary>Database, master key and what they open.</summary>
    public async Task<OpenedCasework> OpenAsync(ParseResult parsed, CancellationToken stop)
    {
        var path = KeyPath(parsed);
        var database = Database(parsed);
        var master = KeyFile.Open(path, Passphrase(parsed, path));
        await using var db = database.NewContext();
        var keys = await OrganisationKeys.LoadAsync(db, master, stop);
        return new OpenedCasework(database, master, keys);
    }

    private static string? Given(ParseResult parsed, Option<string?> option, string setting) =>
        parsed.GetValue(option) is { Length: > 0 } given ? given : Environment.GetEnvironmentVariable("Casework__" + setting) is { Length: > 0 } set ? set : null;
}

/// <summary>An opened casework database; disposing of it overwrites the keys.</summary>
internal sealed record OpenedCasework(CaseworkDatabase Database, MasterKey Master, OrganisationKeys Keys) : IAsyncDisposable
{
    public AuditTrail Trail { get; } = new(Keys, TimeProvider.System);

    public AuditVerifier Verifier { get; } = new(Keys, TimeProvider.System);

    /// <summary>What the command line does is recorded as done by nobody's account, in the operator's role.</summary>
    public static AuditEvent ByOperator(string action) => new(Guid.Empty, action) { Role = "operator", Purpose = "system-maintenance", Reason = "command-line" };

    public async ValueTask DisposeAsync()
    {
        Keys.Dispose();
        Master.Dispose();
        await Database.DisposeAsync();
    }
}
