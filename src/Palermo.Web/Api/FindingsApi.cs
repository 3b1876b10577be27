using System.Globalization;
using System.Text.Json;
using Palermo.Casework.Desks;
using Palermo.Law.Cases;
using Palermo.Law.Facts;
using Palermo.Web.House;

namespace Palermo.Web.Api;

/// <summary>Findings of a case over the interface.</summary>
public static class FindingsApi
{
    public static async Task<FindingList> List(Guid id, HttpContext context, CaseDesk desk, bool superseded = false)
    {
        var file = await desk.OpenAsync(context.Actor(), context.Purpose(), id, context.RequestAborted);
        context.Response.Headers.ETag = CasesApi.Tag(file.Case.Version);
        var keys = file.Knowledge.Evidence.ToDictionary(e => e.Id, e => e.Key);
        return new([.. file.Knowledge.Findings.Where(f => superseded || f.SupersededBy is null).OrderBy(f => f.RecordedAt).ThenBy(f => f.Id).Select(f => new FindingView(
            f.Id, f.EpisodeId, f.Atom, Word(CaseWords.States, f.State), Word(CaseWords.Standards, f.Standard), Word(CaseWords.Origins, f.Origin), f.Role, f.Office, f.RecordedAt,
            [.. f.Evidence.Select(e => keys.GetValueOrDefault(e)).OfType<string>()], f.SupersededBy))]);
    }

    /// <summary>Makes findings on the case as the client last read it: the version stands in <c>If-Match</c>.</summary>
    public static async Task<IResult> Make(Guid id, NewFindings body, HttpContext context, Idempotency once)
    {
        if (context.Request.Headers.IfMatch.ToString() is not { Length: > 0 } match)
        {
            return ApiProblem.Of(StatusCodes.Status428PreconditionRequired, "no-version", "Send If-Match with the ETag of the case that you read, so that nothing newer is overlooked.");
        }

        if (!int.TryParse(match.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) || match != CasesApi.Tag(version))
        {
            return ApiProblem.Of(StatusCodes.Status412PreconditionFailed, "changed", "That is no version of this case. Read it again and send its ETag.");
        }

        return await once.Once(context, match + JsonSerializer.Serialize(body), async () =>
        {
            var desk = new CaseDesk(context.RequestServices.GetRequiredService<CaseHouse>().Setting, AtTheDesk.RequestId(context)) { OnlyAtVersion = version };
            var drafts = body.Findings.Select((f, i) => new FindingDraft(f.EpisodeId, f.Atom, Codes.Read(CaseWords.States, f.State, $"$.findings[{i}].state"), Codes.Read(CaseWords.Standards, f.Standard, $"$.findings[{i}].standard"))
            {
                Reason = f.Reason,
                AcceptedBecause = f.AcceptedBecause,
                Evidence = f.Evidence,
            });
            var made = await desk.FindAsync(context.Actor(), context.Purpose(), id, [.. drafts], context.RequestAborted);
            return (StatusCodes.Status201Created, (string?)$"/api/v1/cases/{id}/findings", JsonSerializer.Serialize(new FindingsMade(made), JsonSerializerOptions.Web));
        });
    }

    private static string Word<T>(IReadOnlyDictionary<string, T> words, T value) => words.First(w => EqualityComparer<T>.Default.Equals(w.Value, value)).Key;
}
