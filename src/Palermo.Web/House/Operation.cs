using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Palermo.Web.Security;

namespace Palermo.Web.House;

/// <summary>What an operator needs around the application: logs, traces, the proxy before it, and whether it is well.</summary>
public static class Operation
{
    /// <summary>Reads the settings <c>Logging:Json</c>, <c>OpenTelemetry:Endpoint</c>, <c>Proxy:Known</c>.</summary>
    public static void AddOperation(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        builder.Services.AddSingleton<PassingFolders>();
        if (settings.GetValue("Logging:Json", false))
        {
            builder.Logging.ClearProviders().AddJsonConsole(json =>
            {
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "O";
            });
        }

        if (settings["OpenTelemetry:Endpoint"] is { Length: > 0 } endpoint)
        {
            // Routes, statuses and durations; no query, no body, no header.
            builder.Services.AddOpenTelemetry().UseOtlpExporter(OpenTelemetry.Exporter.OtlpExportProtocol.Grpc, new Uri(endpoint))
                .WithTracing(traces => traces.AddAspNetCoreInstrumentation())
                .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation());
        }

        builder.Services.AddHsts(hsts =>
        {
            hsts.MaxAge = TimeSpan.FromDays(365);
            hsts.IncludeSubDomains = true;
        });
        builder.Services.Configure<ForwardedHeadersOptions>(proxy =>
        {
            // Only a proxy that is named is believed about who called and how; without one, nobody is.
            var known = settings.GetSection("Proxy:Known").Get<string[]>() ?? [];
            proxy.ForwardedHeaders = known.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            proxy.KnownProxies.Clear();
            proxy.KnownIPNetworks.Clear();
            foreach (var address in known)
            {
                proxy.KnownProxies.Add(IPAddress.Parse(address));
            }
        });
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", () => "ok").Public();
        routes.MapGet("/health/ready", async (Deployment deployment, CaseHouse house, CancellationToken cancel) =>
        {
            if (!deployment.IsOpen)
            {
                return Results.Text("ok");
            }

            if (!house.IsOpen)
            {
                return Results.Text("opening", statusCode: StatusCodes.Status503ServiceUnavailable);
            }

            await using var context = house.Setting.Database.NewContext();
            return await context.Database.CanConnectAsync(cancel) ? Results.Text("ok") : Results.Text("no database", statusCode: StatusCodes.Status503ServiceUnavailable);
        }).Public();
    }
}
