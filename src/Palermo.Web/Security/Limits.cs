using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;

namespace Palermo.Web.Security;

/// <summary>How much one visitor may ask of the server. Read from the section <c>Limits</c> of the settings.</summary>
public sealed class Limits
{
    /// <summary>Bytes of one request; a case form takes a few thousand.</summary>
    public long RequestBytes { get; set; } = 512 * 1024;

    /// <summary>Bytes of one field of a form.</summary>
    public int FieldBytes { get; set; } = 256 * 1024;

    /// <summary>Fields of one form.</summary>
    public int Fields { get; set; } = 200;

    /// <summary>Requests in a minute from one network address. Offices share one, hence the width.</summary>
    public int RequestsPerMinute { get; set; } = 600;

    public static Limits AddTo(WebApplicationBuilder builder)
    {
        var limits = builder.Configuration.GetSection("Limits").Get<Limits>() ?? new Limits();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.RequestBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        builder.Services.Configure<FormOptions>(form =>
        {
            form.ValueLengthLimit = limits.FieldBytes;
            form.ValueCountLimit = limits.Fields;
            form.KeyLengthLimit = 100;
            form.BufferBodyLengthLimit = limits.RequestBytes;
            form.MultipartBodyLengthLimit = limits.RequestBytes;
            form.MultipartHeadersLengthLimit = 4 * 1024;
        });
        builder.Services.AddRateLimiter(rate =>
        {
            rate.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            rate.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "local",
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = limits.RequestsPerMinute,
                    TokensPerPeriod = Math.Max(1, limits.RequestsPerMinute / 6),
                    ReplenishmentPeriod = TimeSpan.FromSeconds(10),
                    QueueLimit = 0,
                }));
        });
        return limits;
    }

    /// <summary>Refuses a request that says beforehand that it is too large for its route. Stands after routing.</summary>
    public void Use(IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var larger = context.GetEndpoint()?.Metadata.GetMetadata<LargerBody>();
        if (larger is not null && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = larger.Bytes;
        }

        if (larger is not null)
        {
            // The form of such a route is read under its own limits, whoever reads it first.
            context.Features.Set<IFormFeature>(new FormFeature(context.Request, new FormOptions
            {
                MultipartBodyLengthLimit = larger.Bytes,
                BufferBodyLengthLimit = larger.Bytes,
                MultipartHeadersLengthLimit = 4 * 1024,
                MemoryBufferThreshold = larger.InMemory ? (int)larger.Bytes : FormOptions.DefaultMemoryBufferThreshold,
                ValueCountLimit = 20,
                ValueLengthLimit = 4 * 1024,
                KeyLengthLimit = 100,
            }));
        }

        if (context.Request.ContentLength > (larger?.Bytes ?? RequestBytes))
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        await next(context);
    });
}

/// <summary>A route that takes a larger request than others.</summary>
/// <param name="Bytes">Bytes of one request.</param>
/// <param name="InMemory">What is sent never touches the disk unsealed; otherwise what exceeds 64 KiB waits in a temporary file.</param>
public sealed record LargerBody(long Bytes, bool InMemory = false)
{
    private const int Around = 16 * 1024;

    /// <summary>A route that takes one file of a case.</summary>
    /// <param name="bytes">Bytes of the largest file; the form around it comes on top.</param>
    public static LargerBody ForFile(int bytes) => new(bytes + Around, InMemory: true);
}
