using System.Collections.Immutable;
using Palermo.Casework.Consents;
using Palermo.Casework.Desks;
using Palermo.Casework.Vault;
using Palermo.Web.House;
using Palermo.Web.Localization;

namespace Palermo.Web.Features.Intake;

/// <summary>A consent as a form takes it down, at the way in and later.</summary>
public static class ConsentForm
{
    /// <param name="language">The language of the page, in which the words were shown or read out.</param>
    public static ConsentDraft Read(IFormCollection form, CaseDesk desk, Language language)
    {
        var days = form.Text("for") switch
        {
            "30" => 30,
            "365" => 365,
            "180" or null => 180,
            _ => throw DeskRefused.For(DeskProblem.UnknownCode),
        };
        return new ConsentDraft(
            form.Code("givenBy", ConsentGivenBy.ThePerson),
            form.Code("assent", Assent.NotApplicable),
            form.Words("purposes"),
            form.Words("recipients"),
            [.. Tiers(form.Text("tiers")).Select(t => t.ToString())],
            form.Code("channel", ConsentChannel.Spoken),
            language.Tag,
            form["wording"].ToString(),
            DateOnly.FromDateTime(desk.Setting.Time.GetUtcNow().UtcDateTime).AddDays(days),
            form.Text("conditions"));
    }

    /// <summary>What happened, or also who the person is. Location, privileged and exploiter content is covered by no form.</summary>
    public static ImmutableArray<Tier> Tiers(string? chosen) => chosen switch
    {
        "facts" => [Tier.Facts],
        "identity" or null => [Tier.Facts, Tier.Identity],
        _ => throw DeskRefused.For(DeskProblem.UnknownCode),
    };
}
