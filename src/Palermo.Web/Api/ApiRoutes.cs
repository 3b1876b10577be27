using System.Text.Json.Serialization;
using Palermo.Web.Security;

namespace Palermo.Web.Api;

/// <summary>The interface for programs, version 1.</summary>
public static class ApiRoutes
{
    public const string Document = "/api/v1/openapi.json";

    public static void AddApi(this IServiceCollection services)
    {
        services.AddScoped<Idempotency>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.RespectNullableAnnotations = true;
        });
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddOpenApi("v1", options =>
        {
            options.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer<ApiDescription>();
            options.AddOperationTransformer<ApiDescription>();
        });
    }

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/api/{documentName}/openapi.json").Public();
        var api = routes.MapGroup("/api/v1");
        api.MapGet("/cases", CasesApi.List).Needs(Right.ReadCases).WithName("listCases").WithSummary("Cases that the client may open, newest change first");
        api.MapPost("/cases", CasesApi.Open).Needs(Right.Screen).WithName("openCase").WithSummary("Opens a case on a consent, or on a provision for a child").Produces<CaseOpened>(StatusCodes.Status201Created);
        api.MapGet("/cases/{id:guid}", CasesApi.Read).Needs(Right.ReadCases).WithName("readCase").WithSummary("One case, without anything that names a person");
        api.MapGet("/cases/{id:guid}/findings", FindingsApi.List).Needs(Right.ReadCases).WithName("listFindings").WithSummary("Findings that stand; with superseded=true also those that stood");
        api.MapPost("/cases/{id:guid}/findings", FindingsApi.Make).Needs(Right.RecordFacts).WithName("makeFindings").WithSummary("Makes findings on the case as it was last read").Produces<FindingsMade>(StatusCodes.Status201Created);
        api.MapGet("/cases/{id:guid}/determination", DeterminationsApi.Read).Needs(Right.ReadCases).WithName("determine").WithSummary("What the findings establish under a text, with proof and open questions (determination.schema.json)").Produces<System.Text.Json.Nodes.JsonObject>(StatusCodes.Status200OK);
    }
}
