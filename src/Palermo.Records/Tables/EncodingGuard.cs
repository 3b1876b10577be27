using System.Text.Unicode;

namespace Palermo.Records.Tables;

/// <summary>
/// Passes UTF-8 bytes through and stops at the first byte that is not valid UTF-8, naming its line and offset. Counts
/// bytes for progress.
/// </summary>
internal sealed class EncodingGuard(Stream inner, ReadOnlyMemory<byte> start, string? file) : Stream
{
    private readonly byte[] carry = new byte[4];
    private ReadOnlyMemory<byte> pending = start;
    private int carried;
    private long lines = 1;

    /// <summary>Bytes handed out so far.</summary>
    public long BytesRead { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        int n;
        if (!pending.IsEmpty)
        {
            n = Math.Min(pending.Length, buffer.Length);
            pending.Span[..n].CopyTo(buffer);
            pending = pending[n..];
        }
        else
        {
            n = inner.Read(buffer);
        }

        if (n == 0)
        {
            if (carried > 0 && buffer.Length > 0)
            {
                throw Invalid(BytesRead - carried);
            }

            return 0;
        }

        Check(buffer[..n]);
        BytesRead += n;
        return n;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Check(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        if (carried > 0)
        {
            // A sequence cut by the previous buffer's end: complete it byte by byte.
            var need = SequenceLength(carry[0]);
            while (carried < need && at < bytes.Length)
            {
                carry[carried++] = bytes[at++];
            }

            if (carried < need)
            {
                return;
            }

            if (!Utf8.IsValid(carry.AsSpan(0, carried)))
            {
                throw Invalid(BytesRead + at - carried);
            }

            carried = 0;
        }

        var rest = bytes[at..];
        var cut = IncompleteTail(rest);
        var whole = rest[..^cut];
        if (!Utf8.IsValid(whole))
        {
            var good = FirstInvalid(whole);
            lines += whole[..good].Count((byte)'\n');
            throw Invalid(BytesRead + at + good);
        }

        lines += whole.Count((byte)'\n');
        rest[^cut..].CopyTo(carry);
        carried = cut;
    }

    private static int IncompleteTail(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            var b = bytes[^back];
            if ((b & 0xC0) != 0x80)
            {
                return SequenceLength(b) > back ? back : 0;
            }
        }

        return 0;
    }

    private static int SequenceLength(byte lead) => lead switch
    {
        >= 0xF0 and <= 0xF4 => 4,
        >= 0xE0 and < 0xF0 => 3,
        >= 0xC2 and < 0xE0 => 2,
        _ => 1,
    };

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && System.Text.Rune.DecodeFromUtf8(bytes[at..], out _, out var used) == System.Buffers.OperationStatus.Done)
        {
            at += used;
        }

        return at;
    }

    private RecordsException Invalid(long offset) => new(new RecordsError(
        RecordsErrorCode.Encoding,
        FormattableString.Invariant($"byte {offset} is not valid UTF-8"),
        new Place(file, Line: lines),
        "Accented letters would be read wrongly, and names with them.",
        "Save the file as UTF-8 (in a spreadsheet: 'CSV UTF-8') and try again."));
}
