using System.Text.Encodings.Web;
using System.Text.Json;
using Palermo.Records.Dialects;

namespace Palermo.Records.Conversions;

/// <summary>
/// One JSON object a record, as JSON Lines or as one list. Names are the dialect's; lists are arrays; yes and no are
/// booleans where the dialect writes true and false; what is not recorded is left out.
/// </summary>
public sealed class JsonRecordWriter(Stream stream, bool asLines) : IRecordWriter
{
    private readonly Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    private ReadOnlyMemory<byte> between;
    private string[] names = [];
    private bool[] isList = [];
    private bool[] isTruth = [];

    public void Begin(Dialect dialect)
    {
        names = [.. dialect.Columns.Select(c => c.JsonName ?? c.Name)];
        isList = [.. dialect.Columns.Select(c => c.Kind == "list")];
        isTruth = [.. dialect.Columns.Select(c => DialectSchema.IsTruth(dialect, c))];
        if (!asLines)
        {
            stream.Write("["u8);
        }
    }

    public void Write(string[]?[] row)
    {
        stream.Write(between.Span);
        json.Reset(stream);
        json.WriteStartObject();
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] is not { } codes)
            {
                continue;
            }

            json.WritePropertyName(names[i]);
            if (isList[i])
            {
                json.WriteStartArray();
                foreach (var code in codes)
                {
                    json.WriteStringValue(code);
                }

                json.WriteEndArray();
            }
            else if (isTruth[i])
            {
                json.WriteBooleanValue(codes[0] == "true");
            }
            else
            {
                json.WriteStringValue(codes[0]);
            }
        }

        json.WriteEndObject();
        json.Flush();
        between = asLines ? "\n"u8.ToArray() : ",\n"u8.ToArray();
    }

    public void End() => stream.Write(asLines ? between.IsEmpty ? ""u8 : "\n"u8 : "]\n"u8);

    public void Dispose() => json.Dispose();
}
