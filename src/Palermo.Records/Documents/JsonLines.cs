using System.Text.Json;
using System.Text.Unicode;

namespace Palermo.Records.Documents;

/// <summary>One record of a JSON Lines file and its line (from 1).</summary>
public readonly record struct JsonLine(long Line, JsonElement Root);

/// <summary>
/// Reads JSON Lines: one JSON value a line, UTF-8, empty lines passed over, in memory bounded by the longest line. A faulty
/// line is an error with its line and position.
/// </summary>
public static class JsonLines
{
    public static IEnumerable<JsonLine> Read(Stream stream, DocumentOptions? options = null, CancellationToken cancel = default)
    {
        options ??= DocumentOptions.Default;
        var buffer = new byte[64 * 1024];
        var filled = 0;
        var start = 0;
        long line = 0;
        var ended = false;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var end = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n');
            if (end < 0 && !ended)
            {
                (buffer, start, filled) = MakeRoom(buffer, start, filled, line + 1, options);
                var n = stream.Read(buffer, filled, buffer.Length - filled);
                filled += n;
                ended = n == 0;
                continue;
            }

            if (end < 0 && start == filled)
            {
                yield break;
            }

            var length = end < 0 ? filled - start : end;
            line++;
            if (length > options.Largest)
            {
                throw TooLong(line, options);
            }

            var text = buffer.AsMemory(start, length);
            if (line == 1 && text.Span.StartsWith("\uFEFF"u8))
            {
                text = text[3..];
            }

            start += end < 0 ? length : length + 1;
            if (text.Span.ContainsAnyExcept(" \t\r"u8))
            {
                yield return new JsonLine(line, Parse(text, line, options));
            }
        }
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> text, long line, DocumentOptions options)
    {
        if (!Utf8.IsValid(text.Span) || text.Span.Contains((byte)0))
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.Encoding, "the line is not valid UTF-8 text", new Place(options.FileName, Line: line),
                "Accented letters would be read wrongly, and names with them.", "Save the file as UTF-8 and try again."));
        }

        return JsonText.Parse(text, options, new Place(options.FileName, Line: line));
    }

    private static (byte[] Buffer, int Start, int Filled) MakeRoom(byte[] buffer, int start, int filled, long line, DocumentOptions options)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            return (buffer, 0, filled - start);
        }

        if (filled < buffer.Length)
        {
            return (buffer, 0, filled);
        }

        if (filled > options.Largest)
        {
            throw TooLong(line, options);
        }

        Array.Resize(ref buffer, (int)Math.Min((long)buffer.Length * 2, (long)options.Largest + 1 + 64));
        return (buffer, 0, filled);
    }

    private static RecordsException TooLong(long line, DocumentOptions options) => new(new RecordsError(RecordsErrorCode.TooLarge,
        FormattableString.Invariant($"the line is longer than {options.Largest} bytes"), new Place(options.FileName, Line: line),
        "One line is one record; most often a line break is missing.", "Check the file around that line."));
}
