using Microsoft.AspNetCore.Routing;

namespace Palermo.Web.Tests.Outgoing;

/// <summary>What each route that gives counts is asked, so that it would show a planted person if it could.</summary>
/// <param name="released">Identifiers of the releases that stand on the site.</param>
internal sealed class CrawlQuestions(Site site, Func<IReadOnlyList<string>> released)
{
    private static readonly string[] Columns = ["year", "sex", "age", "form", "origin", "destination"];

    /// <summary>
    /// Every route that answers a GET, with the questions that can be put to it. A route that this does not know what to ask fails: add
    /// it here with the questions that would show people if it could.
    /// </summary>
    public IEnumerable<string> Everything(int turn)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var route in site.Routes.Where(r => r.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true))
        {
            var pattern = "/" + route.RoutePattern.RawText!.TrimStart('/');
            if (!Skipped(pattern, turn))
            {
                found.UnionWith(Of(pattern, turn));
            }
        }

        return found;
    }

    /// <summary>Of every route, in English, two questions and those about where people come from; without files that take a browser to make.</summary>
    public IEnumerable<string> Few() => Everything(0)
        .Where(a => !Site.Languages.Any(l => l != "en" && a.StartsWith($"/{l}/", StringComparison.Ordinal)) && a.Split('?')[0] is var door && !door.EndsWith("/pdf", StringComparison.Ordinal))
        .GroupBy(a => a.Split('?')[0], StringComparer.Ordinal)
        .SelectMany(d => d.Take(2).Union(d.Where(a => a.Contains("origin", StringComparison.Ordinal)), StringComparer.Ordinal));

    public IEnumerable<string> Of(string pattern, int turn)
    {
        const string nothing = "00000000-0000-4000-8000-000000000000";
        var path = pattern
            .Replace("{id:guid}", nothing, StringComparison.Ordinal).Replace("{decision:guid}", nothing, StringComparison.Ordinal)
            .Replace("{interview:guid}", nothing, StringComparison.Ordinal).Replace("{file:guid}", nothing, StringComparison.Ordinal)
            .Replace("/laws/{id}/{version}", "/laws/" + site.Library.Versions[0].Key, StringComparison.Ordinal)
            .Replace("/cases/{id}", "/cases/" + site.Cases.All[0].Id, StringComparison.Ordinal)
            .Replace("/estimates/{id}", "/estimates/" + nothing, StringComparison.Ordinal)
            .Replace("/estimate/{id}", "/estimate/" + nothing, StringComparison.Ordinal)
            .Replace("/publish/dataset/{id}", "/publish/dataset/" + nothing, StringComparison.Ordinal)
            .Replace("/assets/{name}", "/assets/palermo.css", StringComparison.Ordinal)
            .Replace("/api/{documentName}/", "/api/v1/", StringComparison.Ordinal);
        if (path.Contains("releases/{id}", StringComparison.Ordinal))
        {
            string[] files = ["table.csv", "table.json", "manifest.json", "statement.en.html", "statement.ar.html"];
            return released().SelectMany(id => files.Select(f => path.Replace("{id}", id, StringComparison.Ordinal).Replace("{file}", f, StringComparison.Ordinal))).Distinct(StringComparer.Ordinal);
        }

        if (path.Contains('{', StringComparison.Ordinal))
        {
            Assert.Fail($"{pattern} is not crawled: say what to ask it");
        }

        var asked = path + "?data=" + PlantedPeople.Dataset;
        string[] end = path.Split('/');
        return (end[^1], path) switch
        {
            // A page of pixels has no text to find; what it is a picture of is looked at by CrawlTests.
            ("png", _) => [],
            ("pdf", _) when end.Contains("estimates") => [path],
            // Printing takes a browser each time: once for all.
            ("pdf", _) when end.Contains("report") => end[1] == "en" ? [asked] : [],
            _ when end.Contains("report") => end[1] == "en" ? [path, asked + "&language=" + Reports[turn % Reports.Length], asked + "&country=GB&year=2019"] : [asked],
            _ when end.Contains("flows") => [path, .. new[] { "", "&by=year", "&by=sex", "&by=form", "&by=age", "&is.sex==male&by=age" }.SelectMany(q => path.StartsWith("/api/", StringComparison.Ordinal) ? new[] { asked + q, asked + q + "&format=sdmx-csv" } : [asked + q])],
            _ when end.Contains("explore") || end.Contains("publish") =>
            [
                path,
                .. Columns.Select(rows => $"{asked}&rows={rows}"),
                .. new[] { ("year", "sex"), ("origin", "destination"), ("sex", "age"), ("form", "origin") }.Select(q => $"{asked}&rows={q.Item1}&columns={q.Item2}"),            ],
            (_, "/api/v1/tables") => [path, .. new[] { "", "&format=csv", "&format=json-stat", "&format=sdmx-csv" }.SelectMany(f => new[] { $"{asked}&rows=year&columns=sex{f}", $"{asked}&rows=origin&columns=destination{f}" })],
            _ => [path, .. (path.StartsWith("/api/", StringComparison.Ordinal) && !path.EndsWith("openapi.json", StringComparison.Ordinal)) || end.Contains("estimate") || end.Contains("estimates") ? new[] { asked } : []],
        };
    }

    private static readonly string[] Reports = ["en", "ar", "fr", "es", "ru", "zh"];

    private static readonly string[] Turns = ["ar", "fr", "es"];

    // English for everyone; of the other languages of pages one a holder, by turns. Russian and Chinese are languages of reports.
    private static bool Skipped(string path, int turn) => Turns.Any(l => l != Turns[turn % Turns.Length] && path.StartsWith($"/{l}/", StringComparison.Ordinal));
}
