using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Web.Datasets;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Tests.Features;

/// <summary>What a figure read on the page of exploring rests on stands there, and is what its files say.</summary>
public sealed class ExplorePageTests(Site site) : IClassFixture<Site>
{
    private const string Question = "?data=sample-routes&rows=form&columns=sex&is.year==2021";

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [InlineData("fr")]
    [InlineData("es")]
    public async Task Page_SaysDefinitionMappingLawDataAndQuery(string tag)
    {
        using var holder = site.Holder(Right.ReadCounts);
        var html = WebUtility.HtmlDecode((await holder.Get($"/{tag}/explore{Question}")).Html);
        var at = html.IndexOf("id=\"rests\"", StringComparison.Ordinal);
        Assert.True(at > 0);
        var rests = html[at..html.IndexOf("</section>", at, StringComparison.Ordinal)];
        var dataset = Dataset;
        var texts = Texts.In(Language.Find(tag)!);

        Assert.Matches($"<dt>SHA-256</dt>\\s*<dd><code dir=\"ltr\">{dataset.Version}[0-9a-f]{{32}}</code>", rests);
        foreach (var words in new[] { dataset.Name, dataset.Dialect, "records by form, sex where ", "2021", texts["explore.rests.definition.is"], texts["explore.rests.law.none"] })
        {
            Assert.Contains(words, rests, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/en/explore/json", "")]
    [InlineData("/api/v1/tables", "")]
    [InlineData("/api/v1/tables", "&format=json-stat")]
    public async Task Files_SayTheSameAsThePage(string path, string format)
    {
        using var holder = site.Holder(Right.ReadCounts);
        var page = WebUtility.HtmlDecode((await holder.Get("/en/explore" + Question)).Html);
        using var json = JsonDocument.Parse((await holder.Get(path + Question + format)).Html);
        var provenance = (format.Length == 0 ? json.RootElement : json.RootElement.GetProperty("extension")).GetProperty("provenance");
        var data = provenance.GetProperty("data")[0];
        string[] said = [provenance.GetProperty("query").GetString()!, provenance.GetProperty("mappings")[0].GetString()!, data.GetProperty("name").GetString()!, data.GetProperty("sha256").GetString()!];

        Assert.All(said, words => Assert.Contains(">" + words + "<", page, StringComparison.Ordinal));
        Assert.Equal(0, provenance.GetProperty("laws").GetArrayLength());
        Assert.Equal(64, said[3].Length);
        Assert.StartsWith(Dataset.Version, said[3], StringComparison.Ordinal);
    }

    /// <summary>Of a sample, the version is the first half of its file's hash.</summary>
    private DatasetInfo Dataset => site.Services.GetRequiredService<DatasetShelf>().Find("sample-routes")!;
}
