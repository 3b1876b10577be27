using Microsoft.Net.Http.Headers;
using Palermo.Web.Security;

namespace Palermo.Web.Assets;

public static class AssetRoutes
{
    public static void MapAssets(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/assets/{name}", (string name, string? v, HttpResponse response) =>
        {
            if (!AssetFile.All.TryGetValue(name, out var file))
            {
                return Results.NotFound();
            }

            response.Headers.CacheControl = v == file.Hash ? "public, max-age=31536000, immutable" : "public, max-age=86400";
            return Results.Bytes(file.Bytes, file.ContentType, entityTag: new EntityTagHeaderValue($"\"{file.Hash}\""));
        }).Public();
}
