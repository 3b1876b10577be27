using Palermo.Disclosure.Release;
using Palermo.Web.Datasets;
using Palermo.Web.House;

namespace Palermo.Web.Features.Publish;

public static class PublishServices
{
    /// <summary>The register of releases: in <c>Gate:Folder</c>, else (demonstration, tests) in a folder of the process.</summary>
    public static void AddPublishing(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReleaseDesk>();
        builder.Services.AddSingleton(services => new ReleaseRegister(builder.Configuration["Gate:Folder"] is { } folder
            ? Path.Combine(folder, "releases")
            : services.GetRequiredService<PassingFolders>().Make("palermo-releases-")));
    }
}
