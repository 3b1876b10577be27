using System.Globalization;
using System.Runtime.CompilerServices;

[assembly: AssemblyFixture(typeof(Palermo.Tests.OwnTemporaryFolder))]

namespace Palermo.Tests;

/// <summary>
/// Everything temporary of a run, whatever makes it, lies beneath one folder that goes with the run. What a killed run left is
/// removed by the next.
/// </summary>
/// <remarks>
/// The folder goes as the last part of the run and not when the process exits: a runner that sees its process take long to exit
/// takes it for hung and fails it, and thousands of database files do take long on a busy machine.
/// </remarks>
public sealed class OwnTemporaryFolder : IDisposable
{
    private const string Prefix = "palermo-tests-";

    private static string? _own;

    public void Dispose()
    {
        PostgresServer.Stop();
        if (_own is { } own)
        {
            Remove(own);
        }
    }

    [ModuleInitializer]
    internal static void Begin()
    {
        // The programs that tests start live for seconds: a profile of how they run is never used.
        Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var all = Path.GetTempPath();
        foreach (var left in Directory.GetDirectories(all, Prefix + "*").Where(f => !IsAlive(f)))
        {
            Remove(left);
        }

        var own = Path.Combine(all, Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        // Others may pass through: PostgreSQL runs under an account of its own.
        Directory.CreateDirectory(own, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Environment.SetEnvironmentVariable("TMPDIR", own);
        _own = own;
    }

    private static bool IsAlive(string folder) =>
        !int.TryParse(Path.GetFileName(folder)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var process) || Directory.Exists($"/proc/{process}") || !Directory.Exists("/proc");

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A process that is about to end still writes; the next run removes the rest.
        }
    }
}
