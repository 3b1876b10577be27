using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Palermo.Records.Store;

namespace Palermo.Web.Tests.Features;

/// <summary>A site with a stored dataset of 1,200 made-up people in the project's own fact table, and one person whom nobody is like.</summary>
public sealed class JudgedPopulation : Site
{
    public const string Dataset = "screened";

    private static readonly string[] Facts = ["recruitment", "transportation", "harbouring", "deception", "use_of_force", "abuse_of_vulnerability", "forced_labour", "sexual_exploitation_other", "forced_criminality", "organ_removal", "under_18"];

    private static readonly double[] Known = [0.6, 0.4, 0.3, 0.5, 0.3, 0.4, 0.7, 0.4, 0.3, 0, 0.8];

    private readonly string _data = Directory.CreateTempSubdirectory("palermo-judged-").FullName;

    /// <summary>The file that was imported.</summary>
    public string File => Path.Combine(_data, "screened.csv");

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        var text = new StringBuilder("id," + string.Join(',', Facts)).Append('\n');
        var state = 3UL;
        for (var i = 0; i < 1200; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"p{i}");
            foreach (var known in Known)
            {
                state = (state * 6364136223846793005) + 1442695040888963407;
                var draw = (state >> 33) / (double)(1UL << 31);
                text.Append(draw >= known ? "," : draw < known * 0.7 ? ",true" : ",false");
            }

            text.Append('\n');
        }

        text.Append("alone,false,false,false,false,false,false,false,false,false,true,false\n");
        System.IO.File.WriteAllText(File, text.ToString());
        var store = Path.Combine(_data, "store");
        DatasetStore.Open(store, TimeProvider.System).Import(File, Dataset);
        builder.UseSetting("Datasets:Folder", store);
    }
}
