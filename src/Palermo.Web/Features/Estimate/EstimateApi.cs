using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Palermo.Estimation.Reports;
using Palermo.Web.Datasets;
using Palermo.Web.Jobs;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Estimate;

/// <summary>
/// <c>POST /api/v1/estimates</c> takes <c>{"csv": "A,B,C,count\n..."}</c> or <c>{"dataset": "...", "lists": [...]}</c>, with
/// <c>strata</c> (columns that split the people), <c>populations</c> (of the parts, by name, for rates), <c>methods</c>, <c>seed</c>, <c>replicates</c>,
/// <c>sensitivity</c> and <c>validate</c> (samples from the table's best models) as wished, and answers 202 with the job's address;
/// <c>GET</c> tells where it stands and, when done, holds the report. <c>DELETE</c> cancels.
/// </summary>
internal static class EstimateApi
{
    public static void MapEstimateApi(this IEndpointRouteBuilder routes)
    {
        const string At = "/api/v1/estimates";
        routes.MapGet(At, (EstimateFolder folder) => Results.Json(new { estimates = folder.List().Select(j => Node(j, null)) })).Needs(Right.Estimate).WithName("listEstimates");
        routes.MapPost(At, AskAsync).Needs(Right.Estimate).WithName("askEstimate");
        routes.MapGet(At + "/{id}", (string id, EstimateFolder folder) => folder.Find(id) is { } job ? Results.Json(Node(job, folder)) : Missing()).Needs(Right.Estimate).WithName("readEstimate");
        routes.MapDelete(At + "/{id}", (string id, EstimateWorker worker) => worker.Cancel(id) is { } job ? Results.Json(Node(job, null)) : Missing()).Needs(Right.Estimate).WithName("cancelEstimate");
    }

    private static async Task<IResult> AskAsync(HttpRequest request, EstimateWorker worker, CaptureDesk desk, CancellationToken cancel)
    {
        JsonObject? asked;
        EstimateForm form;
        try
        {
            asked = (await JsonNode.ParseAsync(request.Body, cancellationToken: cancel)) as JsonObject;
            if (asked is null)
            {
                return Wrong("/", "the body is not a JSON object");
            }

            ImmutableArray<string> methods = Strings(asked["methods"]);
            var settings = new EstimateSettings
            {
                Methods = methods,
                Lists = Strings(asked["lists"]),
                Strata = Strings(asked["strata"]),
                Seed = asked["seed"]?.ToString(),
                Replicates = asked["replicates"]?.ToString(),
                Validate = asked["validate"]?.ToString(),
                Sensitivity = asked["sensitivity"]?.GetValue<bool>() ?? methods.IsEmpty,
                Populations = asked["populations"] is JsonObject people ? [.. people.Select(p => (p.Key, p.Value?.ToString() ?? ""))] : [],
            };
            form = asked["csv"]?.GetValue<string>() is { } csv
                ? EstimateForm.OfFile(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "csv", settings)
                : EstimateForm.OfDataset(desk, asked["dataset"]?.GetValue<string>() ?? "", settings, cancel);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return Wrong("/", "the body is not JSON, or a field is not of its kind");
        }

        if (form.Asked is not { } job)
        {
            return form.Problems.IsDefaultOrEmpty
                ? Wrong("/" + form.Field, form.Fault!)
                : Results.Json(new { errors = form.Problems.Select(p => new { path = "/csv", line = p.Row, column = p.Column, why = p.Why, whatToDo = p.WhatToDo }) }, statusCode: StatusCodes.Status400BadRequest);
        }

        var begun = worker.Ask(job);
        return Results.Json(Node(begun, null), statusCode: StatusCodes.Status202Accepted);
    }

    private static JsonObject Node(EstimateJob job, EstimateFolder? folder) => new()
    {
        ["id"] = job.Id,
        ["address"] = "/api/v1/estimates/" + job.Id,
        ["source"] = job.Request.Source,
        ["state"] = job.State.ToString().ToLowerInvariant(),
        ["createdAt"] = job.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
        ["starts"] = job.Starts,
        ["task"] = job.Task,
        ["percent"] = job.Percent,
        ["seed"] = job.Request.Seed,
        ["report"] = folder is not null && job.State == JobState.Done && folder.Report(job) is { } report ? ReportJson.Node(report) : null,
    };

    private static ImmutableArray<string> Strings(JsonNode? node) => node is JsonArray array ? [.. array.Select(n => n?.GetValue<string>() ?? "")] : [];

    private static IResult Wrong(string path, string why) => Results.Json(new { errors = new[] { new { path, why } } }, statusCode: StatusCodes.Status400BadRequest);

    private static IResult Missing() => Results.Json(new { errors = new[] { new { path = "/id", why = "there is no such estimate" } } }, statusCode: StatusCodes.Status404NotFound);
}
