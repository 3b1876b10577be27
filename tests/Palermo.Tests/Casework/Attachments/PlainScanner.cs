using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Palermo.Tests.Casework.Attachments;

/// <summary>A server on this machine that speaks clamd's INSTREAM to one caller and always answers the same.</summary>
internal sealed class PlainScanner : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly string? _folder;

    /// <param name="answer">Null: hangs up after the first bytes.</param>
    public PlainScanner(bool unix, string? answer)
    {
        _folder = unix ? Directory.CreateTempSubdirectory("palermo-scan-").FullName : null;
        _socket = unix ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _socket.Bind(unix ? new UnixDomainSocketEndPoint(Path.Combine(_folder!, "clamd.ctl")) : new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen();
        Address = unix ? $"unix://{_folder}/clamd.ctl" : $"tcp://127.0.0.1:{((IPEndPoint)_socket.LocalEndPoint!).Port}";
        Received = ServeAsync(answer);
    }

    public string Address { get; }

    /// <summary>The file that was sent.</summary>
    public Task<byte[]> Received { get; }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await Received.ContinueWith(_ => { }, TaskScheduler.Default);
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task<byte[]> ServeAsync(string? answer)
    {
        using var caller = await _socket.AcceptAsync(TestContext.Current.CancellationToken);
        await using var line = new NetworkStream(caller);
        var command = new byte["zINSTREAM\0".Length];
        await line.ReadExactlyAsync(command, TestContext.Current.CancellationToken);
        if (answer is null)
        {
            return [];
        }

        Assert.Equal("zINSTREAM\0", Encoding.ASCII.GetString(command));
        var file = new MemoryStream();
        var length = new byte[4];
        while (true)
        {
            await line.ReadExactlyAsync(length, TestContext.Current.CancellationToken);
            if (BinaryPrimitives.ReadInt32BigEndian(length) is var size && size == 0)
            {
                await line.WriteAsync(Encoding.UTF8.GetBytes(answer), TestContext.Current.CancellationToken);
                return file.ToArray();
            }

            var part = new byte[size];
            await line.ReadExactlyAsync(part, TestContext.Current.CancellationToken);
            file.Write(part);
        }
    }
}
