using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Palermo.Web.Printing;

/// <summary>
/// A conversation with a Chromium that was started for it, over two pipes: JSON messages, each ended by a zero byte (the
/// browser's own protocol, <c>--remote-debugging-pipe</c>). No port that another program could open, and nothing on a disk.
/// </summary>
/// <remarks>The browser ends by itself when the pipe does, so it does not outlive a server that is killed.</remarks>
internal sealed class BrowserPipe : IDisposable
{
    /// <summary>The browser reads from descriptor 3 and writes to 4; a shell puts the pipes there. Program and arguments are its parameters, never part of its text.</summary>
    private const string OnTwoPipes = """exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1""";

    private readonly Process _process;
    private readonly byte[] _chunk = new byte[1 << 16];
    private readonly MemoryStream _read = new();
    private int _count;

    private BrowserPipe(Process process) => _process = process;

    /// <exception cref="PrintingException">The browser could not be started.</exception>
    public static BrowserPipe Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", OnTwoPipes, program, .. arguments]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        return new(Process.Start(start) ?? throw new PrintingException("the browser could not be started", "Check that " + program + " may be run."));
    }

    /// <summary>Asks for something and waits for the answer; what the browser says meanwhile is passed over.</summary>
    /// <param name="session">The page that is asked; null: the browser itself.</param>
    /// <exception cref="PrintingException">The browser refused, or ended.</exception>
    public async Task<JsonElement> Ask(string method, JsonObject parameters, string? session, CancellationToken cancel)
    {
        var id = ++_count;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        var pipe = _process.StandardInput.BaseStream;
        await pipe.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(message), cancel);
        await pipe.WriteAsync(new byte[1], cancel);
        await pipe.FlushAsync(cancel);
        while (true)
        {
            using var said = JsonDocument.Parse(await NextAsync(cancel));
            if (!said.RootElement.TryGetProperty("id", out var answers) || answers.GetInt32() != id)
            {
                continue;
            }

            return said.RootElement.TryGetProperty("result", out var result)
                ? result.Clone()
                : throw new PrintingException("the browser refused " + method, "Print the HTML from any browser instead.");
        }
    }

    /// <summary>Ends the pipe, and with it the browser; one that stays is killed.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.BaseStream.Dispose();
        }
        catch (IOException)
        {
            // It ended first.
        }

        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _read.Dispose();
        _process.Dispose();
    }

    /// <summary>The next message, without the zero that ends it.</summary>
    private async Task<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancel)
    {
        while (true)
        {
            var all = _read.GetBuffer().AsMemory(0, (int)_read.Length);
            var end = all.Span.IndexOf((byte)0);
            if (end >= 0)
            {
                var message = all[..end].ToArray();
                var rest = all[(end + 1)..].ToArray();
                _read.SetLength(0);
                _read.Write(rest);
                return message;
            }

            var count = await _process.StandardOutput.BaseStream.ReadAsync(_chunk, cancel);
            _read.Write(_chunk, 0, count > 0 ? count : throw new PrintingException("the browser ended without answering", "Try the browser by hand, or print the HTML from any browser."));
        }
    }
}
