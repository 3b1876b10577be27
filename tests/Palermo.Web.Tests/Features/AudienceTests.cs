using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Release;
using Palermo.Web.Security;
using Palermo.Web.Tests.Outgoing;

namespace Palermo.Web.Tests.Features;

/// <summary>For whom a release was made: it says so itself, and nobody else fetches it.</summary>
public sealed partial class AudienceTests(PlantedPeople site) : IClassFixture<PlantedPeople>
{
    private HttpClient Person(string name, params Right[] rights)
    {
        var person = site.Holder(rights);
        person.DefaultRequestHeaders.Add(GivenRights.Name, name);
        return person;
    }

    public static TheoryData<string, string, string> Audiences => new()
    {
        { "public", "releases", "" },
        { "research_partner", "partner-releases", "may not be passed on" },
        { "internal", "internal-releases", "may not leave it" },
    };

    [Theory]
    [MemberData(nameof(Audiences))]
    public async Task ARelease_StandsOnTheShelfOfItsAudienceAlone_AndSaysForWhomItIs(string audience, string shelf, string said)
    {
        using var analyst = Person("Analyst", Right.PrepareRelease);
        using var second = Person("Second", Right.SignOffRelease);
        using var partner = Person("Partner", Right.ReadPartnerReleases);
        using var inside = Person("Inside", Right.ReadCounts);
        using var stranger = site.Visitor();
        var register = site.Services.GetRequiredService<ReleaseRegister>();
        foreach (var way in new[] { "suppression", "rounding", "cell_key" })
        {
            Assert.Equal(HttpStatusCode.Redirect, (await analyst.Post("/en/publish", [new("data", PlantedPeople.Dataset), new("rows", "form"), new("columns", "sex"), new("audience", audience), new("way", way)])).Status);
            var id = register.List().Single(r => r.State == ReleaseState.Prepared).Manifest.Identifier;
            foreach (var at in new[] { "releases", "partner-releases", "internal-releases" })
            {
                foreach (var reader in new[] { stranger, partner, inside })
                {
                    Assert.NotEqual(HttpStatusCode.OK, (await reader.Get($"/en/{at}/{id}")).Status);
                }
            }

            Assert.Equal(HttpStatusCode.Redirect, (await second.Post("/en/sign-off", [new("id", id)])).Status);
            foreach (var at in new[] { "releases", "partner-releases", "internal-releases" })
            {
                foreach (var (reader, reads) in new[] { (stranger, "releases"), (partner, "releases partner-releases"), (inside, "releases internal-releases") })
                {
                    var mayOpen = reads.Split(' ').Contains(at);
                    Assert.Equal(mayOpen && at == shelf, (await reader.Get($"/en/{at}/{id}")).Status == HttpStatusCode.OK);
                    Assert.Equal(mayOpen && at == shelf, (await reader.Get($"/{at}/{id}/table.csv")).Status == HttpStatusCode.OK);
                    var list = await reader.Get($"/en/{at}");
                    Assert.Equal(mayOpen && at == shelf, list.Status == HttpStatusCode.OK && list.Html.Contains(id, StringComparison.Ordinal));
                    Assert.Contains(list.Status, mayOpen ? [HttpStatusCode.OK] : new[] { HttpStatusCode.SeeOther, HttpStatusCode.Forbidden });
                }
            }

            // The manifest, the file and the statement say it.
            using var allowed = shelf == "partner-releases" ? Person("P", Right.ReadPartnerReleases) : Person("I", Right.ReadCounts);
            var manifest = ReleaseManifest.FromJson((await allowed.Get($"/{shelf}/{id}/manifest.json")).Html);
            Assert.Equal(audience, Palermo.Web.Wording.Words.Snake(manifest.Audience!.Value));
            using var json = JsonDocument.Parse((await allowed.Get($"/{shelf}/{id}/table.json")).Html);
            Assert.Equal(JsonNamingPolicy.CamelCase.ConvertName(manifest.Audience.Value.ToString()), json.RootElement.GetProperty("audience").GetString());
            Assert.Contains(manifest.Audience switch { Audience.Public => "; for anyone;", Audience.Internal => "; for inside the house alone;", _ => "; for a research partner, not to be passed on;" }, (await allowed.Get($"/{shelf}/{id}/table.csv")).Html, StringComparison.Ordinal);
            var statement = (await allowed.Get($"/{shelf}/{id}/statement.en.html")).Html;
            Assert.Equal(said.Length > 0, statement.Contains("<strong>", StringComparison.Ordinal));
            Assert.Contains(said, statement, StringComparison.Ordinal);

            // All six languages hold the same numbers.
            var numbers = new List<string>();
            foreach (var language in ReleaseStatement.Languages)
            {
                var text = WebUtility.HtmlDecode(Regex.Replace((await allowed.Get($"/{shelf}/{id}/statement.{language}.html")).Html, "<style>.*?</style>|<[^>]+>", " "));
                numbers.Add(string.Join(' ', NumberPattern().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal)));
            }

            Assert.Single(numbers.Distinct(StringComparer.Ordinal));
        }
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex NumberPattern();
}
