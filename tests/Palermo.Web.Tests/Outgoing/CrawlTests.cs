using System.IO.Compression;
using System.Net;
using System.Text;
using Palermo.Web.Security;

namespace Palermo.Web.Tests.Outgoing;

/// <summary>Planted people are found on no route, in no download and in no log, whoever asks.</summary>
public sealed class CrawlTests(PlantedPeople site) : IClassFixture<PlantedPeople>
{
    private static readonly string[] Columns = ["year", "sex", "age", "form", "origin", "destination"];

    /// <summary>Every address that answers a GET, with the questions that can be put to it.</summary>
    private IEnumerable<string> Everything()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var route in site.Routes.Where(r => r.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true))
        {
            var path = "/" + route.RoutePattern.RawText!.TrimStart('/');
            if (path.Contains('{') || Skipped(path))
            {
                continue;
            }

            found.Add(path);
            if (path.Contains("/report", StringComparison.Ordinal) || path.Contains("/estimate", StringComparison.Ordinal) || path.StartsWith("/api/", StringComparison.Ordinal))
            {
                found.Add($"{path}?data={PlantedPeople.Dataset}");
                found.Add($"{path}?data={PlantedPeople.Dataset}&year=2019");
                found.Add($"{path}?data={PlantedPeople.Dataset}&rows=year&columns=sex");
                found.Add($"{path}?data={PlantedPeople.Dataset}&rows=origin&columns=destination&format=csv");
            }

            if (path.Contains("/explore", StringComparison.Ordinal) || path.Contains("/flows", StringComparison.Ordinal) || path.Contains("/publish", StringComparison.Ordinal))
            {
                foreach (var rows in Columns)
                {
                    found.Add($"{path}?data={PlantedPeople.Dataset}&rows={rows}");
                }

                foreach (var (rows, columns) in new[] { ("year", "sex"), ("origin", "destination"), ("sex", "age"), ("form", "origin") })
                {
                    found.Add($"{path}?data={PlantedPeople.Dataset}&rows={rows}&columns={columns}");
                }
            }
        }

        return found.Where(a => !a.EndsWith("/png", StringComparison.Ordinal) && !a.Contains("/png?", StringComparison.Ordinal) && !a.Contains("pdf", StringComparison.Ordinal));
    }

    // One language tells what the others do; Arabic and French are walked where tables are.
    private static bool Skipped(string path) =>
        new[] { "/ar/", "/fr/", "/es/" }.Any(l => path.StartsWith(l, StringComparison.Ordinal)) && !path.Contains("explore", StringComparison.Ordinal) && !path.Contains("flows", StringComparison.Ordinal);

    public static TheoryData<string> Holders => ["", "ReadCounts", "ReadCounts,Estimate", "ReadCases,RecordFacts,Search,Screen", "ReadAudit,ReadWhoSaw", "ManageAccounts", "ReadCounts,Estimate,PrepareRelease", "ReadCounts,PrepareRelease,SignOffRelease"];

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task PlantedPeople_AreOnNoRoute(string rights)
    {
        using var visitor = rights.Length == 0 ? site.Visitor() : site.Holder([.. rights.Split(',').Select(Enum.Parse<Right>)]);
        var tables = 0;
        foreach (var address in Everything())
        {
            var response = await visitor.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
            var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            tables += response.StatusCode == HttpStatusCode.OK && address.Contains(PlantedPeople.Dataset, StringComparison.Ordinal) && !address.StartsWith("/api/v1/cases", StringComparison.Ordinal) ? 1 : 0;
            var found = PlantedPeople.Marks.FirstOrDefault(Text(bytes).Contains);
            var around = found is null ? "" : Text(bytes)[Math.Max(0, Text(bytes).IndexOf(found, StringComparison.Ordinal) - 200)..];
            Assert.True(found is null, $"{address} shows '{found}' to {(rights.Length == 0 ? "a visitor" : rights)}: {around[..Math.Min(around.Length, 300)]}");
        }

        Assert.True(rights.Contains("ReadCounts", StringComparison.Ordinal) ? tables > 20 : tables == 0, $"{tables} tables");
        Assert.DoesNotContain(site.Logged, l => PlantedPeople.Marks.Any(l.Contains));
    }

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

    // A workbook is a zip of XML: its parts are looked into.
    private static string Text(byte[] bytes)
    {
        if (bytes.Length < 4 || bytes[0] != 'P' || bytes[1] != 'K')
        {
            return Encoding.UTF8.GetString(bytes);
        }

        using var zip = new ZipArchive(new MemoryStream(bytes));
        return string.Concat(zip.Entries.Select(e =>
        {
            using var reader = new StreamReader(e.Open());
            return reader.ReadToEnd();
        }));
    }
}
