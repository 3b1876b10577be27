using Palermo.Web.Datasets;
using Palermo.Web.Features.Explore;
using Palermo.Web.Localization;
using Palermo.Web.Outgoing;
using Palermo.Web.Printing;

namespace Palermo.Web.Features.Flows;

/// <summary>
/// Draws the maps of the made-up sample once a process, beside the start of the server and for nobody: what they need and no dataset
/// holds (outlines, names of countries, words, the compiled program) is then there for the first reader. No dataset of the server is read.
/// </summary>
internal sealed class FirstMap : BackgroundService
{
    private static readonly Lazy<Task> Drawn = new(() => Task.Run(DrawAsync));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Drawn.Value;

    private static async Task DrawAsync()
    {
        var samples = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Datasets:Folder"] = "" }).Build();
        var shelf = new DatasetShelf(samples, TimeProvider.System);
        if (shelf.List().FirstOrDefault(d => d.Roles is not null) is not { } sample)
        {
            return;
        }

        var asked = FlowRoutes.Figures(new CountDesk(shelf, GateServices.Passing()), sample, new ExploreQuery(sample.Name, null, null, [], false, PictureKind.Fitting), CancellationToken.None);
        await StaticHtml.RenderAsync<FlowPictures>(Language.English, (nameof(FlowPictures.Flows), asked.Figures), (nameof(FlowPictures.Dataset), sample), (nameof(FlowPictures.Protection), asked.Protection));
    }
}
