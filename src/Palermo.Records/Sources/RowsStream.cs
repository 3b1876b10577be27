using System.Buffers;
using System.Text;

namespace Palermo.Records.Sources;

/// <summary>Rows as comma separated UTF-8, made as they are read.</summary>
internal sealed class RowsStream(IEnumerable<IReadOnlyList<string?>> rows, Stream owner) : Stream
{
    private readonly ArrayBufferWriter<byte> buffer = new(1 << 16);
    private IEnumerator<IReadOnlyList<string?>>? at;
    private int taken;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> target)
    {
        if (taken == buffer.WrittenCount && !Fill())
        {
            return 0;
        }

        var n = Math.Min(target.Length, buffer.WrittenCount - taken);
        buffer.WrittenSpan.Slice(taken, n).CopyTo(target);
        taken += n;
        return n;
    }

    public override int Read(byte[] target, int offset, int count) => Read(target.AsSpan(offset, count));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] source, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            at?.Dispose();
            owner.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool Fill()
    {
        at ??= rows.GetEnumerator();
        buffer.ResetWrittenCount();
        taken = 0;
        while (buffer.WrittenCount < 1 << 15 && at.MoveNext())
        {
            Write(at.Current);
        }

        return buffer.WrittenCount > 0;
    }

    private void Write(IReadOnlyList<string?> row)
    {
        // A row of one empty field would be an empty line, which readers pass over.
        if (row.Count == 1 && string.IsNullOrEmpty(row[0]))
        {
            buffer.Write("\"\"\n"u8);
            return;
        }

        for (var i = 0; i < row.Count; i++)
        {
            if (i > 0)
            {
                buffer.Write(","u8);
            }

            var text = row[i];
            if (string.IsNullOrEmpty(text))
            {
                continue;
            }

            if (text.AsSpan().ContainsAny("\",\r\n"))
            {
                text = "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
            }

            Encoding.UTF8.GetBytes(text, buffer);
        }

        buffer.Write("\n"u8);
    }
}
