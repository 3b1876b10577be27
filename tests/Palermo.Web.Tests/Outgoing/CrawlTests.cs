using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Web.Datasets;
using Palermo.Web.Features.Explore;
using Palermo.Web.Security;

namespace Palermo.Web.Tests.Outgoing;

/// <summary>Planted people are found on no route, in no download and in no log, whoever asks.</summary>
public sealed partial class CrawlTests(PlantedPeople site) : IClassFixture<PlantedPeople>
{
    private CrawlQuestions Questions => new(site, () => site.Released);

    // What is written to, in one language a holder; nothing that exists is named, so that nothing is changed for those who come later.
    private IEnumerable<string> Written(int turn) => site.Routes
        .Where(r => r.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
        .Select(r => "/" + r.RoutePattern.RawText!.TrimStart('/'))
        .Where(p => !Site.Languages.Any(l => l != Site.Languages[turn % Site.Languages.Length] && p.StartsWith($"/{l}/", StringComparison.Ordinal)))
        .Select(p => Hole().Replace(p, "00000000-0000-4000-8000-000000000000"));

    // Digests are letters and digits by chance.
    private static async Task Holds(HttpResponseMessage response, string asked, string rights)
    {
        var text = Digest().Replace(Answers.Text(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)), "");
        var found = PlantedPeople.Marks.FirstOrDefault(text.Contains);
        var around = found is null ? "" : text[Math.Max(0, text.IndexOf(found, StringComparison.Ordinal) - 200)..];
        Assert.True(found is null, $"{asked} shows '{found}' to {(rights.Length == 0 ? "a visitor" : rights)}: {around[..Math.Min(around.Length, 300)]}");
    }

    public static TheoryData<string> Holders => ["", "ReadCounts", "ReadCounts,Estimate", "ReadCases,RecordFacts,Search,Screen", "ReadAudit,ReadWhoSaw", "ManageAccounts", "ReadCounts,Estimate,PrepareRelease", "ReadCounts,PrepareRelease,SignOffRelease", "Everything"];

    [Fact]
    public void ARouteThatNobodyKnows_IsNotCrawled() =>
        Assert.Contains("is not crawled", Assert.ThrowsAny<Exception>(() => Questions.Of("/en/counts/{column}", 0).ToList()).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task PlantedPeople_AreOnNoRoute(string rights)
    {
        using var visitor = rights.Length == 0 ? site.Visitor() : rights == "Everything" ? site.Insider() : site.Holder([.. rights.Split(',').Select(Enum.Parse<Right>)]);
        var tables = 0;
        var turn = Holders.Select(h => h.Data).ToList().IndexOf(rights);
        foreach (var address in Questions.Everything(turn))
        {
            var response = await visitor.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
            await Holds(response, "GET " + address, rights);
            tables += response.StatusCode == HttpStatusCode.OK && address.Contains(PlantedPeople.Dataset, StringComparison.Ordinal) && !address.StartsWith("/api/v1/cases", StringComparison.Ordinal) ? 1 : 0;
        }

        foreach (var address in Written(turn))
        {
            using var body = new FormUrlEncodedContent([new("data", PlantedPeople.Dataset), new("rows", "year"), new("columns", "origin"), new("audience", "public"), new("way", "suppression"), new("kind", "name"), new("text", "somebody")]);
            var response = await visitor.PostAsync(new Uri(address, UriKind.Relative), body, TestContext.Current.CancellationToken);
            await Holds(response, "POST " + address, rights);
            if (response.Headers.Location is { IsAbsoluteUri: false } next)
            {
                await Holds(await visitor.GetAsync(next, TestContext.Current.CancellationToken), "GET " + next, rights);
            }
        }

        Assert.True(rights.Contains("ReadCounts", StringComparison.Ordinal) || rights == "Everything" ? tables > 20 : tables == 0, $"{tables} tables");
        Assert.DoesNotContain(site.Logged, l => PlantedPeople.Marks.Any(Digest().Replace(l, "").Contains));
    }

    /// <summary>A PNG is a photograph of a document with the same drawing as the SVG, which is searched; and both are made of what the gate gave, and of nothing else.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task APicture_IsDrawnOfTheProtectedTableAlone(string tag)
    {
        var language = Localization.Language.Find(tag)!;
        var desk = site.Services.GetRequiredService<CountDesk>();
        foreach (var question in new[] { TableQuestion.Of(PlantedPeople.Dataset, "year"), TableQuestion.Of(PlantedPeople.Dataset, "origin"), TableQuestion.Of(PlantedPeople.Dataset, "origin", "destination") })
        {
            var table = desk.Ask(question, TestContext.Current.CancellationToken);
            var (html, _, _) = (await PictureFiles.DocumentAsync(table, share: false, PictureKind.Fitting, language))!.Value;
            var svg = (await PictureFiles.SvgAsync(table, share: false, PictureKind.Fitting, language))!;
            var marks = Mark().Matches(svg).Select(m => m.Value).ToList();
            Assert.True(marks.Count > 5);
            Assert.All(marks, m => Assert.Contains(m, html, StringComparison.Ordinal));
            Assert.DoesNotContain(PlantedPeople.Marks, html.Contains);
        }

        var inputs = typeof(PictureFiles).GetMethods(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.DeclaredOnly).SelectMany(m => m.GetParameters().Select(p => p.ParameterType)).Where(t => t.Namespace!.StartsWith("Palermo", StringComparison.Ordinal)).Distinct();
        Assert.Equal([nameof(Localization.Language), nameof(PictureKind), nameof(ProtectedTable)], inputs.Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>Parquet is written by the command line alone: no route gives it, so none is crawled for it.</summary>
    [Fact]
    public void Parquet_HasNoRoute() =>
        Assert.DoesNotContain(site.Routes, r => r.RoutePattern.RawText!.Contains("parquet", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public async Task AskingForThePlantedPerson_IsAnsweredLikeAskingForNobody()
    {
        using var visitor = site.Holder(Right.ReadCounts);
        foreach (var (there, nowhere) in new[] { ("is.year==1987", "is.year==1986"), ("is.origin==TV", "is.origin==TW") })
        {
            var one = await visitor.Get($"/en/explore?data={PlantedPeople.Dataset}&rows=sex&{there}");
            var none = await visitor.Get($"/en/explore?data={PlantedPeople.Dataset}&rows=sex&{nowhere}");
            Assert.Equal(none.Status, one.Status);
            Assert.Equal(System.Net.HttpStatusCode.BadRequest, one.Status);
            Assert.Equal(none.Html.Replace("1986", "1987", StringComparison.Ordinal).Replace("TW", "TV", StringComparison.Ordinal), one.Html);
        }
    }

    [System.Text.RegularExpressions.GeneratedRegex("<(?:text|path|line)[^>]*>[^<]*")]
    private static partial System.Text.RegularExpressions.Regex Mark();

    [System.Text.RegularExpressions.GeneratedRegex(@"\{[^}]*\}")]
    private static partial System.Text.RegularExpressions.Regex Hole();

    [System.Text.RegularExpressions.GeneratedRegex("[0-9a-f]{20,}")]
    private static partial System.Text.RegularExpressions.Regex Digest();
}
