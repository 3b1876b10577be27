using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Unicode;

namespace Palermo.Records.Countries;

/// <summary>
/// What a garbled text may have been: HTML and \u escapes undone, UTF-8 that was read as a one-byte encoding (once or twice), and other
/// one-byte encodings read as Windows-1252. Candidates only: one is used when it is a known text, so a wrong one does no harm.
/// </summary>
internal static class TextRepair
{
    /// <summary>First bytes of UTF-8 letters of Latin, Greek, Cyrillic, Hebrew, Arabic and of everything above, as Windows-1252 shows them.</summary>
    private static readonly SearchValues<char> LeadBytes = SearchValues.Create("ÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüý");

    private static readonly Encoding Windows1252 = CodePage(1252);
    /// <summary>Cyrillic and Arabic encodings: a Latin text of accented letters only becomes another script.</summary>
    private static readonly Encoding[] OtherScript = [CodePage(1251), CodePage(20866), CodePage(1256)];

    /// <summary>Latin encodings of DOS and old Macs: some letter of a misread text becomes a symbol ("Espa¤a", "M‚xico").</summary>
    private static readonly Encoding[] OldLatin = [CodePage(850), CodePage(437), CodePage(10000)];

    private static readonly Encoding[] ReadAs = [Windows1252, CodePage(1250), CodePage(1251), CodePage(437), CodePage(850), CodePage(10000)];

    /// <summary>True when the text is, byte for byte, UTF-8 that was read as a one-byte encoding.</summary>
    public static bool IsMisreadUtf8(string text) => text.AsSpan().ContainsAny(LeadBytes) && Utf8Of(text) is not null;

    /// <summary>Restorations, the likeliest first, none equal to the text.</summary>
    public static IEnumerable<string> Candidates(string text)
    {
        if (text.Contains('&', StringComparison.Ordinal) && text.Contains(';', StringComparison.Ordinal))
        {
            var decoded = WebUtility.HtmlDecode(text);
            if (decoded != text)
            {
                yield return decoded;
            }
        }

        if (text.Contains("\\u", StringComparison.OrdinalIgnoreCase) && Unescape(text) is { } unescaped)
        {
            yield return unescaped;
        }

        if (text.AsSpan().IndexOfAnyExceptInRange('\0', '\u007F') < 0)
        {
            yield break;
        }

        if (Utf8Of(text) is { } once)
        {
            yield return once;
            if (Utf8Of(once) is { } twice)
            {
                yield return twice;
            }
        }

        foreach (var readAs in ReadAs)
        {
            if (Bytes(text, readAs) is { } bytes && Strict(bytes) is { } utf8)
            {
                yield return utf8;
            }
        }

        if (Bytes(text, Windows1252) is { } raw)
        {
            foreach (var encoding in HasSymbol(text) ? [.. OtherScript, .. OldLatin] : OtherScript)
            {
                var other = encoding.GetString(raw);
                if (other != text)
                {
                    yield return other;
                }
            }
        }
    }

    private static bool HasSymbol(string text) => text.Any(c => c > '\u007F' && !char.IsLetter(c));

    /// <summary>UTF-8 bytes read as Windows-1252 or Latin-1, undone; null when the text is not that.</summary>
    private static string? Utf8Of(string text)
    {
        var bytes = new byte[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c <= 0xFF)
            {
                bytes[i] = (byte)c;
            }
            else
            {
                var one = Windows1252Of(c);
                if (one == 0)
                {
                    return null;
                }

                bytes[i] = one;
            }
        }

        return Strict(bytes);
    }

    private static byte Windows1252Of(char c)
    {
        Span<byte> one = stackalloc byte[2];
        return Windows1252.GetBytes([c], one) == 1 ? one[0] : (byte)0;
    }

    private static string? Strict(byte[] bytes) =>
        bytes.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)0x7F) && Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>The text in a one-byte encoding, null when a letter is outside it.</summary>
    private static byte[]? Bytes(string text, Encoding encoding)
    {
        var bytes = encoding.GetBytes(text);
        return bytes.AsSpan().Contains((byte)0) ? null : bytes;
    }

    private static string? Unescape(string text)
    {
        var sb = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 5 < text.Length && text[i + 1] is 'u' or 'U' &&
                ushort.TryParse(text.AsSpan(i + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var code))
            {
                sb.Append((char)code);
                i += 5;
            }
            else
            {
                sb.Append(text[i]);
            }
        }

        var result = sb.ToString();
        return result == text ? null : result;
    }

    private static Encoding CodePage(int number) =>
        CodePagesEncodingProvider.Instance.GetEncoding(number, new EncoderReplacementFallback("\0"), DecoderFallback.ReplacementFallback)
        ?? throw new NotSupportedException("The runtime lacks a code page that .NET ships with.");
}
