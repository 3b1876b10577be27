using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Palermo.Disclosure.Gates;
using Palermo.Statistics.Counts;
using Palermo.Statistics.National;
using Palermo.Statistics.Reports;
using Palermo.Web.Datasets;
using Palermo.Web.Features.Errors;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Printing;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Report;

public static class ReportRoutes
{
    public static void MapReport(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            routes.MapGet($"/{language.Tag}/report", (HttpRequest request, DatasetShelf shelf, ReportDesk desk, CancellationToken cancel) => PageAsync(language, request, shelf, desk, cancel)).Needs(Right.ReadCounts);
            foreach (var format in new[] { "html", "pdf", "json" })
            {
                routes.MapGet($"/{language.Tag}/report/{format}", (HttpRequest request, DatasetShelf shelf, ReportDesk desk, CancellationToken cancel) => FileAsync(format, language, request, shelf, desk, cancel)).Needs(Right.ReadCounts);
            }
        }
    }

    private static async Task<IResult> PageAsync(Language language, HttpRequest request, DatasetShelf shelf, ReportDesk desk, CancellationToken cancel)
    {
        ImmutableArray<DatasetInfo> all = [.. shelf.List().Where(ReportDesk.Covers)];
        var reader = ReaderOf(request, language);
        if (all.IsEmpty)
        {
            return PageResult.Of<ReportPage>(StatusCodes.Status200OK, (nameof(ReportPage.Shelf), all), (nameof(ReportPage.Reader), reader));
        }

        var name = request.Query["data"].ToString();
        if ((name.Length == 0 ? all[0] : all.FirstOrDefault(d => d.Name == name)) is not { } dataset)
        {
            return ErrorPage.Of(StatusCodes.Status404NotFound, "404");
        }

        var (countries, years) = desk.Scopes(dataset);
        var scope = ScopeOf(request, countries, years);
        var report = name.Length == 0 ? null : await MadeAsync(desk, dataset, scope, cancel);
        var body = report is null ? "" : await StaticHtml.RenderAsync<ReportDocument>(reader, (nameof(ReportDocument.Report), report), (nameof(ReportDocument.MadeUp), dataset.IsSample), (nameof(ReportDocument.Heading), false));
        return PageResult.Of<ReportPage>(StatusCodes.Status200OK,
            (nameof(ReportPage.Shelf), all), (nameof(ReportPage.Dataset), dataset), (nameof(ReportPage.Countries), countries), (nameof(ReportPage.Years), years),
            (nameof(ReportPage.Country), scope.Country), (nameof(ReportPage.Year), scope.Year), (nameof(ReportPage.Reader), reader), (nameof(ReportPage.Report), report), (nameof(ReportPage.Body), body),
            (nameof(ReportPage.Asked), report is null ? "" : Asked(dataset, scope, reader)), (nameof(ReportPage.CanPrint), HeadlessBrowser.Find() is not null));
    }

    private static async Task<IResult> FileAsync(string format, Language language, HttpRequest request, DatasetShelf shelf, ReportDesk desk, CancellationToken cancel)
    {
        if (shelf.Find(request.Query["data"].ToString()) is not { } dataset || !ReportDesk.Covers(dataset))
        {
            return ErrorPage.Of(StatusCodes.Status404NotFound, "404");
        }

        var (countries, years) = desk.Scopes(dataset);
        var scope = ScopeOf(request, countries, years);
        if (await MadeAsync(desk, dataset, scope, cancel) is not { } report)
        {
            return ErrorPage.Of(StatusCodes.Status400BadRequest, "400");
        }

        var reader = ReaderOf(request, language);
        var name = string.Join('-', new[] { "national-report", scope.Country, scope.Period, reader.Tag }.Where(p => p is not null)) + "." + format;
        switch (format)
        {
            case "html":
                return Results.File(Encoding.UTF8.GetBytes(await PrintedReport.HtmlAsync(report, reader, dataset.IsSample)), "text/html; charset=utf-8", name);
            case "pdf":
                return await PrintedReport.PdfAsync(report, reader, dataset.IsSample, cancel) is { } pdf
                    ? Results.File(pdf, "application/pdf", name)
                    : ErrorPage.Of(StatusCodes.Status501NotImplemented, "no_browser");
            default:
                return Results.File(Json(report), "application/json; charset=utf-8", name);
        }
    }

    private static byte[] Json(NationalReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            ReportJson.Write(json, report);
        }

        return stream.ToArray();
    }

    private static async Task<NationalReport?> MadeAsync(ReportDesk desk, DatasetInfo dataset, ReturnScope scope, CancellationToken cancel)
    {
        try
        {
            return await desk.MakeAsync(dataset, scope, cancel);
        }
        catch (Exception e) when (e is CountsException or GateRefusal)
        {
            return null;
        }
    }

    private static Language ReaderOf(HttpRequest request, Language page) => Language.FindReport(request.Query["language"].ToString()) ?? page;

    // A country or year that the data do not have is not taken over from the address.
    private static ReturnScope ScopeOf(HttpRequest request, ImmutableArray<string> countries, ImmutableArray<int> years) => new(
        countries.FirstOrDefault(c => c == request.Query["country"].ToString()),
        int.TryParse(request.Query["year"], NumberStyles.None, CultureInfo.InvariantCulture, out var year) && years.Contains(year) ? year : null);

    private static string Asked(DatasetInfo dataset, ReturnScope scope, Language reader) =>
        $"?data={Uri.EscapeDataString(dataset.Name)}&country={Uri.EscapeDataString(scope.Country ?? "")}&year={scope.Period}&language={reader.Tag}";
}
