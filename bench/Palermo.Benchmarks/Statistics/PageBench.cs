using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Benchmarks.Records;
using Palermo.Records.Store;
using Palermo.Web.Datasets;
using Palermo.Web.Security;

namespace Palermo.Benchmarks.Statistics;

/// <summary>
/// The first map page of a stored dataset over HTTP: a server that has just started and read nothing of it answers <c>/en/flows</c>
/// whole, gate included. Beside it the same page again, and the bare count of the two columns as the reference.
/// </summary>
internal static class PageBench
{
    private const double Bar = 2.0;

    public static async Task RunAsync(int rows)
    {
        var file = CtdcShaped.File(rows);
        var folder = Directory.CreateTempSubdirectory("palermo-page").FullName;
        try
        {
            DatasetStore.Open(folder, TimeProvider.System).Import(file, "ctdc");
            var cold = await ServeAsync(folder, rows, "first");
            await ServeAsync(folder, rows, "another server's first");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bar {Bar:F1} s; first page at {cold / Bar:F2} of it"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> ServeAsync(string folder, int rows, string which)
    {
        await using var server = new Server(folder);
        server.UseKestrel();
        server.StartServer();
        using var reader = new HttpClient { BaseAddress = server.ClientOptions.BaseAddress };
        // The server is up and has compiled its way to a page; nothing of the dataset is read.
        await reader.GetStringAsync(new Uri("/en/laws", UriKind.Relative));
        var first = await TimeAsync(reader, "/en/flows?data=ctdc");
        var again = await TimeAsync(reader, "/en/flows?data=ctdc");
        var other = await TimeAsync(reader, "/en/explore?data=ctdc&rows=CountryOfExploitation");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{which} map page of {rows} records over HTTP: {first:F2} s; the same again {again:F2} s; another map {other:F2} s"));
        return first;
    }

    private static async Task<double> TimeAsync(HttpClient reader, string page)
    {
        var watch = Stopwatch.StartNew();
        var html = await reader.GetStringAsync(new Uri(page, UriKind.Relative));
        var seconds = watch.Elapsed.TotalSeconds;
        return html.Contains("class=\"map\"", StringComparison.Ordinal) ? seconds : throw new InvalidOperationException(page + " holds no map");
    }

    private sealed class Server(string folder) : WebApplicationFactory<DatasetShelf>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseContentRoot(AppContext.BaseDirectory);
            builder.UseSetting("urls", "http://127.0.0.1:0");
            builder.UseSetting("Demonstration", "false");
            builder.UseSetting("Datasets:Folder", folder);
            builder.ConfigureTestServices(services => services.AddSingleton<IStartupFilter, MayReadCounts>());
        }
    }

    private sealed class MayReadCounts : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, go) =>
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(Rights.Claim, nameof(Right.ReadCounts)), new Claim(ClaimTypes.Name, "bench")], "bench"));
                return go(context);
            });
            next(app);
        };
    }
}
