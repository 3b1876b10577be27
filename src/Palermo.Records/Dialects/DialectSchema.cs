using System.Text.Json.Nodes;

namespace Palermo.Records.Dialects;

/// <summary>The JSON Schema (draft 2020-12) of a dialect's records as Palermo writes them.</summary>
public static class DialectSchema
{
    /// <summary>Whether a column is written as true or false.</summary>
    public static bool IsTruth(Dialect dialect, DialectColumn column)
    {
        var values = new ColumnReading(dialect, column).Values;
        return values.Length == 2 && values.All(v => v.Code is "true" or "false");
    }

    public static JsonObject Of(Dialect dialect)
    {
        var properties = new JsonObject();
        foreach (var column in dialect.Columns)
        {
            var property = Property(dialect, column);
            if (column.Label is not null)
            {
                property["description"] = column.Label;
            }

            properties[column.JsonName ?? column.Name] = property;
        }

        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"urn:palermo:dialect:{dialect.Id}:{dialect.Version}",
            ["title"] = dialect.Title,
            ["description"] = "One record. A name that is absent is not recorded; it never means no. Sources: " + string.Join("; ", dialect.Sources) + ".",
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
    }

    private static JsonObject Property(Dialect dialect, DialectColumn column)
    {
        var values = new ColumnReading(dialect, column).Values;
        if (IsTruth(dialect, column))
        {
            return new JsonObject { ["type"] = "boolean" };
        }

        var one = new JsonObject { ["type"] = "string" };
        if (!values.IsEmpty)
        {
            one["enum"] = new JsonArray([.. values.Select(v => JsonValue.Create(v.Code))]);
        }

        return column.Kind == "list" ? new JsonObject { ["type"] = "array", ["uniqueItems"] = true, ["items"] = one } : one;
    }
}
