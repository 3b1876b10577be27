using System.Collections.Concurrent;
using System.Diagnostics;

namespace Palermo.Web.Tests.Real;

/// <summary>The server as a process of its own, on a free port of this machine; it can be killed as a power cut would.</summary>
public sealed class RealServer : IAsyncDisposable
{
    private const string Answers = "Palermo answers at ";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = [];
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RealServer(Process process) => _process = process;

    /// <summary>The address that it answers at; fails when the server ends before it answers.</summary>
    public Task<Uri> Address => _address.Task;

    /// <summary>Every line that it wrote to standard output and standard error.</summary>
    public IReadOnlyCollection<string> Said => _said;

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    /// <param name="program">The assembly of the web application.</param>
    /// <param name="settings">Settings by their environment names, such as <c>Casework__Folder</c>: they may hold what no command line should show.</param>
    public static RealServer Start(string program, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", program, "--urls=http://127.0.0.1:0"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var server = new RealServer(process);
        process.OutputDataReceived += (_, line) => server.Hear(line.Data);
        process.ErrorDataReceived += (_, line) => server.Hear(line.Data);
        process.Exited += (_, _) => server._address.TrySetException(new InvalidOperationException("the server ended before it answered"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return server;
    }

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        // Nobody may be waiting for the address of a server that was killed while it started.
        _ = _address.Task.Exception;
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        _said.Enqueue(line);
        if (line.StartsWith(Answers, StringComparison.Ordinal))
        {
            _address.TrySetResult(new Uri(line[Answers.Length..]));
        }
    }
}
