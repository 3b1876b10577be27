using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Palermo.Law.Cases;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Web.Features.Errors;

namespace Palermo.Web.Features.WalkThrough;

/// <summary>Reads the state that travels in a page.</summary>
public static class WalkForm
{
    public const string CaseField = "case", TrailField = "trail", EachField = "each", BeyondField = "beyond";

    private const int LongestTrail = 200;

    public static async Task<(IFormCollection? Form, BadRequest? Problem)> ReadForm(HttpRequest request, CancellationToken cancel)
    {
        if (!request.HasFormContentType)
        {
            return (null, new("bad.not_a_form"));
        }

        try
        {
            return (await request.ReadFormAsync(cancel), null);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException or IOException)
        {
            return (null, new("bad.form"));
        }
    }

    public static (Walk? Walk, BadRequest? Problem) Read(IFormCollection form, InstrumentLibrary library)
    {
        var walk = Walk.Empty;
        if (form[CaseField] is { Count: > 0 } text && text[0] is { Length: > 0 } json)
        {
            var (facts, problem) = ReadCase(json, library);
            if (facts is null)
            {
                return (null, problem);
            }

            walk = Walk.Of(facts);
        }

        var trail = Items(form[TrailField]);
        var each = Items(form[EachField]);
        if (trail.Length > LongestTrail || !trail.All(t => Interview.IsQuestion(t, library)) || !each.All(e => Interview.ListElement(e) is not null))
        {
            return (null, new("bad.state"));
        }

        return (walk with { Trail = trail, OneByOne = [.. each.Select(e => Interview.ListElement(e)!.Value).Distinct()], Beyond = form[BeyondField] == "1" }, null);
    }

    /// <summary>Reads a case form from a page or a file.</summary>
    public static (CaseFacts? Case, BadRequest? Problem) ReadCase(string json, InstrumentLibrary library)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var (facts, problems) = CaseForm.Read(document.RootElement, library, "case");
            return facts is null ? (null, new BadRequest("bad.case", [.. problems.Take(10).Select(p => p.ToString())])) : (facts, null);
        }
        catch (JsonException e)
        {
            return (null, new("bad.json", [$"line {e.LineNumber + 1}, byte {e.BytePositionInLine}"]));
        }
        catch (InvalidOperationException)
        {
            // A string with half a surrogate pair cannot be turned into text.
            return (null, new("bad.json"));
        }
    }

    private static ImmutableArray<string> Items(StringValues value) =>
        [.. value.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
