using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Palermo.Web.Api;

/// <summary>What the description of the interface says beyond the shapes: how a program signs in, which headers a change needs, how problems look.</summary>
public sealed class ApiDescription : IOpenApiDocumentTransformer, IOpenApiOperationTransformer
{
    private const string Scheme = "client";

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

        operation.Tags = null;
        foreach (var (status, words) in changes
            ? new[] { ("400", "The body or a header cannot be read"), ("401", "No valid token"), ("403", "The roles do not reach this address"), ("404", "Nothing there, or not the client's"), ("409", "Changed meanwhile, or under way"), ("422", "Unknown code, or refused by a rule of casework"), ("503", "The audit entry could not be written; nothing was done") }
            : [("401", "No valid token"), ("403", "The roles do not reach this address"), ("404", "Nothing there, or not the client's"), ("422", "Unknown code"), ("503", "The audit entry could not be written; nothing is shown")])
        {
            operation.Responses[status] = new OpenApiResponse { Description = words, Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/problem+json"] = new() } };
        }

        return Task.CompletedTask;
    }

    private static OpenApiParameter Header(string name, string words) =>
        new() { Name = name, In = ParameterLocation.Header, Required = true, Description = words, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
