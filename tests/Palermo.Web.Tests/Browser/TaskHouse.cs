using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using Palermo.Casework.Access;
using Palermo.Casework.Demonstration;
using Palermo.Casework.Desks;
using Palermo.Casework.Persons;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;
using Palermo.Web.Accounts;
using Palermo.Web.House;
using Palermo.Web.Tests.Casework;

namespace Palermo.Web.Tests.Browser;

/// <summary>A demonstration with a browser for each way of working, and cases made to order.</summary>
public class TaskHouse : Chromium
{
    private readonly Dictionary<Way, ChromeDriver> _drivers = [];

    public TaskHouse() : this(new DemonstrationSite())
    {
    }

    protected TaskHouse(Site site) : base(site)
    {
    }

    /// <summary>A browser in which the one button was pressed that signs in as a role.</summary>
    internal virtual Hand SignIn(Way way, string role)
    {
        var driver = Visitor(way);
        Go(driver, "/en/sign-in");
        new Hand(driver, way).Press($"button[name=as][value='{role}']");
        return new Hand(driver, way);
    }

    /// <summary>A browser in which nobody is signed in.</summary>
    internal ChromeDriver Visitor(Way way)
    {
        var driver = _drivers.TryGetValue(way, out var known) ? known : _drivers[way] = Open(scripts: way != Way.NoScript);
        driver.Manage().Cookies.DeleteAllCookies();
        return driver;
    }

    /// <summary>A case of the demonstration's caseworker in which nothing was asked yet.</summary>
    public async Task<Guid> Opened()
    {
        var desk = Desk;
        var wording = desk.Setting.Wording;
        var until = DateOnly.FromDateTime(desk.Setting.Time.GetUtcNow().UtcDateTime).AddDays(90);
        var consent = new ConsentDraft(default, default, ["identification-decision"], ["competent_authority"], [nameof(Tier.Facts), nameof(Tier.Identity)], default, "en", wording.Hash("en"), until);
        return (await desk.OpenCaseAsync((await Cast()).Caseworker, Purpose.Intake, new CaseDraft(AgeStatus.Adult, AgeBasis.Stated, consent) { IsSynthetic = true }, TestContext.Current.CancellationToken)).CaseId;
    }

    /// <summary>A case that was heard and referred, and in which nothing is found or decided.</summary>
    /// <param name="taken">The authority's person works on it already.</param>
    public async Task<OpenedCase> Referred(bool taken = false)
    {
        var (cast, cancel) = (await Cast(), TestContext.Current.CancellationToken);
        var script = ScriptedStory.Load(Path.Combine(SharedRepository.Root, "data", "cases", "golden", "G01.json")).Cases[0] with { Findings = [], Decision = null, Parties = [] };
        var opened = await new Player(Desk, cast).PlayAsync(script, new PersonIdentity([new PersonName("Example Task", NameKind.Told)]), cancel);
        if (taken)
        {
            await Desk.AssignAsync(cast.Authority, Purpose.IdentificationDecision, opened.CaseId, cast.Authority.UserId, AssignmentKind.Worker, cancel);
        }

        return opened;
    }

    public async Task<CaseFile> Read(Guid id) => await Desk.OpenAsync((await Cast()).Caseworker, Purpose.CasePlanning, id, TestContext.Current.CancellationToken);

    public CaseDesk Desk => new(Site.Services.GetRequiredService<CaseHouse>().Setting, "tasks");

    private async Task<Cast> Cast()
    {
        using var scope = Site.Services.CreateScope();
        var names = await scope.ServiceProvider.GetRequiredService<AccountsContext>().Users.ToDictionaryAsync(u => u.UserName!, u => u.Id, StringComparer.Ordinal, TestContext.Current.CancellationToken);
        return Palermo.Casework.Demonstration.Cast.Of(role => names[role]);
    }
}
