using System.Net;
using System.Text.Json;
using Palermo.Disclosure.Release;
using Palermo.Web.Tests.Real;

namespace Palermo.Web.Tests.Features;

/// <summary>
/// The server as a process of its own, killed without warning while it makes a private release that two people opened the budget for
/// through the pages. A later server ends the work; the budget is charged once; what is offered is whole.
/// </summary>
public sealed class KilledReleaseTests : IDisposable
{
    private const string At = "/en/publish/dataset";

    private readonly string _folder = Directory.CreateTempSubdirectory("palermo-release-killed-").FullName;

    public KilledReleaseTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the kill is a signal of Unix");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Gate => Path.Combine(_folder, "gate");

    private ReleaseRegister Register => new(Path.Combine(Gate, "releases"));

    /// <summary>
    /// Killed when the budget is charged and nothing is kept; twice while it makes rows of what was measured, after which the work is given
    /// up and says so; and, when somebody let it go on, as the files go into the register.
    /// </summary>
    [Fact]
    public async Task KilledAtEveryStep_IsEndedByTheNextServer_ChargedOnce_AndNothingHalfIsOffered()
    {
        var house = House();
        var (analyst, rapporteur, job) = await BegunAsync(house, async server =>
        {
            await Until(server, () => Charged() > 0);
            await server.KillAsync();
        });
        Assert.Equal(("Running", 1, 1), (Job(job).State, Job(job).Starts, Charged()));

        for (var start = 2; start <= 3; start++)
        {
            await using var again = house.Start();
            await Until(again, () => Job(job) is { Task: "rows" } j && j.Starts == start);
            await again.KillAsync();
            Assert.Equal(1, Charged());
            AssertWhole(0);
        }

        await using (var gaveUp = house.Start())
        {
            using var looks = analyst.At(await gaveUp.Address);
            await Until(gaveUp, () => Job(job).State == "Failed");
            var page = await looks.Get($"{At}/{job}");
            Assert.Contains("The budget was spent on it, once.", page.Words, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Redirect, (await looks.Submit(page, $"{At}/{job}/go-on")).Status);
            await Until(gaveUp, () => Directory.Exists(Path.Combine(Gate, "releases")) && Directory.GetDirectories(Path.Combine(Gate, "releases")).Length > 0);
            await gaveUp.KillAsync();
            AssertWhole(1);
        }

        await using var last = house.Start();
        using HttpClient asks = analyst.At(await last.Address), signs = rapporteur.At(await last.Address);
        await Until(last, () => Job(job).State is not ("Running" or "Waiting"));
        Assert.Equal(("Done", 1), (Job(job).State, Charged()));
        AssertWhole(1);
        var release = Register.List().Single();
        Assert.Equal(ReleaseState.Prepared, release.State);
        Assert.Contains("The server stopped while this was being made.", (await asks.Get($"{At}/{job}")).Words, StringComparison.Ordinal);
        Assert.Contains(release.Manifest.Identifier, (await signs.Get("/en/sign-off")).Html, StringComparison.Ordinal);
    }

    private RealHouse House()
    {
        var store = Path.Combine(_folder, "store");
        RegisterSite.Fill(store, 20_000);
        var house = new RealHouse(_folder, null, Path.Combine(AppContext.BaseDirectory, "Palermo.Web.dll"));
        foreach (var (name, value) in new[] { ("Gate__Folder", Gate), ("Datasets__Folder", store), ("Datasets__Samples", "false"), ("Demonstration", "false") })
        {
            house.Settings[name] = value;
        }

        return house;
    }

    /// <summary>A first server on which two people open a budget with room for more than one release and one asks for a release, until it was killed.</summary>
    private static async Task<(RealHouse.SignedIn Analyst, RealHouse.SignedIn Rapporteur, string Job)> BegunAsync(RealHouse house, Func<RealServer, Task> kill)
    {
        await using var server = house.Start();
        var address = await server.Address;
        var (analyst, rapporteur) = (await house.AddPersonAsync("analyst", "", Stop), await house.AddPersonAsync("national-rapporteur", "", Stop));
        using HttpClient asks = analyst.At(address), grants = rapporteur.At(address);
        Assert.Equal(HttpStatusCode.Redirect, (await asks.Submit(await asks.Get("/en/publish/budget?data=" + RegisterSite.Dataset), "/en/publish/budget", ("epsilon", "12"), ("reason", "first_release"))).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await grants.Submit(await grants.Get("/en/grant-budget"), "/en/grant-budget")).Status);
        var ways = await asks.Get($"{At}?data={RegisterSite.Dataset}&audience=public");
        var section = ways.Html[ways.Html.IndexOf("id=\"way-private-4\"", StringComparison.Ordinal)..];
        var asked = await asks.Submit(ways with { Html = section[..section.IndexOf("</section>", StringComparison.Ordinal)] }, At);
        Assert.Equal(HttpStatusCode.Redirect, asked.Status);
        var job = asked.Response.Headers.Location!.ToString()[(At.Length + 1)..];
        await kill(server);
        return (analyst, rapporteur, job);
    }

    // Read beside the server: while it writes its line the file is its own, and the line does not stand yet.
    private int Charged()
    {
        try
        {
            using var reader = new StreamReader(new FileStream(Path.Combine(Gate, "budgets", RegisterSite.Dataset + ".ledger"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd().Split('\n').Count(l => l.Contains("\"kind\":\"spend\"", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private (string State, string? Task, int Starts) Job(string id)
    {
        using var job = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Gate, "release-jobs", id, "job.json")));
        var of = job.RootElement;
        return (of.GetProperty("State").GetString()!, of.GetProperty("Task").GetString(), of.GetProperty("Starts").GetInt32());
    }

    /// <summary>Every release of the register has every file that its manifest names, byte for byte, and there are no more of them.</summary>
    private void AssertWhole(int most)
    {
        var releases = Directory.Exists(Path.Combine(Gate, "releases")) ? Register.List() : [];
        Assert.InRange(releases.Length, 0, most);
        foreach (var manifest in releases.Select(r => r.Manifest))
        {
            Assert.NotEmpty(manifest.Files);
            Assert.All(manifest.Files, f => Assert.Equal(f.Value, ReleaseFiles.Hash(File.ReadAllBytes(Path.Combine(Gate, "releases", manifest.Identifier, f.Key)))));
        }
    }

    private static async Task Until(RealServer server, Func<bool> reached)
    {
        while (!reached())
        {
            Assert.False(server.HasExited, "the server stopped by itself: " + string.Join('\n', server.Said.TakeLast(5)));
            await Task.Delay(2, Stop);
        }
    }
}
