using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Release;
using Palermo.Records.Store;
using Palermo.Web.Datasets;

namespace Palermo.Web.Tests.Outgoing;

/// <summary>A site with a dataset in which single people are planted: a year, an origin and a destination that nobody else has.</summary>
public sealed class PlantedPeople : StaffSite
{
    public const string Dataset = "register";

    /// <summary>Words that stand for a planted person, in the codes and in both languages.</summary>
    public static readonly string[] Marks = ["1987", "Tuvalu", "Nauru", "توفالو", "ناورو", "\"TV\"", "\"NR\"", ",TV", ",NR", "=TV", "=NR", ">TV<", ">NR<"];

    private readonly string _data = Directory.CreateTempSubdirectory("palermo-planted-").FullName;

    public ConcurrentQueue<string> Logged { get; } = new();

    /// <summary>Releases of tables in which the planted people stand, one of each way and audience, signed off.</summary>
    public IReadOnlyList<string> Released => _released ??= [.. from audience in Enum.GetValues<Audience>() from way in new[] { Safeguard.Suppression, Safeguard.Rounding } select Release(Services, way, audience)];

    private string[]? _released;

    /// <summary>Releases a table in which the planted people stand, signed off by a second person.</summary>
    public static string Release(IServiceProvider services, Safeguard safeguard, Audience audience)
    {
        var table = services.GetRequiredService<ReleaseDesk>().Options(TableQuestion.Of(Dataset, "year", "origin"), audience).Single(o => o.Safeguard == safeguard).Table!;
        var register = services.GetRequiredService<ReleaseRegister>();
        var day = new DateOnly(2026, 1, 1);
        var release = TableRelease.Make(table, day);
        register.Prepare(release, "one", day);
        var id = register.List().Single(r => r.State == ReleaseState.Prepared).Manifest.Identifier;
        register.SignOff(id, "two", day);
        return id;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        Plant(builder, _data);
        LogKeeper.Keep(builder, Logged);
    }

    /// <summary>Gives a site the dataset.</summary>
    /// <param name="folder">An empty one.</param>
    public static void Plant(IWebHostBuilder builder, string folder)
    {
        var file = Path.Combine(folder, "register.csv");
        var lines = new List<string> { "year,sex,age,form,origin,transit,destination" };
        for (var i = 0; i < 600; i++)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{2018 + (i % 4)},{(i % 3 == 0 ? "male" : "female")},{(i % 5 == 0 ? "9-17" : "24-26")},{(i % 2 == 0 ? "forced_labour" : "sexual_exploitation")},{(i % 7 < 4 ? "UA" : "NG")},PL,{(i % 4 == 0 ? "GB" : "DE")}"));
        }

        lines.Add("1987,male,9-17,forced_labour,TV,PL,NR");
        File.WriteAllLines(file, lines);
        var store = Path.Combine(folder, "store");
        DatasetStore.Open(store, TimeProvider.System).Import(file, Dataset);
        builder.UseSetting("Datasets:Folder", store);
        builder.UseSetting("Datasets:Samples", "false");
    }
}
