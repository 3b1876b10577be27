using System.Text;

namespace Palermo.Records.Tables;

/// <summary>What the first bytes of a file tell: its encoding, whether it is a delimited text at all, and its delimiter.</summary>
internal static class TableStart
{
    private const int Window = 64 * 1024;

    /// <summary>Opens a stream as guarded UTF-8. UTF-16 and UTF-32 with a byte order mark are decoded; UTF-16 without one is refused.</summary>
    public static (EncodingGuard Stream, char Separator) Open(Stream stream, TableOptions options)
    {
        var first = ReadStart(stream);
        if (IsWide(first) is { } encoding)
        {
            var joined = new ReplayStream(first, stream);
            var decoded = Encoding.CreateTranscodingStream(joined, Strict(encoding), new UTF8Encoding(false));
            first = Decoded(decoded, options.FileName);
            stream = decoded;
        }

        RefuseOtherFormats(first, options.FileName);
        if (first.AsSpan().StartsWith("\uFEFF"u8))
        {
            first = first[3..];
        }

        return (new EncodingGuard(stream, first, options.FileName), options.Separator ?? Separator(first));
    }

    private static byte[] Decoded(Stream decoded, string? file)
    {
        try
        {
            return ReadStart(decoded);
        }
        catch (DecoderFallbackException e)
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.Encoding, "the text is not valid UTF-16", new Place(file),
                "Its byte order mark says UTF-16, its bytes do not.", "Save the file as UTF-8 and try again."), e);
        }
    }

    private static byte[] ReadStart(Stream stream)
    {
        var buffer = new byte[Window];
        var n = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return n == buffer.Length ? buffer : buffer[..n];
    }

    private static UnicodeEncoding? IsWide(ReadOnlySpan<byte> first) =>
        first.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) && !first.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) ? new UnicodeEncoding(bigEndian: false, byteOrderMark: true)
        : first.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? new UnicodeEncoding(bigEndian: true, byteOrderMark: true)
        : null;

    private static Encoding Strict(UnicodeEncoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = new DecoderExceptionFallback();
        return strict;
    }

    private static void RefuseOtherFormats(ReadOnlySpan<byte> first, string? file)
    {
        var other =
            first.StartsWith("PK\u0003\u0004"u8) ? "a workbook or archive (ZIP)"
            : first.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? "a gzip archive"
            : first.StartsWith("PAR1"u8) ? "a Parquet file"
            : first.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? "an old binary workbook (.xls)"
            : first.StartsWith("%PDF"u8) ? "a PDF"
            : null;
        if (other is not null)
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.WrongFormat, "the file is " + other, new Place(file),
                "It was asked for as delimited text.", "Give the file under its own kind, or save the sheet as CSV (UTF-8)."));
        }

        if (first.Contains((byte)0))
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.Encoding, "the text holds null bytes", new Place(file),
                "It is UTF-16 without a byte order mark, or not text at all.", "Save the file as UTF-8 and try again."));
        }
    }

    /// <summary>The candidate that divides the first line that has any most often, quotes respected; comma when none does.</summary>
    private static char Separator(ReadOnlySpan<byte> first)
    {
        Span<int> counts = stackalloc int[4];
        ReadOnlySpan<byte> candidates = ",;\t|"u8;
        var quoted = false;
        foreach (var b in first)
        {
            if (b == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && b is (byte)'\n' or (byte)'\r')
            {
                if (counts.ContainsAnyExcept(0))
                {
                    break;
                }
            }
            else if (!quoted && candidates.IndexOf(b) is >= 0 and var which)
            {
                counts[which]++;
            }
        }

        var best = 0;
        for (var i = 1; i < counts.Length; i++)
        {
            best = counts[i] > counts[best] ? i : best;
        }

        return (char)candidates[best];
    }
}
