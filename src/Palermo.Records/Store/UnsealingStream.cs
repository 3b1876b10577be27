using System.Security.Cryptography;

namespace Palermo.Records.Store;

/// <summary>Reads a sealed file at any position, opening only the chunks that are asked for.</summary>
internal sealed class UnsealingStream : Stream
{
    private const int Whole = SealedFormat.Chunk + SealedFormat.Tag;

    private readonly Stream inner;
    private readonly AesGcm aes;
    private readonly byte[] file;
    private readonly string name;
    private readonly long chunks;
    private readonly byte[] plain = new byte[SealedFormat.Chunk];
    private readonly byte[] closed = new byte[Whole];
    private long opened = -1;
    private int filled;

    public UnsealingStream(Stream inner, byte[] key, byte[] file, string name)
    {
        this.inner = inner;
        this.file = file;
        this.name = name;
        var salt = new byte[SealedFormat.Salt];
        _ = inner.ReadAtLeast(salt, salt.Length, throwOnEndOfStream: false);
        aes = SealedFormat.KeyOf(key, salt, file);
        var body = Math.Max(0, inner.Length - SealedFormat.Salt);
        chunks = (body + Whole - 1) / Whole;
        Length = body - (chunks * SealedFormat.Tag);
        if (Length < 0 || chunks == 0)
        {
            throw Damaged(name);
        }

        // The last chunk proves that nothing was cut off.
        Open(chunks - 1);
    }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length { get; }
    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        if (Position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        Open(Position / SealedFormat.Chunk);
        var at = (int)(Position % SealedFormat.Chunk);
        var n = Math.Min(buffer.Length, filled - at);
        plain.AsSpan(at, n).CopyTo(buffer);
        Position += n;
        return n;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush() { }
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            aes.Dispose();
            CryptographicOperations.ZeroMemory(plain);
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    internal static RecordsException Damaged(string name) => new(new RecordsError(RecordsErrorCode.Store, "the stored dataset is damaged or was changed", new Place(name),
        "Its seal does not hold: nothing of it was used.", "Restore it from a backup, or import the file again."));

    private void Open(long number)
    {
        if (number == opened)
        {
            return;
        }

        inner.Position = SealedFormat.Salt + (number * Whole);
        var n = inner.ReadAtLeast(closed, Whole, throwOnEndOfStream: false);
        if (n <= SealedFormat.Tag - 1 || !SealedFormat.Open(aes, file, number, number == chunks - 1, closed.AsSpan(0, n), plain))
        {
            throw Damaged(name);
        }

        opened = number;
        filled = n - SealedFormat.Tag;
    }
}
