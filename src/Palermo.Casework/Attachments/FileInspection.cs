using System.Buffers.Binary;
using System.Text;

namespace Palermo.Casework.Attachments;

/// <summary>
/// Looks at a file before it is taken: what it is by its bytes, whether it could do something, and without the metadata that
/// cameras and editors leave (place, device, author, time).
/// </summary>
public sealed record FileInspection(FileKind Kind, byte[] Content, bool MetadataRemoved)
{
    /// <summary>The largest file taken: 20 MiB.</summary>
    public const int LargestBytes = 20 * 1024 * 1024;

    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Names by which a PDF runs something, opens other files or carries them.</summary>
    private static readonly string[] ActivePdf = ["/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/RichMedia", "/XFA", "/SubmitForm", "/ImportData", "/OpenAction", "/AA"];

    public static (FileInspection? File, FileRefusal? Refusal) Of(byte[] file)
    {
        if (file.Length == 0)
        {
            return (null, FileRefusal.Empty);
        }

        if (file.Length > LargestBytes)
        {
            return (null, FileRefusal.TooLarge);
        }

        if (file.AsSpan().StartsWith("%PDF-"u8))
        {
            return Pdf(file);
        }

        if (file.AsSpan().StartsWith(PngSignature))
        {
            return Png(file) is { } png ? (new(FileKind.Png, png, true), null) : (null, FileRefusal.Damaged);
        }

        if (file is [0xFF, 0xD8, 0xFF, ..])
        {
            return Jpeg(file) is { } jpeg ? (new(FileKind.Jpeg, jpeg, true), null) : (null, FileRefusal.Damaged);
        }

        return IsText(file) ? (new(FileKind.Text, file, true), null) : (null, FileRefusal.KindNotTaken);
    }

    public static string MediaType(FileKind kind) => kind switch
    {
        FileKind.Pdf => "application/pdf",
        FileKind.Jpeg => "image/jpeg",
        FileKind.Png => "image/png",
        _ => "text/plain; charset=utf-8",
    };

    private static (FileInspection? File, FileRefusal? Refusal) Pdf(byte[] file)
    {
        var end = file.AsSpan(Math.Max(0, file.Length - 2048));
        if (end.IndexOf("%%EOF"u8) < 0)
        {
            return (null, FileRefusal.Damaged);
        }

        // A name may be written with #xx for its letters; both spellings are looked for in what stands uncompressed.
        var text = Unescape(Encoding.Latin1.GetString(file));
        return ActivePdf.Any(name => HasName(text, name)) ? (null, FileRefusal.ActiveContent) : (new(FileKind.Pdf, file, false), null);
    }

    private static bool HasName(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if (at + name.Length == text.Length || !char.IsAsciiLetterOrDigit(text[at + name.Length]))
            {
                return true;
            }
        }

        return false;
    }

    private static string Unescape(string text)
    {
        var clear = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '#' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                clear.Append((char)Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                clear.Append(text[i]);
            }
        }

        return clear.ToString();
    }

    /// <summary>Keeps the chunks that make the picture and ends at its end: comments, positions, times and anything behind fall away.</summary>
    private static byte[]? Png(byte[] file)
    {
        var kept = new MemoryStream(file.Length);
        kept.Write(PngSignature);
        for (var at = PngSignature.Length; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
            {
                return null;
            }

            var type = Encoding.ASCII.GetString(file, at + 4, 4);
            if (type is "IHDR" or "PLTE" or "IDAT" or "IEND" or "tRNS" or "gAMA" or "cHRM" or "sRGB" or "iCCP" or "sBIT" or "bKGD" or "pHYs")
            {
                kept.Write(file, at, (int)length + 12);
            }

            if (type == "IEND")
            {
                return kept.ToArray();
            }

            at += (int)length + 12;
        }

        return null;
    }

    /// <summary>Keeps the segments that make the picture and ends at its end marker; APP1 to APP13, APP15 and comments fall away.</summary>
    private static byte[]? Jpeg(byte[] file)
    {
        var kept = new MemoryStream(file.Length);
        kept.Write([0xFF, 0xD8]);
        var at = 2;
        while (at + 4 <= file.Length)
        {
            if (file[at] != 0xFF)
            {
                return null;
            }

            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));
            if (length < 2 || at + 2 + length > file.Length)
            {
                return null;
            }

            if (marker is not (>= 0xE1 and <= 0xED or 0xEF or 0xFE))
            {
                kept.Write(file, at, length + 2);
            }

            at += length + 2;
            if (marker == 0xDA)
            {
                // Picture data run to the next marker that is neither a stuffed zero nor a restart.
                var from = at;
                while (at + 1 < file.Length && !(file[at] == 0xFF && file[at + 1] is not (0x00 or >= 0xD0 and <= 0xD7 or 0xFF)))
                {
                    at++;
                }

                kept.Write(file, from, at - from);
                if (at + 1 < file.Length && file[at + 1] == 0xD9)
                {
                    kept.Write([0xFF, 0xD9]);
                    return kept.ToArray();
                }
            }
        }

        return null;
    }

    private static bool IsText(byte[] file)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }

        var start = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return !text.Any(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n'))
            && !start.StartsWith('<') && !start.StartsWith("{\\rtf", StringComparison.Ordinal) && !start.StartsWith("#!", StringComparison.Ordinal);
    }
}
