using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Disclosure.Release;
using Palermo.Web.Security;
using Palermo.Web.Tests.Outgoing;

namespace Palermo.Web.Tests.Features;

public sealed partial class PublishPageTests(PlantedPeople site) : IClassFixture<PlantedPeople>
{
    private HttpClient Person(string name, params Right[] rights)
    {
        var person = site.Holder(rights);
        person.DefaultRequestHeaders.Add(GivenRights.Name, name);
        return person;
    }

    private static KeyValuePair<string, string>[] Table(string way) =>
        [new("data", PlantedPeople.Dataset), new("rows", "year"), new("columns", "sex"), new("audience", "public"), new("way", way)];

    [Fact]
    public async Task ARelease_GoesFromComparisonOverTwoPeopleToThePublic_AndIsWithdrawn()
    {
        using var analyst = Person("Analyst", Right.ReadCounts, Right.PrepareRelease, Right.SignOffRelease);
        using var rapporteur = Person("Rapporteur", Right.ReadCounts, Right.SignOffRelease);
        using var reader = site.Visitor();
        var compared = await analyst.Get($"/en/publish?data={PlantedPeople.Dataset}&rows=year&columns=sex");
        Assert.Equal(HttpStatusCode.OK, compared.Status);
        Assert.Contains("Withhold small counts and their cover", compared.Words, StringComparison.Ordinal);
        Assert.Contains("Round to fives", compared.Words, StringComparison.Ordinal);
        Assert.Contains("Small noise on every count", compared.Words, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await analyst.Post("/en/publish", Table("rounding"))).Status);
        var register = site.Services.GetRequiredService<ReleaseRegister>();
        var id = register.List()[0].Manifest.Identifier;

        // Prepared: nobody outside sees it, and whoever prepared it does not sign it off.
        Assert.Equal(HttpStatusCode.NotFound, (await reader.Get($"/en/releases/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.Get($"/releases/{id}/table.csv")).Status);
        Assert.DoesNotContain(id, (await reader.Get("/en/releases")).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await analyst.Post("/en/sign-off", [new("id", id)])).Status);

        // Who signs sees the table that leaves, from its own file, and no planted person in it.
        var seen = await rapporteur.Get("/en/sign-off");
        Assert.Contains($"id=\"preview-{id}-caption\"", seen.Html, StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonDocument.Parse(register.PreparedFileOf(id, "table.json")!).RootElement.GetProperty("cells").GetArrayLength(), PreviewCell().Count(seen.Html));
        Assert.DoesNotContain(PlantedPeople.Marks, m => seen.Html.Replace(id, "", StringComparison.Ordinal).Contains(m, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Post("/en/sign-off", [new("id", id)])).Status);
        Assert.Equal(HttpStatusCode.OK, (await reader.Get($"/ar/releases/{id}")).Status);
        var csv = await reader.Get($"/releases/{id}/table.csv");
        Assert.Equal(HttpStatusCode.OK, csv.Status);
        Assert.DoesNotContain(PlantedPeople.Marks, m => csv.Html.Contains(m, StringComparison.Ordinal));
        Assert.All(NumberPattern().Matches(csv.Html), m => Assert.Equal(0, int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) % 5));
        var manifest = ReleaseManifest.FromJson((await reader.Get($"/releases/{id}/manifest.json")).Html);
        Assert.Equal(id, manifest.Identifier);
        Assert.Equal(id, ReleaseManifest.Identify(manifest.Files));
        Assert.Contains("rounded to protect people", (await reader.Get($"/releases/{id}/statement.en.html")).Html, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await rapporteur.Post("/en/withdraw", [new("id", id), new("reason", " ")])).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Post("/en/withdraw", [new("id", id), new("reason", "A column was wrong.")])).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.Get($"/releases/{id}/table.csv")).Status);
        Assert.Contains("A column was wrong.", (await reader.Get($"/en/releases/{id}")).Words, StringComparison.Ordinal);
        Assert.Contains("withdrawn", (await reader.Get($"/releases/{id}/statement.en.html")).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("suppression")]
    [InlineData("cell_key")]
    public async Task EveryWay_CanBePrepared_AndNamesNoPlantedPerson(string way)
    {
        using var analyst = Person("Analyst", Right.PrepareRelease);
        using var second = Person("Second", Right.SignOffRelease);
        Assert.Equal(HttpStatusCode.Redirect, (await analyst.Post("/en/publish", [.. Table(way).Where(f => f.Key != "rows"), new("rows", "origin")])).Status);
        var id = site.Services.GetRequiredService<ReleaseRegister>().List()[0].Manifest.Identifier;
        await second.Post("/en/sign-off", [new("id", id)]);
        foreach (var file in new[] { "table.csv", "table.json", "manifest.json", "statement.ar.html" })
        {
            var text = (await second.Get($"/releases/{id}/{file}")).Html;
            Assert.DoesNotContain(PlantedPeople.Marks, m => text.Contains(m, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task WithoutTheRight_NothingIsPreparedOrSignedOff()
    {
        using var reader = Person("Reader", Right.ReadCounts);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.Get("/en/publish")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.Post("/en/publish", Table("rounding"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.Get("/en/sign-off")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.Get("/releases/..%2f..%2fregister.jsonl/manifest.json")).Status);
    }

    [GeneratedRegex("<td class=\"number\">")]
    private static partial Regex PreviewCell();

    [GeneratedRegex(@",(\d+)$", RegexOptions.Multiline)]
    private static partial Regex NumberPattern();
}
