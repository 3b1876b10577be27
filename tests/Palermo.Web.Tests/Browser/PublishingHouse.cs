using Microsoft.Extensions.DependencyInjection;
using OpenQA.Selenium.Chrome;
using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Release;
using Palermo.Web.Datasets;
using Palermo.Web.Features.Publish;
using Palermo.Web.Jobs;
using Palermo.Web.Security;
using Palermo.Web.Tests.Features;

namespace Palermo.Web.Tests.Browser;

/// <summary>A register with a budget, releases in every state and a request that waits, before a real browser.</summary>
public sealed class PublishingHouse : Chromium
{
    private static readonly DateOnly Day = new(2026, 11, 24);

    public PublishingHouse() : base(Filled())
    {
        var services = Site.Services;
        var budgets = services.GetRequiredService<BudgetShelf>();
        budgets.Grant(budgets.Ask(RegisterSite.Dataset, 4, BudgetReason.FirstRelease, null, "Analyst", Day).Id, "Rapporteur", Day);
        var (jobs, desk, register) = (services.GetRequiredService<ReleaseJobs>(), services.GetRequiredService<WholeDesk>(), services.GetRequiredService<ReleaseRegister>());
        var dataset = services.GetRequiredService<DatasetShelf>().Find(RegisterSite.Dataset)!;
        var at = new DateTimeOffset(Day, new TimeOnly(9, 0), TimeSpan.Zero);
        WholeRequest Asked(double? epsilon, Audience audience) => new(dataset.Name, dataset.Version, services.GetRequiredService<PublicBook>().Columns(dataset), epsilon, 1, audience, "Analyst", Day);

        // One made and prepared, one cancelled after it was paid for, one being made; the k-anonymous one is out, for partners.
        var made = new ReleaseJob(JobFolder<ReleaseJob>.NewId(), Asked(1, Audience.Public), JobState.Done, at, 1);
        var measured = desk.Measure(made.Request, made.Id);
        jobs.Keep(made, measured);
        var release = desk.FinishAsync(made.Request, made.Id, measured, CancellationToken.None).GetAwaiter().GetResult();
        register.Prepare(release, "Analyst", Day);
        Made = jobs.Save(made with { Release = release.Manifest.Identifier, Bytes = 123_456 }).Id;
        Cancelled = jobs.Save(made with { Id = JobFolder<ReleaseJob>.NewId(), State = JobState.Cancelled, Release = null }).Id;
        jobs.Keep(jobs.Find(Cancelled)!, measured);
        Running = jobs.Save(made with { Id = JobFolder<ReleaseJob>.NewId(), State = JobState.Running, Release = null, Task = "rows", Percent = 40 }).Id;
        foreach (var audience in new[] { Audience.ResearchPartner, Audience.Internal })
        {
            // The internal one is of a table, so that both kinds stand on a shelf.
            var other = audience == Audience.Internal
                ? TableRelease.Make(services.GetRequiredService<ReleaseDesk>().Options(TableQuestion.Of(dataset.Name, "gender", "ageBroad"), audience).Single(o => o.Safeguard == Safeguard.Rounding).Table!, Day)
                : desk.KAnonymousAsync(Asked(null, audience), JobFolder<ReleaseJob>.NewId(), CancellationToken.None).GetAwaiter().GetResult().Release;
            register.Prepare(other, "Analyst", Day);
            register.SignOff(other.Manifest.Identifier, "Rapporteur", Day);
            Published.Add(other.Manifest.Identifier);
        }

        budgets.Ask(RegisterSite.Dataset, 4, BudgetReason.FurtherYear, "records of 2025", "Analyst", Day);
    }

    public string Made { get; }

    public string Cancelled { get; }

    public string Running { get; }

    /// <summary>The release for partners and the one for the inside.</summary>
    public List<string> Published { get; } = [];

    /// <summary>A browser in which somebody with every right works.</summary>
    public ChromeDriver As(string name, int width = 1280, bool scripts = true)
    {
        var driver = Open(width, scripts);
        driver.ExecuteCdpCommand("Network.enable", []);
        driver.ExecuteCdpCommand("Network.setExtraHTTPHeaders", new Dictionary<string, object?>
        {
            ["headers"] = new Dictionary<string, object?> { [GivenRights.Header] = string.Join(',', Enum.GetValues<Right>()), [GivenRights.Name] = name },
        });
        return driver;
    }

    private static RegisterSite Filled()
    {
        var store = Directory.CreateTempSubdirectory("palermo-store-").FullName;
        RegisterSite.Fill(store);
        return new RegisterSite(Directory.CreateTempSubdirectory("palermo-gate-").FullName, store);
    }
}
