using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Casework.Access;
using Palermo.Casework.Demonstration;
using Palermo.Casework.Desks;
using Palermo.Casework.Persons;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;
using Palermo.Web.Accounts;
using Palermo.Web.House;
using Palermo.Web.Security;

namespace Palermo.Web.Tests.Matrix;

/// <summary>One person of every role, and cases that stand to them in every way: the own, one of the same office, one of another.</summary>
public class Town : StaffSite
{
    public const string Elsewhere = "elsewhere";

    private readonly Dictionary<string, Account> _people = new(StringComparer.Ordinal);

    private readonly Dictionary<string, Guid> _own = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Account> People => _people;

    public ImmutableArray<string> Roles => Services.GetRequiredService<RoleRights>().Roles;

    /// <summary>A case of the same office, and in the authority's queue, that nobody of these people works on.</summary>
    public Guid OfficeCase { get; private set; }

    /// <summary>A case of another office.</summary>
    public Guid OtherCase { get; private set; }

    /// <summary>Who works on <see cref="OfficeCase"/>, and who on <see cref="OtherCase"/>: nobody of these people.</summary>
    public Actor Colleague { get; private set; } = new(Guid.Empty, [], "", null);

    public Actor Stranger { get; private set; } = new(Guid.Empty, [], "", null);

    /// <summary>An account that administrators practise on.</summary>
    public Guid Target { get; private set; }

    public Guid Own(string role) => _own[role];

    public Guid CaseOf(string role, string scope) => scope switch
    {
        "own" => Own(role),
        "office" => OfficeCase,
        _ => OtherCase,
    };

    public async Task Settle()
    {
        if (_people.Count > 0)
        {
            return;
        }

        var cancel = TestContext.Current.CancellationToken;
        foreach (var role in Roles)
        {
            _people[role] = await AddAccount([role], OfficeOf(role));
        }

        Target = (await AddAccount(["analyst"], "")).Id;
        var house = Services.GetRequiredService<CaseHouse>();
        var desk = new CaseDesk(house.Setting, "town");
        var stories = ScriptedStory.LoadAll(Path.Combine(Services.GetRequiredService<DataFolder>().Path, "cases", "golden"));
        var script = stories[0].Cases[0] with { Findings = [], Decision = null, Parties = [] };
        var cast = Cast.Of(role => _people[role].Id);
        await new DemonstrationCases(desk, cast, stories, 1).AddOfficesAsync(Guid.Empty, cancel);
        var player = new Player(desk, cast);
        var shared = (await player.PlayAsync(script, Someone("Example Own"), cancel)).CaseId;
        foreach (var role in Roles)
        {
            _own[role] = shared;
            AssignmentKind? kind = role switch
            {
                "competent-authority" or "supervisor" => AssignmentKind.Worker,
                "second-reviewer" => AssignmentKind.SecondReader,
                "guardian" or "legal-representative" or "health-professional" or "law-enforcement-liaison" => AssignmentKind.Client,
                _ => null,
            };
            if (kind is { } how)
            {
                await desk.AssignAsync(cast.Caseworker, Purpose.CasePlanning, shared, _people[role].Id, how, cancel);
            }
        }

        Colleague = ActorOf(await AddAccount(["caseworker"], Cast.Shelter));
        OfficeCase = (await new Player(desk, cast with { Caseworker = Colleague }).PlayAsync(script, Someone("Example Office"), cancel)).CaseId;
        Stranger = ActorOf(await AddAccount(["caseworker"], Elsewhere));
        OtherCase = await OpenOnly(desk, Stranger);
        _own["first-responder"] = await OpenOnly(desk, ActorOf(_people["first-responder"]));
    }

    public Task<HttpClient> In(string role) => In(_people[role]);

    private async Task<Guid> OpenOnly(CaseDesk desk, Actor actor)
    {
        var wording = desk.Setting.Wording;
        var until = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime).AddDays(90);
        var consent = new ConsentDraft(default, default, ["identification-decision"], ["competent_authority"], [nameof(Tier.Facts)], default, "en", wording.Hash("en"), until);
        return (await desk.OpenCaseAsync(actor, Purpose.Intake, new CaseDraft(AgeStatus.Adult, AgeBasis.Stated, consent) { IsSynthetic = true }, TestContext.Current.CancellationToken)).CaseId;
    }

    private static PersonIdentity Someone(string name) => new([new PersonName(name, NameKind.Told)]);

    protected static Actor ActorOf(Account account) => new(account.Id, [.. account.Roles], account.Office, null);

    private static string OfficeOf(string role) => role switch
    {
        "competent-authority" or "second-reviewer" => Cast.AuthorityOffice,
        "law-enforcement-liaison" => Cast.Police,
        "system-administrator" or "auditor" or "analyst" or "research-partner" or "national-rapporteur" or "nrm-coordinator" => "",
        _ => Cast.Shelter,
    };
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresTown : Town
{
    private string? _connection;

    protected override string? Postgres => _connection ??= PostgresServer.NewDatabase();
}
