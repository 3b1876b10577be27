using System.Globalization;
using System.Text;
using NJsonSchema;
using Palermo.Casework.Access;
using Palermo.Casework.Vault;

namespace Palermo.Tests.Casework.Access;

public sealed class AccessPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 9, 30, 0, TimeSpan.Zero);
    private static readonly Guid Me = Guid.Parse("11111111-2222-4333-8444-555555555555");
    private static readonly Guid Other = Guid.Parse("99999999-2222-4333-8444-555555555555");
    private static readonly Guid Case = Guid.Parse("5f3a0f6e-6a53-4c52-9d1e-0b8d0f6b7a11");
    private static readonly Tier[] Tiers = [Tier.Workload, Tier.Facts, Tier.Identity, Tier.Location, Tier.Privileged, Tier.Exploiter];
    private static readonly AccessPolicy Policy = AccessPolicy.Shipped;

    private static readonly (string Name, CaseScope Scope)[] Scopes =
    [
        ("stranger", Scope()),
        ("same office", Scope() with { Office = "north" }),
        ("opened it", Scope() with { IsOpener = true }),
        ("opened, handed over", Scope() with { IsOpener = true, State = CaseScope.HandedOver }),
        ("in the queue", Scope() with { IsInQueue = true }),
        ("assigned", Scope() with { IsAssigned = true }),
        ("assigned, own profession", Scope() with { IsAssigned = true, Profession = "social-work" }),
        ("assigned, other decided", Scope() with { IsAssigned = true, FirstDecider = Other }),
        ("assigned, decided myself", Scope() with { IsAssigned = true, FirstDecider = Me }),
        ("client", Scope() with { IsClient = true }),
        ("client, own record", Scope() with { IsClient = true, Author = Me }),
        ("client, other's record", Scope() with { IsClient = true, Author = Other }),
        ("self", Scope() with { IsSelf = true }),
    ];

    [Fact]
    public async Task File_FollowsItsSchema()
    {
        var folder = Path.Combine(SharedData.Repository, "data");
        var schema = await JsonSchema.FromJsonAsync(await File.ReadAllTextAsync(Path.Combine(folder, "schemas", "access-policy.schema.json"), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        Assert.Empty(schema.Validate(await File.ReadAllTextAsync(Path.Combine(folder, "access", "policy.json"), TestContext.Current.CancellationToken)));
    }

    /// <summary>
    /// Every role, tier, way a case stands to the actor, purpose and right: 15 x 6 x 13 x 16 x 3 cells, each with nothing
    /// more than signing in and with everything on top. Read the approved file: it is the policy in plain sight.
    /// </summary>
    [Fact]
    public void Matrix_IsTheApprovedOne() => Golden.Matches(Matrix(), "Casework", "Access", "policy-matrix.golden.txt");

    [Fact]
    public void ActorWithoutRole_ReadsNothingAnywhere()
    {
        foreach (var (_, scope) in Scopes)
        {
            foreach (var purpose in Policy.Purposes)
            {
                Assert.All(Tiers, tier => Assert.False(Policy.Decide(Full([]), purpose, tier, scope, Now).Allowed));
                Assert.All(Tiers, tier => Assert.False(Policy.Decide(Full(["no-such-role"]), purpose, tier, scope, Now).Allowed));
            }
        }
    }

    [Theory]
    [InlineData("system-administrator")]
    [InlineData("national-rapporteur")]
    [InlineData("analyst")]
    public void RolesWithoutContent_ReadNoCaseWhateverIsOnTop(string role) =>
        Assert.All(Everything(), cell => Assert.False(Policy.Decide(Full([role]), cell.Purpose, cell.Tier, cell.Right, cell.Scope, Now).Allowed));

    [Fact]
    public void Coordinator_SeesClocksOnly() =>
        Assert.All(
            Everything().Select(c => (c.Tier, Decision: Policy.Decide(Full(["nrm-coordinator"]), c.Purpose, c.Tier, c.Right, c.Scope, Now))).Where(d => d.Decision.Allowed),
            d => Assert.Equal((Tier.Workload, "clocks"), (d.Tier, d.Decision.Form)));

    [Fact]
    public void FirewalledPurposes_ReachNoContentInAnyRole() =>
        Assert.All(
            Everything().Where(c => c.Purpose.Key is "immigration-decision" or "statistics" or "research" or "system-maintenance"),
            c => Assert.All(Policy.Roles, role => Assert.False(Policy.Decide(Full([role.Key]), c.Purpose, c.Tier, c.Right, c.Scope, Now).Allowed)));

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void Location_NeedsAFreshSignIn(int secondsAgo, bool allowed)
    {
        var actor = Full(["caseworker"]) with { SteppedUpAt = Now.AddSeconds(-secondsAgo) };
        var decision = Policy.Decide(actor, Purpose.Safety, Tier.Location, Scope() with { IsAssigned = true }, Now);

        Assert.Equal(allowed, decision.Allowed);
        Assert.Equal(!allowed, decision.StepUpWouldDo);
        Assert.Equal(allowed, decision.NeedsNotice);
    }

    [Fact]
    public void Location_WithoutAPurposeThatNeedsIt_IsDeniedWithTheReason()
    {
        var decision = Policy.Decide(Full(["caseworker"]), Purpose.CasePlanning, Tier.Location, Scope() with { IsAssigned = true }, Now);

        Assert.Equal("purpose", decision.Reason);
        Assert.Equal("Tier 4 as caseworker needs purpose safety or service-delivery.", decision.Explanation);
        Assert.False(decision.StepUpWouldDo);
    }

    [Fact]
    public void SecondReader_IsSomebodyElseAndBlindToTheOutcome()
    {
        var actor = Full(["competent-authority", "second-reviewer"]);
        var assigned = Scope() with { IsAssigned = true };

        Assert.Equal("other-person", Policy.Decide(actor with { Roles = ["second-reviewer"] }, Purpose.DecisionReview, Tier.Facts, AccessRight.Decide, assigned with { FirstDecider = Me }, Now).Reason);
        var decision = Policy.Decide(actor with { Roles = ["second-reviewer"] }, Purpose.DecisionReview, Tier.Facts, AccessRight.Decide, assigned with { FirstDecider = Other }, Now);
        Assert.True(decision.Allowed);
        Assert.Equal("blind-to-outcome", decision.Form);
    }

    [Fact]
    public void Emergency_OpensOneTierForOneActorUntilItExpires()
    {
        var supervisor = Full(["supervisor"]);
        var scope = Scope() with { Office = "north" };

        var (door, decision) = Policy.OpenInEmergency(supervisor, Purpose.Safety, Tier.Location, scope, "The shelter reports a man at the gate.", TimeSpan.FromMinutes(30), Now);

        Assert.NotNull(door);
        Assert.True(decision.NeedsNotice);
        var open = scope with { BreakGlasses = [door] };
        Assert.True(Policy.Decide(supervisor, Purpose.Safety, Tier.Location, open, Now).Allowed);
        Assert.False(Policy.Decide(supervisor, Purpose.Safety, Tier.Location, scope, Now).Allowed);
        Assert.False(Policy.Decide(supervisor with { UserId = Other }, Purpose.Safety, Tier.Location, open, Now).Allowed);
        Assert.False(Policy.Decide(supervisor, Purpose.Safety, Tier.Location, open with { CaseId = Other }, Now).Allowed);
        var late = Now.AddMinutes(30);
        Assert.False(Policy.Decide(supervisor with { SteppedUpAt = late }, Purpose.Safety, Tier.Location, open, late).Allowed);
    }

    [Theory]
    [InlineData("caseworker", "The shelter reports a man at the gate.", 30, "scope")]
    [InlineData("supervisor", "because", 30, "break-glass-reason")]
    [InlineData("supervisor", "                                    ", 30, "break-glass-reason")]
    [InlineData("supervisor", "The shelter reports a man at the gate.", 61, "break-glass-length")]
    [InlineData("supervisor", "The shelter reports a man at the gate.", 0, "break-glass-length")]
    [InlineData("system-administrator", "The shelter reports a man at the gate.", 30, "no-grant")]
    public void Emergency_WithoutGround_StaysShut(string role, string reason, int minutes, string why)
    {
        var (door, decision) = Policy.OpenInEmergency(Full([role]), Purpose.Safety, Tier.Location, Scope() with { Office = "north" }, reason, TimeSpan.FromMinutes(minutes), Now);

        Assert.Null(door);
        Assert.False(decision.Allowed);
        Assert.Equal(why, decision.Reason);
    }

    [Theory]
    [InlineData("nrm-coordinator", "statistics", "national")]
    [InlineData("national-rapporteur", "statistics", "disclosure-controlled")]
    [InlineData("analyst", "research", "disclosure-controlled")]
    [InlineData("supervisor", "quality-audit", "office")]
    [InlineData("caseworker", "statistics", null)]
    [InlineData("analyst", "case-planning", null)]
    [InlineData("system-administrator", "statistics", null)]
    public void Tables_AreShownInTheirForm(string role, string purpose, string? form)
    {
        var decision = Policy.DecideAggregates(Full([role]), new Purpose(purpose));

        Assert.Equal(form is not null, decision.Allowed);
        Assert.Equal(form ?? "full", decision.Form);
    }

    [Theory]
    [InlineData("\"tiers\": [4], \"scope\": \"assigned\", \"purposes\": [\"safety\"], \"rights\": [\"read\"]", "step-up")]
    [InlineData("\"tiers\": [2], \"scope\": \"assigned\", \"purposes\": [\"statistics\"], \"rights\": [\"read\"]", "firewalled")]
    [InlineData("\"tiers\": [1], \"scope\": \"assigned\", \"purposes\": [\"safety\", \"statistics\"], \"rights\": [\"read\"]", "firewalled")]
    [InlineData("\"tiers\": [3], \"scope\": \"anywhere\", \"purposes\": [\"safety\"], \"rights\": [\"read\"]", "anywhere")]
    [InlineData("\"tiers\": [2], \"scope\": \"nearby\", \"purposes\": [\"safety\"], \"rights\": [\"read\"]", "scope")]
    [InlineData("\"tiers\": [2], \"scope\": \"assigned\", \"purposes\": [\"fun\"], \"rights\": [\"read\"]", "not on the list")]
    [InlineData("\"tiers\": [7], \"scope\": \"assigned\", \"purposes\": [\"safety\"], \"rights\": [\"read\"]", "from 1 to 6")]
    [InlineData("\"tiers\": [2], \"scope\": \"assigned\", \"purposes\": [\"safety\"], \"rights\": [\"own\"]", "rights")]
    [InlineData("\"tiers\": [2], \"scope\": \"assigned\", \"purposes\": [\"safety\"], \"rights\": [\"read\"], \"note\": \"\"", "note")]
    public void File_ThatContradictsItself_IsRefused(string grant, string says)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, $$"""
                {"version":"2026-11-01","basis":"a test","stepUpMinutes":5,"breakGlass":{"maxMinutes":60,"minReasonLength":20},
                 "purposes":[{"key":"safety"},{"key":"statistics","firewalled":true}],"roles":[{"key":"r","grants":[{ {{grant}} }]}]}
                """);
            Assert.Contains(says, Assert.Throws<InvalidDataException>(() => AccessPolicy.Load(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static CaseScope Scope() => new(Case, "south", false, "open", []);

    private static Actor Plain(string[] roles) => new(Me, [.. roles], "north", null) { Profession = "social-work" };

    private static Actor Full(string[] roles) => Plain(roles) with { SteppedUpAt = Now, OnDuty = true };

    private static CaseScope Opened(CaseScope scope) => scope with
    {
        HasOrder = true,
        HasIncident = true,
        BreakGlasses = [.. Tiers.Select(t => new BreakGlass(Me, Case, t, Now, Now.AddMinutes(1)))],
    };

    private static IEnumerable<(Purpose Purpose, Tier Tier, AccessRight Right, CaseScope Scope)> Everything() =>
        from purpose in Policy.Purposes
        from tier in Tiers
        from right in Enum.GetValues<AccessRight>()
        from scope in Scopes
        select (purpose, tier, right, Opened(scope.Scope));

    private static string Matrix()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Access policy of {Policy.Version:yyyy-MM-dd}: what a role may do with a tier of a case that stands so to the actor, for a purpose.\n");
        text.Append("r read, w write, d decide. Capitals: only with what stands at the end of the line (fresh sign-in, emergency access, court order, ...).\n");
        text.Append("Lines on which nothing is allowed are left out: what does not stand here is denied.\n\n");
        for (var i = 0; i < Policy.Purposes.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(char)('A' + i)} {Policy.Purposes[i]}{(i % 4 == 3 ? "\n" : "   ")}");
        }

        foreach (var role in Policy.Roles)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{role.Key}\n");
            var shown = Tiers.SelectMany(tier => Lines(role.Key, tier)).ToList();
            text.Append(shown.Count == 0 ? "  reads no case\n" : string.Concat(shown.Prepend($"  {"",-28}{string.Concat(Policy.Purposes.Select((_, i) => $"{(char)('A' + i)}   "))}".TrimEnd() + "\n")));
            if (role.Aggregates is { } tables)
            {
                text.Append(CultureInfo.InvariantCulture, $"  tables: {tables.Form}, for {string.Join(", ", tables.Purposes)}\n");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Lines(string role, Tier tier)
    {
        var any = Scopes.Select(s => Line(role, tier, "any case", s.Scope)).Distinct(StringComparer.Ordinal).ToList();
        return (any.Count == 1 ? any : Scopes.Select(s => Line(role, tier, s.Name, s.Scope))).Where(l => l.Length > 0);
    }

    private static string Line(string role, Tier tier, string name, CaseScope scope)
    {
        var cells = new StringBuilder();
        var notes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var purpose in Policy.Purposes)
        {
            var cell = string.Concat(Enum.GetValues<AccessRight>().Select(right => Cell(right)));
            cells.Append((cell.Length == 0 ? "." : cell).PadRight(4));

            string Cell(AccessRight right)
            {
                var letter = "rwd"[(int)right - 1];
                var plain = Policy.Decide(Plain([role]), purpose, tier, right, scope, Now);
                var full = Policy.Decide(Full([role]), purpose, tier, right, Opened(scope), Now);
                Note(full);
                if (!plain.Allowed && full.Allowed)
                {
                    notes.UnionWith(plain.Missing);
                }

                return plain.Allowed ? $"{letter}" : full.Allowed ? $"{char.ToUpperInvariant(letter)}" : "";
            }
        }

        return notes.Count == 0 && cells.ToString().All(c => c is '.' or ' ') ? "" : $"  {(int)tier} {name,-26}{cells}{string.Join(", ", notes)}".TrimEnd() + "\n";

        void Note(AccessDecision decision)
        {
            if (decision is { Allowed: true, Form: not "full" })
            {
                notes.Add($"[{decision.Form}]");
            }

            if (decision is { Allowed: true, NeedsNotice: true })
            {
                notes.Add("[notice]");
            }
        }
    }
}
