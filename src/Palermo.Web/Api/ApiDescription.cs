using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Palermo.Web.Api;

/// <summary>What the description of the interface says beyond the shapes: how a program signs in, which headers a change needs, how problems look.</summary>
public sealed class ApiDescription : IOpenApiDocumentTransformer, IOpenApiOperationTransformer
{
    private const string Scheme = "client";

    private const string Problem = "Problem";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Palermo",
            Version = "1",
            Description = "Cases, findings and determinations. Codes are closed lists: an unknown one is answered 422; an unknown member 400. What is not the client's looks as if it were not there.",
            License = new OpenApiLicense { Name = "Apache-2.0" },
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        document.Components.Schemas[Problem] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A problem as RFC 9457 has it: what happened, where, what to do. Never a value that was sent.",
            Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status", "detail" },
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["type"] = Text("A name that stays the same: urn:palermo:problem:…"),
                ["title"] = Text("The kind of problem"),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
                ["detail"] = Text("What happened and what to do"),
                ["path"] = Text("Where in the request a word stands that its list does not hold"),
                ["allowed"] = Texts("The words of that list"),
                ["problems"] = Texts("The rules of casework that stand against it"),
                ["line"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
                ["byte"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
                ["traceId"] = Text("Names the request in the server's log"),
            },
        };
        foreach (var schema in document.Components.Schemas.Values.OfType<OpenApiSchema>())
        {
            // A member that has no value is left out of an answer, so none such is promised.
            foreach (var name in schema.Properties?.Where(p => MayBeNull(p.Value)).Select(p => p.Key) ?? [])
            {
                schema.Required?.Remove(name);
            }
        }

        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Flows = new OpenApiOAuthFlows { ClientCredentials = new OpenApiOAuthFlow { TokenUrl = new Uri("/api/token", UriKind.Relative), Scopes = new Dictionary<string, string>(StringComparer.Ordinal) } },
            },
        };
        return Task.CompletedTask;
    }

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        operation.Parameters ??= [];
        operation.Responses ??= [];
        var changes = context.Description.HttpMethod == HttpMethods.Post;
        if (changes)
        {
            operation.Parameters.Add(Header(Idempotency.Header, "Names the request: sent again within a day it is answered again and done once."));
        }

        if (changes && context.Description.RelativePath!.EndsWith("/findings", StringComparison.Ordinal))
        {
            operation.Parameters.Add(Header("If-Match", "The ETag of the case as the client last read it."));
        }

        if (changes && context.Description.RelativePath!.EndsWith("/findings", StringComparison.Ordinal))
        {
            Add(operation, context, "412", "The case was changed since that version, or it is none of this case");
            Add(operation, context, "428", "No version was named");
        }

        operation.Tags = null;
        foreach (var (status, words) in changes
            ? new[] { ("400", "The body or a header cannot be read"), ("401", "No valid token"), ("403", "The roles do not reach this address"), ("404", "Nothing there, or not the client's"), ("409", "Changed meanwhile, or under way"), ("422", "Unknown code, or refused by a rule of casework"), ("503", "The audit entry could not be written; nothing was done") }
            : [("401", "No valid token"), ("403", "The roles do not reach this address"), ("404", "Nothing there, or not the client's"), ("422", "Unknown code"), ("503", "The audit entry could not be written; nothing is shown")])
        {
            Add(operation, context, status, words);
        }

        return Task.CompletedTask;
    }

    private static void Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, string status, string words) =>
        operation.Responses![status] = new OpenApiResponse
        {
            Description = words,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Problem, context.Document) } },
        };

    private static bool MayBeNull(IOpenApiSchema schema) => schema.Type?.HasFlag(JsonSchemaType.Null) == true || schema.OneOf?.Any(MayBeNull) == true;

    private static OpenApiSchema Text(string words) => new() { Type = JsonSchemaType.String, Description = words };

    private static OpenApiSchema Texts(string words) => new() { Type = JsonSchemaType.Array, Description = words, Items = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static OpenApiParameter Header(string name, string words) =>
        new() { Name = name, In = ParameterLocation.Header, Required = true, Description = words, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
