using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Palermo.Casework.Attachments;

/// <summary>
/// Asks a scanner for malicious software that the operator runs (ClamAV's clamd) about a file, by its command INSTREAM
/// (clamd manual, section COMMANDS). The file leaves this program for that address and no other. Whatever is no clear answer is
/// no answer: then the file is not taken.
/// </summary>
public sealed class FileScanner
{
    private const int Chunk = 64 * 1024, LongestAnswer = 4096;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly EndPoint _address;

    private FileScanner(EndPoint address) => _address = address;

    /// <summary>The scanner at <c>tcp://host:port</c> or <c>unix:///path</c>; null: the address is neither.</summary>
    public static FileScanner? At(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var read) || read.Query.Length > 0 || read.UserInfo.Length > 0)
        {
            return null;
        }

        return read switch
        {
            { Scheme: "tcp", Host.Length: > 0, Port: > 0, AbsolutePath: "" or "/" } => new(IPAddress.TryParse(read.Host.Trim('[', ']'), out var number) ? new IPEndPoint(number, read.Port) : new DnsEndPoint(read.Host, read.Port)),
            { Scheme: "unix", Host: "", AbsolutePath.Length: > 1 } => new(new UnixDomainSocketEndPoint(Uri.UnescapeDataString(read.AbsolutePath))),
            _ => null,
        };
    }

    /// <summary>Null when the scanner found nothing; otherwise why the file is not taken.</summary>
    public async Task<FileRefusal?> ScanAsync(ReadOnlyMemory<byte> file, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            var answer = await AskAsync(file, either.Token);
            return answer == "stream: OK" ? null
                : answer.StartsWith("stream: ", StringComparison.Ordinal) && answer.EndsWith(" FOUND", StringComparison.Ordinal) ? FileRefusal.Malicious
                : FileRefusal.NotScanned;
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return FileRefusal.NotScanned;
        }
    }

    private async Task<string> AskAsync(ReadOnlyMemory<byte> file, CancellationToken stop)
    {
        using var socket = _address is UnixDomainSocketEndPoint ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_address, stop);
        await using var line = new NetworkStream(socket);
        await line.WriteAsync("zINSTREAM\0"u8.ToArray(), stop);
        var length = new byte[4];
        for (var at = 0; at < file.Length; at += Chunk)
        {
            var part = file.Slice(at, Math.Min(Chunk, file.Length - at));
            BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
            await line.WriteAsync(length, stop);
            await line.WriteAsync(part, stop);
        }

        BinaryPrimitives.WriteInt32BigEndian(length, 0);
        await line.WriteAsync(length, stop);
        return await AnswerAsync(line, stop);
    }

    /// <summary>What was answered up to the zero byte that ends it; empty when it does not end.</summary>
    private static async Task<string> AnswerAsync(NetworkStream line, CancellationToken stop)
    {
        var answer = new byte[LongestAnswer];
        var have = 0;
        while (have < answer.Length && await line.ReadAsync(answer.AsMemory(have), stop) is var read and > 0)
        {
            have += read;
            if (answer.AsSpan(0, have).IndexOf((byte)0) is var end and >= 0)
            {
                return Encoding.UTF8.GetString(answer, 0, end);
            }
        }

        return "";
    }
}
