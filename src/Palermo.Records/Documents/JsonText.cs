using System.Text.Json;

namespace Palermo.Records.Documents;

/// <summary>Strict JSON with located errors that quote nothing of the text.</summary>
internal static class JsonText
{
    public static JsonElement Parse(ReadOnlyMemory<byte> utf8, DocumentOptions options, Place start)
    {
        var parsing = new JsonDocumentOptions { MaxDepth = options.Deepest, AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Disallow };
        try
        {
            using var document = JsonDocument.Parse(utf8, parsing);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new RecordsException(Error(utf8.Span, options, start, e), e);
        }
    }

    /// <summary>Line and position of every node.</summary>
    public static Dictionary<string, (long Line, int Position)> Places(ReadOnlySpan<byte> utf8, int deepest)
    {
        var places = new Dictionary<string, (long, int)>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = deepest });
        var lines = new LineCounter();
        var open = new Stack<(string Path, int Index)>();
        string? name = null;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.GetString();
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    continue;
            }

            var path = "$";
            if (open.TryPop(out var parent))
            {
                path = parent.Index < 0 ? Document.Child(parent.Path, name!) : Document.Child(parent.Path, parent.Index);
                open.Push(parent.Index < 0 ? parent : (parent.Path, parent.Index + 1));
            }

            places[path] = lines.At(utf8, (int)reader.TokenStartIndex);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                open.Push((path, reader.TokenType == JsonTokenType.StartObject ? -1 : 0));
            }
        }

        return places;
    }

    private static RecordsError Error(ReadOnlySpan<byte> utf8, DocumentOptions options, Place start, JsonException e)
    {
        var at = start with { Line = (start.Line ?? 1) + (e.LineNumber ?? 0), Position = (int?)e.BytePositionInLine + 1 };
        if (utf8.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new RecordsError(RecordsErrorCode.Empty, "the document is empty", at, "There is nothing to read.", "Check that the right file was given.");
        }

        return DeeperThan(utf8, options.Deepest)
            ? new RecordsError(RecordsErrorCode.TooDeep, FormattableString.Invariant($"objects or lists nest deeper than {options.Deepest}"), at, "No record of the field is that deep.", "Check that the right file was given.")
            : new RecordsError(RecordsErrorCode.Json, "the text is not valid JSON here", at, "A bracket, comma, quotation mark or colon is missing or too many, or a name is repeated in one object.", "Correct the text at this place.");
    }

    private static bool DeeperThan(ReadOnlySpan<byte> utf8, int deepest)
    {
        var depth = 0;
        var inText = false;
        for (var i = 0; i < utf8.Length; i++)
        {
            var b = utf8[i];
            if (inText)
            {
                i += b == '\\' ? 1 : 0;
                inText = b != '"';
            }
            else
            {
                inText = b == '"';
                depth += b is (byte)'{' or (byte)'[' ? 1 : b is (byte)'}' or (byte)']' ? -1 : 0;
                if (depth > deepest)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private struct LineCounter
    {
        private int from;
        private int lines;
        private int lineStart;

        public (long Line, int Position) At(ReadOnlySpan<byte> utf8, int offset)
        {
            var passed = utf8[from..offset];
            lines += passed.Count((byte)'\n');
            lineStart = passed.LastIndexOf((byte)'\n') is >= 0 and var last ? from + last + 1 : lineStart;
            from = offset;
            return (lines + 1, offset - lineStart + 1);
        }
    }
}
