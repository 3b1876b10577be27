using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Web.Datasets;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Tests.Features;

/// <summary>Every figure of a page leads to what it rests on: definition, mapping, law, the dataset with its whole hash, and the query of each table.</summary>
public sealed partial class RestsOnTests(JudgedPopulation site) : IClassFixture<JudgedPopulation>
{
    private const string Routes = "data=sample-routes", Judged = "data=" + JudgedPopulation.Dataset;

    public static TheoryData<string, string, string[]> Pages => new()
    {
        { "flows?" + Routes, "", ["records by origin, destination", "records by origin, transit", "records by transit, destination"] },
        { "flows?" + Routes + "&by=sex&is.year==2021", "", ["records by origin, destination where ", "sex"] },
        { "explore?" + Routes + "&rows=destination", "", ["records by destination"] },
        { "explore?" + Routes + "&rows=age&columns=sex", "", ["records by age, sex"] },
        { "determinations?" + Judged + "&text=un-palermo/2000&with=eu-2011-36/2024", "un-palermo/2000 eu-2011-36/2024", ["determinations under un-palermo/2000, eu-2011-36/2024"] },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task EveryFigure_LeadsToDefinitionMappingLawDataAndQuery(string path, string laws, string[] queries)
    {
        using var holder = site.Holder(Right.ReadCounts);
        foreach (var tag in new[] { "en", "ar" })
        {
            var texts = Texts.In(Language.Find(tag)!);
            var html = WebUtility.HtmlDecode((await holder.Get($"/{tag}/{path}")).Html);
            var figures = Figure().Matches(html).Select(m => m.Value).ToList();
            Assert.NotEmpty(figures);
            Assert.All(figures, f => Assert.Contains("href=\"#rests\"", f, StringComparison.Ordinal));

            var rests = Rests().Match(html).Value;
            var dataset = site.Services.GetRequiredService<DatasetShelf>().Find(path.Contains(Routes, StringComparison.Ordinal) ? "sample-routes" : JudgedPopulation.Dataset)!;
            var parts = Part().Matches(rests).ToLookup(m => m.Groups[1].Value.Trim(), m => m.Groups[2].Value.Trim());
            Assert.All(new[] { "explore.rests.definition", "explore.rests.query", "explore.rests.mapping", "explore.rests.law", "data.dataset" }, k => Assert.True(parts[texts[k]].Any(v => v.Length > 2), $"{tag}/{path}: {k}"));
            Assert.All(queries, q => Assert.Contains(q, Assert.Single(parts[texts["explore.rests.query"]]), StringComparison.Ordinal));
            Assert.Contains(dataset.Name, Assert.Single(parts[texts["data.dataset"]]), StringComparison.Ordinal);
            Assert.Matches("^<code dir=\"ltr\">[0-9a-f]{64}</code>$", Assert.Single(parts["SHA-256"]));
            Assert.Contains(dataset.Dialect.Split(' ')[0], Assert.Single(parts[texts["explore.rests.mapping"]]), StringComparison.Ordinal);
            var law = Assert.Single(parts[texts["explore.rests.law"]]);
            Assert.All(laws.Split(' ', StringSplitOptions.RemoveEmptyEntries), l => Assert.Contains(">" + l + "<", law, StringComparison.Ordinal));
            Assert.Equal(laws.Length == 0, law == texts["explore.rests.law.none"]);
        }
    }

    /// <summary>What the roles by a column rest on stands on the page and in their files.</summary>
    [Fact]
    public async Task RolesByAColumn_SayTheSameOnThePageAndInTheirFiles()
    {
        using var holder = site.Holder(Right.ReadCounts);
        const string question = Routes + "&by=form";
        var page = WebUtility.HtmlDecode((await holder.Get("/en/flows?" + question)).Html);
        var csv = (await holder.Get("/en/flows/csv?" + question)).Html;
        var json = (await holder.Get("/api/v1/flows?" + question)).Html;
        var hash = Hash().Match(page).Value;
        Assert.Equal(64, hash.Length);
        foreach (var words in new[] { hash, "flows-roles-by-form 1.0.0", "records by origin, destination where " })
        {
            Assert.All([page, csv, json], text => Assert.Contains(words, text, StringComparison.Ordinal));
        }

        // The share of each role, and no number that is too small to be shown.
        var rows = csv.Split('\n').Where(l => l.Split(',') is [_, _, "source" or "transit" or "destination" or "internal", ..]).Select(l => l.Split(',')).ToList();
        Assert.Contains(rows, r => r[4] == "value" && decimal.Parse(r[5], System.Globalization.CultureInfo.InvariantCulture) > 0);
        Assert.DoesNotContain(rows, r => r[4] == "value" && int.Parse(r[3], System.Globalization.CultureInfo.InvariantCulture) is > 0 and < 5);
        Assert.Equal(HttpStatusCode.BadRequest, (await holder.Get("/api/v1/flows?data=nothing")).Status);
    }

    [GeneratedRegex("<figure class=\"chart.*?</figure>", RegexOptions.Singleline)]
    private static partial Regex Figure();

    [GeneratedRegex("<section[^>]*aria-labelledby=\"rests\".*?</section>", RegexOptions.Singleline)]
    private static partial Regex Rests();

    /// <summary>A term and all that stands under it.</summary>
    [GeneratedRegex("<dt>(.*?)</dt>\\s*<dd>(.*?)</dd>\\s*(?=<dt>|</dl>)", RegexOptions.Singleline)]
    private static partial Regex Part();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();
}
