using System.Text.Json;
using Palermo.Records.Documents;

namespace Palermo.Records.Sources;

/// <summary>
/// Flat JSON objects as rows. The columns are the names of the first thousand objects in order of appearance; a list of
/// values becomes text joined by semicolons; an object within an object, or a later new name, is an error.
/// </summary>
internal static class JsonRows
{
    private const int Looked = 1_000;

    public static IEnumerable<IReadOnlyList<string?>> ReadLines(Stream stream, SourceOptions options) =>
        Rows(JsonLines.Read(stream, new DocumentOptions { FileName = options.FileName }).Select(l => (l.Root, new Place(options.FileName, Line: l.Line))));

    public static IEnumerable<IReadOnlyList<string?>> ReadList(Stream stream, SourceOptions options)
    {
        var document = Document.FromJson(stream, new DocumentOptions { FileName = options.FileName, Largest = 256 << 20 });
        return Rows(document.Root.EnumerateArray().Select((e, i) => (e, new Place(options.FileName, Row: i + 1, Path: FormattableString.Invariant($"$[{i}]")))));
    }

    private static IEnumerable<IReadOnlyList<string?>> Rows(IEnumerable<(JsonElement Element, Place Where)> records)
    {
        List<(JsonElement Element, Place Where)> first = [];
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        using var at = records.GetEnumerator();
        while (first.Count < Looked && at.MoveNext())
        {
            Must(at.Current.Element.ValueKind == JsonValueKind.Object, "the record is not an object", at.Current.Where);
            foreach (var property in at.Current.Element.EnumerateObject())
            {
                names.TryAdd(property.Name, names.Count);
            }

            first.Add(at.Current);
        }

        yield return [.. names.Keys];
        foreach (var record in first)
        {
            yield return Row(record.Element, record.Where, names);
        }

        while (at.MoveNext())
        {
            yield return Row(at.Current.Element, at.Current.Where, names);
        }
    }

    private static string?[] Row(JsonElement element, Place where, Dictionary<string, int> names)
    {
        Must(element.ValueKind == JsonValueKind.Object, "the record is not an object", where);
        var row = new string?[names.Count];
        foreach (var property in element.EnumerateObject())
        {
            if (!names.TryGetValue(property.Name, out var i))
            {
                throw new RecordsException(new RecordsError(RecordsErrorCode.Json, "the record has a name that none of the first thousand records has", where with { Column = property.Name },
                    "A table needs its columns at the beginning.", "Give the first record every name, with null where nothing is recorded."));
            }

            row[i] = property.Value.ValueKind == JsonValueKind.Array
                ? string.Join(';', property.Value.EnumerateArray().Select(v => Value(v, where, property.Name)))
                : Value(property.Value, where, property.Name);
        }

        return row;
    }

    private static string? Value(JsonElement value, Place where, string name) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => value.GetRawText(),
        _ => throw new RecordsException(new RecordsError(RecordsErrorCode.Json, "a value is an object or a list of lists", where with { Column = name },
            "A table holds plain values.", "Give the record flat, one name a column.")),
    };

    private static void Must(bool holds, string what, Place where)
    {
        if (!holds)
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.Json, what, where, "A table is a list of flat objects.", "Give one object a record."));
        }
    }
}
