using Palermo.Casework.Attachments;

namespace Palermo.Web.House;

/// <summary>
/// How this house is set up. Closed: the public pages alone, no database, no key. Demonstration: synthetic cases under a key made
/// for this run, forgotten at its end. Operation: a key that the operator keeps, and a database that stays.
/// </summary>
/// <param name="Folder">Where the database file and attachments lie. In a demonstration a new temporary folder.</param>
/// <param name="Connection">PostgreSQL; null for a SQLite file in the folder.</param>
/// <param name="PassphraseFile">Holds the passphrase of a key file that needs one; without it the terminal asks.</param>
public sealed record Deployment(DeploymentMode Mode, string Folder, string? Connection, string? KeyFile, string? PassphraseFile)
{
    /// <summary>The scanner of files; null: none is set.</summary>
    public FileScanner? Scanner { get; init; }

    public bool IsOpen => Mode != DeploymentMode.Closed;

    public bool IsDemonstration => Mode == DeploymentMode.Demonstration;

    public string DatabaseConnection => Connection ?? SqliteConnection;

    public string SqliteConnection => $"Data Source={Path.Combine(Folder, "palermo.db")}";

    /// <summary>Reads the settings <c>Demonstration</c>, <c>Casework:Folder</c>, <c>Casework:Connection</c>, <c>Casework:KeyFile</c>, <c>Casework:PassphraseFile</c>, <c>Casework:Scanner</c>.</summary>
    /// <exception cref="DeploymentException">The settings contradict each other; the message says what to do.</exception>
    public static Deployment Of(IConfiguration settings)
    {
        var section = settings.GetSection("Casework");
        var (folder, connection, keyFile, passphraseFile) = (Text("Folder"), Text("Connection"), Text("KeyFile"), Text("PassphraseFile"));
        var scanner = Text("Scanner") is { } address
            ? FileScanner.At(address) ?? throw new DeploymentException($"Casework:Scanner is '{address}': write tcp://host:port or unix:///path of a clamd, or remove the setting.")
            : null;
        if (settings.GetValue("Demonstration", false))
        {
            string?[] real = [folder is null ? null : "Casework:Folder", connection is null ? null : "Casework:Connection", keyFile is null ? null : "Casework:KeyFile", passphraseFile is null ? null : "Casework:PassphraseFile"];
            return real.OfType<string>().ToList() is { Count: > 0 } set
                ? throw new DeploymentException($"Demonstration is on, and {string.Join(", ", set)} is set too. A demonstration lets anyone sign in as anyone, so it never runs beside real settings. Remove one or the other.")
                : new Deployment(DeploymentMode.Demonstration, Directory.CreateTempSubdirectory("palermo-demonstration-").FullName, null, null, null) { Scanner = scanner };
        }

        folder ??= "palermo-data";
        return keyFile is null
            ? connection is null && passphraseFile is null
                ? new Deployment(DeploymentMode.Closed, folder, null, null, null)
                : throw new DeploymentException("Casework:Connection or Casework:PassphraseFile is set without a key. Set Casework:KeyFile ('palermo keys init' makes one).")
            : new Deployment(DeploymentMode.Operation, folder, connection, keyFile, passphraseFile) { Scanner = scanner };

        string? Text(string name) => section[name] is { Length: > 0 } text ? text : null;
    }
}

public enum DeploymentMode
{
    Closed,
    Demonstration,
    Operation,
}

/// <summary>The settings cannot be used; nothing was started.</summary>
public sealed class DeploymentException(string message) : Exception(message);
