using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Palermo.Casework.Consents;
using Palermo.Casework.Desks;
using Palermo.Casework.Persons;
using Palermo.Web.House;

namespace Palermo.Web.Api;

/// <summary>Cases over the interface.</summary>
public static class CasesApi
{
    public static async Task<CaseList> List(HttpContext context, CaseDesk desk, bool mine = true, string? state = null, string? after = null, int size = 50)
    {
        var page = await desk.CaseloadAsync(context.Actor(), context.Purpose(), new CaseloadQuery(mine, state, Mark(after), Math.Clamp(size, 1, 200)), context.RequestAborted);
        return new(
            [.. page.Rows.Select(r => new CaseSummary(r.CaseId, r.Reference, r.State, Codes.Word(r.Risk), r.OpenedAt, r.ChangedAt, Codes.Word(r.Age), r.IsSynthetic))],
            page.Next is { } next ? string.Create(CultureInfo.InvariantCulture, $"{next.ChangedAt.UtcTicks}-{next.CaseId:N}") : null);
    }

    public static async Task<CaseView> Read(Guid id, HttpContext context, CaseDesk desk)
    {
        var file = await desk.OpenAsync(context.Actor(), context.Purpose(), id, context.RequestAborted);
        context.Response.Headers.ETag = Tag(file.Case.Version);
        var it = file.Case;
        return new(
            it.Id, it.Reference, it.Process, it.State, Codes.Word(it.Risk), it.Office, it.DecidingOffice, it.OpenedAt, it.ChangedAt, Codes.Word(file.Person.AgeStatus), it.IsSynthetic,
            [.. file.Knowledge.Episodes.Select(e => new EpisodeView(e.Id, e.Number, e.From, e.To, e.Countries))],
            [.. file.Consents.Select(c => new ConsentView(c.Id, c.Purposes, c.Recipients, [.. c.Tiers.Select(t => t.ToLowerInvariant())], c.From, c.To, c.WithdrawnAt))]);
    }

    public static Task<IResult> Open(NewCase body, HttpContext context, CaseDesk desk, Idempotency once) =>
        once.Once(context, JsonSerializer.Serialize(body), async () =>
        {
            var draft = new CaseDraft(Codes.Read<AgeStatus>(body.Age, "$.age"), Codes.Read<AgeBasis>(body.AgeBasis, "$.ageBasis"), body.Consent is { } consent ? Consent(consent) : null, body.ChildBasis) { IsSynthetic = body.Synthetic };
            var opened = await desk.OpenCaseAsync(context.Actor(), context.Purpose(), draft, context.RequestAborted);
            return (StatusCodes.Status201Created, $"/api/v1/cases/{opened.CaseId}", JsonSerializer.Serialize(new CaseOpened(opened.CaseId, opened.Reference, opened.EpisodeId, opened.InterviewId), JsonSerializerOptions.Web));
        });

    public static string Tag(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    private static ConsentDraft Consent(NewConsent c) => new(
        Codes.Read<ConsentGivenBy>(c.GivenBy, "$.consent.givenBy"),
        Codes.Read<Assent>(c.Assent, "$.consent.assent"),
        c.Purposes,
        c.Recipients,
        [.. c.Tiers.Select((t, i) => Codes.Read<Casework.Vault.Tier>(t, $"$.consent.tiers[{i}]").ToString())],
        Codes.Read<ConsentChannel>(c.Channel, "$.consent.channel"),
        c.Language,
        c.WordingHash,
        Codes.Day(c.Until, "$.consent.until"));

    private static CaseloadMark? Mark(string? after)
    {
        if (after is null)
        {
            return null;
        }

        var parts = after.Split('-');
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks && Guid.TryParseExact(parts[1], "N", out var id)
            ? new(new DateTimeOffset(ticks, TimeSpan.Zero), id)
            : throw new UnknownCodeException("after", ["the value of next of the page before"]);
    }
}
