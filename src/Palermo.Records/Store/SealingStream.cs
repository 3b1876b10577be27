using System.Security.Cryptography;

namespace Palermo.Records.Store;

/// <summary>Seals what is written to it, front to back. Only <see cref="Complete"/> makes the file whole.</summary>
internal sealed class SealingStream : Stream
{
    private readonly Stream inner;
    private readonly byte[] file;
    private readonly AesGcm aes;
    private readonly byte[] plain = new byte[SealedFormat.Chunk];
    private readonly byte[] closed = new byte[SealedFormat.Chunk + SealedFormat.Tag];
    private int filled;
    private long number;

    public SealingStream(Stream inner, byte[] key, byte[] file)
    {
        this.inner = inner;
        this.file = file;
        var salt = RandomNumberGenerator.GetBytes(SealedFormat.Salt);
        aes = SealedFormat.KeyOf(key, salt, file);
        inner.Write(salt);
    }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => Position;
    public override long Position { get => (number * SealedFormat.Chunk) + filled; set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (filled == plain.Length)
            {
                Flush(isLast: false);
            }

            var n = Math.Min(buffer.Length, plain.Length - filled);
            buffer[..n].CopyTo(plain.AsSpan(filled));
            filled += n;
            buffer = buffer[n..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public void Complete()
    {
        Flush(isLast: true);
        inner.Flush();
    }

    public override void Flush() { }
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            aes.Dispose();
            CryptographicOperations.ZeroMemory(plain);
        }

        base.Dispose(disposing);
    }

    private void Flush(bool isLast)
    {
        SealedFormat.Seal(aes, file, number, isLast, plain.AsSpan(0, filled), closed);
        inner.Write(closed.AsSpan(0, filled + SealedFormat.Tag));
        number++;
        filled = 0;
    }
}
