using Palermo.Disclosure.Release;
using Palermo.Web.Datasets;
using Palermo.Web.House;

namespace Palermo.Web.Features.Publish;

public static class PublishServices
{
    /// <summary>The register of releases, the budgets and the makings of releases: in <c>Gate:Folder</c>, else (demonstration, tests) in a folder of the process.</summary>
    public static void AddPublishing(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReleaseDesk>();
        builder.Services.AddSingleton<PublicBook>();
        builder.Services.AddSingleton<WholeDesk>();
        builder.Services.AddSingleton<ReleaseJobs>();
        builder.Services.AddSingleton<ReleaseWorker>();
        builder.Services.AddSingleton<WholeDoor>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ReleaseWorker>());
        builder.Services.AddSingleton(services => new BudgetShelf(Folder(builder, services, "budgets")));
        builder.Services.AddSingleton(services => new ReleaseRegister(Folder(builder, services, "releases")));
    }

    private static string Folder(WebApplicationBuilder builder, IServiceProvider services, string name) =>
        builder.Configuration["Gate:Folder"] is { Length: > 0 } folder ? Path.Combine(folder, name) : services.GetRequiredService<PassingFolders>().Make($"palermo-{name}-");
}
