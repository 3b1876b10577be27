using System.Text.Json;
using System.Text.Json.Serialization;

namespace Palermo.Casework.Desks;

/// <summary>How values stand inside a seal.</summary>
internal static class SealedJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };
}
