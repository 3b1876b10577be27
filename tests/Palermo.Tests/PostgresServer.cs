using System.Diagnostics;

namespace Palermo.Tests;

/// <summary>
/// A real PostgreSQL for the tests: the one that <c>PALERMO_TEST_POSTGRES</c> names, else a private server of this run on a
/// socket of its own, else the test is skipped and says so. A private server ends with the process that started it.
/// </summary>
public static class PostgresServer
{
    public const string Variable = "PALERMO_TEST_POSTGRES";

    private static readonly Lazy<string?> Server = new(() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : Start());

    private static Process? _watch;

    private static int _databases;

    public static bool IsPresent => Server.Value is not null;

    /// <summary>The connection string of a new, empty database.</summary>
    public static string NewDatabase()
    {
        if (Server.Value is not { } server)
        {
            Assert.Skip($"PostgreSQL is absent: neither {Variable} is set nor are initdb and postgres installed");
            return "";
        }

        var name = FormattableString.Invariant($"palermo_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}");
        using var connection = new Npgsql.NpgsqlConnection(server);
        connection.Open();
        using var command = new Npgsql.NpgsqlCommand($"CREATE DATABASE {name}", connection);
        command.ExecuteNonQuery();
        return new Npgsql.NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    /// <summary>A program of the installation, such as <c>pg_dump</c>; null: not installed.</summary>
    public static string? Program(string name) =>
        Folders().Select(d => Path.Combine(d, name)).FirstOrDefault(File.Exists);

    /// <summary>The whole of a database as a script.</summary>
    public static async Task<byte[]> DumpAsync(string connection, CancellationToken stop)
    {
        using var process = Process.Start(At(connection, "pg_dump", "--no-owner"))!;
        using var dump = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(dump, stop);
        await process.WaitForExitAsync(stop);
        Assert.Equal(0, process.ExitCode);
        return dump.ToArray();
    }

    /// <summary>Runs such a script on an empty database.</summary>
    public static async Task RestoreAsync(string connection, byte[] dump, CancellationToken stop)
    {
        var start = At(connection, "psql", "--quiet", "--set=ON_ERROR_STOP=1");
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync(stop);
        await process.StandardInput.BaseStream.WriteAsync(dump, stop);
        process.StandardInput.Close();
        await said;
        await process.WaitForExitAsync(stop);
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>Ends the private server and waits until it has; nothing to end: does nothing.</summary>
    public static void Stop()
    {
        if (_watch is null)
        {
            return;
        }

        Npgsql.NpgsqlConnection.ClearAllPools();
        _watch.StandardInput.Close();
        _watch.WaitForExit(TimeSpan.FromMinutes(1));
        _watch.Dispose();
        _watch = null;
    }

    private static ProcessStartInfo At(string connection, string program, params string[] words)
    {
        var parts = new Npgsql.NpgsqlConnectionStringBuilder(connection);
        return Command([Program(program)!, $"--host={parts.Host}", $"--username={parts.Username}", $"--dbname={parts.Database}", .. words]);
    }

    private static string? Start()
    {
        if (OperatingSystem.IsWindows() || Programs() is not { } programs)
        {
            return null;
        }

        // The server refuses to run as root; its own account is there wherever it was installed as a package.
        string[] lead = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
        var folder = Directory.CreateTempSubdirectory("palermo-pg-").FullName;
        if (lead.Length > 0)
        {
            Run(["chown", "postgres", folder]);
        }

        var data = Path.Combine(folder, "data");
        Run([.. lead, Path.Combine(programs, "initdb"), "-D", data, "-U", "palermo", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);

        // A shell stands between, so that the server ends when this process does, however it ends: its input is then at its end.
        var server = $"'{Path.Combine(programs, "postgres")}' -D '{data}' -k '{folder}' -c listen_addresses='' -c fsync=off -c max_connections=300 >'{folder}/log' 2>&1 </dev/null";
        var watch = $"{server} & p=$!; cat >/dev/null; kill -INT $p 2>/dev/null; wait $p; rm -rf '{data}'";
        var start = Command([.. lead, "sh", "-c", watch]);
        start.RedirectStandardInput = true;
        _watch = Process.Start(start);

        var address = $"Host={folder};Username=palermo;Database=postgres;Include Error Detail=false";
        for (var attempt = 0; attempt < 300; attempt++)
        {
            try
            {
                using var connection = new Npgsql.NpgsqlConnection(address);
                connection.Open();
                return address;
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or System.Net.Sockets.SocketException)
            {
                Thread.Sleep(100);
            }
        }

        throw new InvalidOperationException("PostgreSQL is installed but did not start: " + File.ReadAllText(Path.Combine(folder, "log")));
    }

    private static string? Programs() => Folders().FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "postgres")));

    private static IEnumerable<string> Folders() =>
        new[] { Environment.GetEnvironmentVariable("PALERMO_POSTGRES_BIN") ?? "" }
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
            .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")) : [])
            .Where(d => d.Length > 0);

    private static void Run(string[] words)
    {
        using var process = Process.Start(Command(words))!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{words[^1]}: '{words[0]}' ended with {process.ExitCode}");
        }
    }

    private static ProcessStartInfo Command(string[] words) =>
        new(words[0], words[1..]) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = "/" };
}
