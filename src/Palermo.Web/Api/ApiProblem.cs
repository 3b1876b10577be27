using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace Palermo.Web.Api;

/// <summary>Problems as RFC 9457 has them: what happened, where, what to do. Never a value that was sent.</summary>
public static class ApiProblem
{
    public static IResult Of(int status, string kind, string detail, IReadOnlyDictionary<string, object?>? more = null) => Results.Problem(new ProblemDetails
    {
        Status = status,
        Type = "urn:palermo:problem:" + kind,
        Title = Title(kind),
        Detail = detail,
        Extensions = more is null ? new Dictionary<string, object?>(StringComparer.Ordinal) : new Dictionary<string, object?>(more, StringComparer.Ordinal),
    });

    public static IResult NotFound() => Of(StatusCodes.Status404NotFound, "not-found", "There is nothing at this address, or it is not yours.");

    /// <summary>A body that cannot be read: where, by its place in the document.</summary>
    public static IResult BadBody(BadHttpRequestException e) => e.InnerException is JsonException json
        ? Of(StatusCodes.Status400BadRequest, "bad-body", "The body does not have the shape of this request: a member is missing, unknown, or of another kind.", new Dictionary<string, object?>(StringComparer.Ordinal) { ["line"] = json.LineNumber + 1, ["byte"] = json.BytePositionInLine })
        : Of(e.StatusCode, "bad-request", "The request cannot be used: its form, a parameter or its length is not what this address takes.");

    public static IResult OfStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Of(status, "no-token", "Name an access token: POST /api/token with client credentials gives one."),
        StatusCodes.Status403Forbidden => Of(status, "no-right", "The client's roles do not reach this address."),
        StatusCodes.Status404NotFound => NotFound(),
        StatusCodes.Status405MethodNotAllowed => Of(status, "method", "This address does not take that method."),
        StatusCodes.Status413PayloadTooLarge => Of(status, "too-large", "The body is larger than this server takes."),
        StatusCodes.Status415UnsupportedMediaType => Of(status, "media-type", "Send application/json."),
        StatusCodes.Status429TooManyRequests => Of(status, "too-many", "Too many requests from this address. Wait a minute."),
        _ => Of(status, "bad-request", "The request cannot be used."),
    };

    private static string Title(string kind) => kind switch
    {
        "not-found" => "Not found",
        "no-token" => "Not signed in",
        "no-right" => "No right",
        "bad-body" => "The body cannot be read",
        "unknown-code" => "Unknown code",
        "refused" => "Refused by a rule of casework",
        "changed" => "Changed meanwhile",
        "no-version" => "Name the version",
        "key-missing" => "Name the request",
        "key-reused" => "That key belongs to another request",
        "under-way" => "Under way",
        "unavailable" => "Not available",
        _ => "Cannot be used",
    };
}
