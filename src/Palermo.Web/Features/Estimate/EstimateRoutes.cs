using System.Collections.Immutable;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Reports;
using Palermo.Web.Datasets;
using Palermo.Web.Features.Errors;
using Palermo.Web.Jobs;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Printing;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Estimate;

public static class EstimateRoutes
{
    /// <summary>Enough to tell a method that is right nineteen times in twenty from one that is right half the time.</summary>
    private const string SamplesOfAPage = "50";

    public static void AddEstimates(this IServiceCollection services)
    {
        services.AddSingleton<CaptureDesk>();
        services.AddSingleton<EstimateFolder>();
        services.AddSingleton<EstimateWorker>();
        services.AddHostedService(s => s.GetRequiredService<EstimateWorker>());
    }

    public static void MapEstimates(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            var at = $"/{language.Tag}/estimates";
            routes.MapGet(at, (HttpRequest request, EstimateFolder folder, DatasetShelf shelf) => Form(request.Query["data"].ToString(), folder, shelf, null, new EstimateSettings())).Needs(Right.Estimate);
            routes.MapPost(at, (HttpRequest request, EstimateFolder folder, EstimateWorker worker, DatasetShelf shelf, CaptureDesk desk, CancellationToken cancel) => AskAsync(at, request, folder, worker, shelf, desk, cancel)).Needs(Right.Estimate);
            routes.MapGet(at + "/{id}", (string id, EstimateFolder folder) => folder.Find(id) is { } job
                ? PageResult.Of<EstimatePage>(StatusCodes.Status200OK, (nameof(EstimatePage.Job), job), (nameof(EstimatePage.Report), job.State == JobState.Done ? folder.Report(job) : null), (nameof(EstimatePage.Printer), HeadlessBrowser.Find() is not null))
                : ErrorPage.Of(StatusCodes.Status404NotFound, "404")).Needs(Right.Estimate);
            routes.MapPost(at + "/{id}/cancel", (string id, EstimateWorker worker) => worker.Cancel(id) is null ? ErrorPage.Of(StatusCodes.Status404NotFound, "404") : Results.LocalRedirect($"{at}/{id}")).Needs(Right.Estimate);
            foreach (var format in new[] { "text", "json", "html", "pdf" })
            {
                routes.MapGet(at + "/{id}/" + format, (string id, EstimateFolder folder, CancellationToken cancel) => FileAsync(format, id, language, folder, cancel)).Needs(Right.Estimate);
            }
        }

        routes.MapEstimateApi();
    }

    internal static IResult Form(string data, EstimateFolder folder, DatasetShelf shelf, EstimateForm? wrong, EstimateSettings settings) =>
        PageResult.Of<EstimatesPage>(wrong is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            (nameof(EstimatesPage.Jobs), folder.List()), (nameof(EstimatesPage.Shelf), shelf.List()), (nameof(EstimatesPage.Data), data), (nameof(EstimatesPage.Wrong), wrong), (nameof(EstimatesPage.Settings), settings));

    private static async Task<IResult> AskAsync(string at, HttpRequest request, EstimateFolder folder, EstimateWorker worker, DatasetShelf shelf, CaptureDesk desk, CancellationToken cancel)
    {
        var form = await request.ReadFormAsync(cancel);
        var data = form["data"].ToString();
        var settings = new EstimateSettings
        {
            Lists = [.. form["lists"].OfType<string>().Distinct(StringComparer.Ordinal)],
            Strata = [.. form["strata"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)],
            Seed = form["seed"],
            Replicates = form["replicates"],
            Sensitivity = form["sensitivity"] == "on",
            Validate = form["validate"] == "on" ? SamplesOfAPage : null,
            Populations = EstimateSettings.Lines(form["populations"]),
        };
        EstimateForm asked;
        if (form.Files.GetFile("file") is { Length: > 0 } file)
        {
            // The reader goes back to the start to tell the kind of file: an upload is held whole, and is small by the server's limit.
            var whole = new MemoryStream();
            await file.CopyToAsync(whole, cancel);
            whole.Position = 0;
            asked = EstimateForm.OfFile(whole, Path.GetFileName(file.FileName), settings);
        }
        else
        {
            asked = data.Length == 0
                ? new EstimateForm(null, "nothing", "file")
                : EstimateForm.OfDataset(desk, data, settings, cancel);
        }

        return asked.Asked is { } job ? Results.LocalRedirect($"{at}/{worker.Ask(job).Id}") : Form(data, folder, shelf, asked, settings);
    }

    private static async Task<IResult> FileAsync(string format, string id, Language language, EstimateFolder folder, CancellationToken cancel)
    {
        if (folder.Find(id) is not { State: JobState.Done } job || folder.Report(job) is not { } report)
        {
            return ErrorPage.Of(StatusCodes.Status404NotFound, "404");
        }

        var name = $"estimate-{job.Id[..8]}.{(format == "text" ? "txt" : format)}";
        switch (format)
        {
            case "text":
                return Results.Text(ReportText.Write(report), "text/plain; charset=utf-8");
            case "json":
                return Results.File(System.Text.Encoding.UTF8.GetBytes(ReportJson.Write(report)), "application/json; charset=utf-8", name);
            case "html":
                return Results.File(System.Text.Encoding.UTF8.GetBytes(await PrintedEstimate.HtmlAsync(report, job.Request.Source, language)), "text/html; charset=utf-8", name);
            default:
                return await PrintedEstimate.PdfAsync(report, job.Request.Source, language, cancel) is { } pdf
                    ? Results.File(pdf, "application/pdf", name)
                    : ErrorPage.Of(StatusCodes.Status501NotImplemented, "no_browser");
        }
    }
}
