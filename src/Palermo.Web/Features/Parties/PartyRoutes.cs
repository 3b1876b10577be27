using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Palermo.Casework.Access;
using Palermo.Casework.Desks;
using Palermo.Casework.Parties;
using Palermo.Casework.Persons;
using Palermo.Casework.Unsent;
using Palermo.Casework.Vault;
using Palermo.Web.Features.CaseFile;
using Palermo.Web.House;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Parties;

/// <summary>Who is said to have acted: a compartment of its own (tier 6), which the people of the case do not open.</summary>
public static class PartyRoutes
{
    public static void MapParties(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            var path = $"/{language.Tag}/case/{{id:guid}}/parties";
            routes.MapGet(path, (HttpContext http, Guid id, [FromServices] CaseDesk desk) => Page(http, desk, id, [], null)).Needs(Right.ReadCases);
            routes.MapPost(path, (HttpContext http, Guid id, [FromServices] CaseDesk desk) => DeskAnswers.Do(
                http,
                (problems, given) => Page(http, desk, id, problems, given),
                async form =>
                {
                    var episode = form.Text("episode") is null ? (Guid?)null : form.Id("episode");
                    await desk.Sending(KeptForm.Party).AddPartyAsync(http.Actor(), http.Purpose(), id, episode, form.Words("acts"), DetailsOf(form), http.RequestAborted);
                    return $"/{language.Tag}/case/{id}/parties";
                },
                form => Unsent.Answer(http, desk, id, KeptForm.Party, form, $"/{language.Tag}/case/{id}/parties"))).Needs(Right.RecordFacts);
        }
    }

    private static async Task<IResult> Page(HttpContext http, CaseDesk desk, Guid id, ImmutableArray<string> problems, IFormCollection? given)
    {
        var (actor, purpose, stop) = (http.Actor(), http.Purpose(), http.RequestAborted);
        var parties = await desk.PartiesAsync(actor, purpose, id, stop);
        var linked = ImmutableArray.CreateBuilder<CaseReceipt>();
        if (!parties.IsExcerpt)
        {
            foreach (var other in await desk.LinkedCasesAsync(actor, purpose, id, stop))
            {
                linked.Add(await desk.ReceiptAsync(actor, purpose, other, stop));
            }
        }

        return PageResult.Of<PartiesPage>(
            DeskAnswers.Status(problems),
            ("Id", id), ("Parties", parties), ("Linked", linked.ToImmutable()), ("Problems", problems), ("GivenForm", Unsent.Given(given, parties.Kept)));
    }

    private static PartyDetails DetailsOf(IFormCollection form)
    {
        ImmutableArray<PartyIdentifier> identifiers = [.. Enum.GetValues<IdentifierKind>().Where(k => form.Text("id." + k) is not null).Select(k => new PartyIdentifier(k, form.Text("id." + k)!))];
        ImmutableArray<string> names = [.. form["names"].ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return new PartyDetails(names, identifiers, form.Text("note")) { Relation = form.Code("relation", RelationKind.NotRecorded) };
    }
}
