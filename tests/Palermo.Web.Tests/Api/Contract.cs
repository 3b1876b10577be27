using System.Text.Json.Nodes;
using NJsonSchema;

namespace Palermo.Web.Tests.Api;

/// <summary>The description of the interface, as a measure for what the interface answers.</summary>
internal sealed class Contract
{
    private readonly JsonObject _document;

    private readonly Dictionary<string, JsonSchema> _schemas = new(StringComparer.Ordinal);

    private Contract(JsonObject document) => _document = document;

    public static async Task<Contract> Of(HttpClient caller) => new(JsonNode.Parse((await caller.Get("/api/v1/openapi.json")).Html)!.AsObject());

    /// <summary>What is wrong with an answer: a status that the description lacks, another type of content, a member that the schema lacks or misses.</summary>
    /// <param name="path">As the description has it, such as <c>/api/v1/cases/{id}</c>.</param>
    public async Task<IReadOnlyList<string>> Faults(string method, string path, int status, string? type, string body)
    {
        if (_document["paths"]?[path]?[method]?["responses"]?[status.ToString(System.Globalization.CultureInfo.InvariantCulture)] is not JsonObject response)
        {
            return [$"{method} {path}: {status} is not described"];
        }

        if (response["content"] is not JsonObject content)
        {
            return body.Length == 0 ? [] : [$"{method} {path}: {status} has a body that is not described"];
        }

        if (type is null || content[type] is not JsonObject media)
        {
            return [$"{method} {path}: {status} is of type {type}"];
        }

        return media["schema"] is { } schema ? [.. (await Schema(schema)).Validate(body).Select(e => $"{method} {path} {status}: {e.Path} {e.Kind}")] : [];
    }

    /// <summary>A schema of the document that stands alone, in which nothing more may stand than it names.</summary>
    private async Task<JsonSchema> Schema(JsonNode schema)
    {
        var key = schema.ToJsonString();
        if (_schemas.TryGetValue(key, out var known))
        {
            return known;
        }

        var alone = JsonNode.Parse(key.Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal))!.AsObject();
        var definitions = JsonNode.Parse(_document["components"]!["schemas"]!.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal))!.AsObject();
        foreach (var (_, definition) in definitions)
        {
            if (definition!["properties"] is not null)
            {
                definition["additionalProperties"] = false;
            }
        }

        alone["definitions"] = definitions;
        return _schemas[key] = await JsonSchema.FromJsonAsync(alone.ToJsonString(), TestContext.Current.CancellationToken);
    }
}
