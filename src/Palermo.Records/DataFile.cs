using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Palermo.Records;

/// <summary>Reads the data files that define dialects and crosswalks; a fault names the file and the JSON path.</summary>
internal static class DataFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public static T Read<T>(string file)
    {
        try
        {
            var node = JsonNode.Parse(File.ReadAllBytes(file), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (node is JsonObject root)
            {
                root.Remove("$schema");
            }

            return node.Deserialize<T>(Options) ?? throw new JsonException("The file holds null.");
        }
        catch (JsonException e)
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.Definition, "the definition cannot be read",
                new Place(file, Line: e.LineNumber + 1, Path: e.Path), e.Message, "Correct the file; its schema stands in the same folder."), e);
        }
    }

    public static RecordsException Wrong(string file, string path, string what, string toDo) =>
        new(new RecordsError(RecordsErrorCode.Definition, what, new Place(file, Path: path), "The definition contradicts itself.", toDo));
}
