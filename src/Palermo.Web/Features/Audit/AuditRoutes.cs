using System.Collections.Immutable;
using Palermo.Disclosure.Audit;
using Palermo.Web.Features.Errors;
using Palermo.Web.Layout;
using Palermo.Web.Localization;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Audit;

public static class AuditRoutes
{
    /// <summary>How long one visitor's files may keep the server busy.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    // Few audits at once: each may use a processor and hundreds of megabytes.
    private static readonly SemaphoreSlim Turns = new(2);

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        foreach (var language in Language.All)
        {
            routes.MapGet($"/{language.Tag}/audit", () => PageResult.Of<AuditPage>()).Public();
            routes.MapGet($"/{language.Tag}/audit/own", () => PageResult.Of<AuditPage>(StatusCodes.Status200OK, (nameof(AuditPage.Own), true))).Needs(Right.PrepareRelease);
            routes.MapPost($"/{language.Tag}/audit", (HttpContext context, CancellationToken cancel) => Run(context, null, cancel)).Public().WithMetadata(new LargerBody(AuditUpload.MostBytes));
            routes.MapPost($"/{language.Tag}/audit/own", (HttpContext context, CancellationToken cancel) => Run(context, context.User.Identity?.Name, cancel)).Needs(Right.PrepareRelease).WithMetadata(new LargerBody(AuditUpload.MostBytes));
        }
    }

    private static async Task<IResult> Run(HttpContext context, string? person, CancellationToken cancel)
    {
        var (upload, problem) = await AuditUpload.Read(context.Request, cancel);
        if (upload is null)
        {
            return ErrorPage.Bad(problem!);
        }

        using (upload)
        {
            var own = person is { Length: > 0 } name && upload.IsOwn ? OwnData.SaidBy(name) : null;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(Patience);
            try
            {
                await Turns.WaitAsync(patience.Token);
                try
                {
                    var (audit, proof) = await Task.Run(() => ReleaseAuditor.Audit(upload.Paths, upload.Options, own, null, patience.Token), patience.Token);
                    return PageResult.Of<AuditResultPage>(StatusCodes.Status200OK, (nameof(AuditResultPage.Audit), audit), (nameof(AuditResultPage.Proof), own is null ? (ImmutableArray<ChainLink>?)null : proof));
                }
                finally
                {
                    Turns.Release();
                }
            }
            catch (InvalidDataException e)
            {
                return ErrorPage.Bad(new("audit.unreadable", [e.Message]));
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return ErrorPage.Bad(new("audit.too_long"));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Readers of foreign formats fail in many ways on broken files; none of them says anything useful to a visitor.
                return ErrorPage.Bad(new("audit.unreadable"));
            }
        }
    }
}
