using System.Runtime.InteropServices;

namespace Palermo.Cli;

/// <summary>
/// Ctrl+C (SIGINT) and SIGTERM ask the command to stop: it ends where nothing is half done, with exit code 1. A second signal, or a command
/// that has not come to such a place within the grace, ends the process at once with the same code; what it was writing has no name yet.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();

    private readonly PosixSignalRegistration[] _signals;

    private int _asked;

    public Interruption() => _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask)];

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _stop.Dispose();
    }

    private void Ask(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (Interlocked.Increment(ref _asked) > 1)
        {
            Environment.Exit(ExitCode.Findings);
        }

        _ = Task.Delay(Grace, TimeProvider.System, CancellationToken.None).ContinueWith(_ => Environment.Exit(ExitCode.Findings), TaskScheduler.Default);
        _stop.Cancel();
    }
}
