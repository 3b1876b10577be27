using System.Net;
using Palermo.Casework.Access;
using Palermo.Casework.Demonstration;
using Palermo.Casework.Desks;
using Palermo.Casework.Facts;
using Palermo.Casework.Work;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Web.House;

namespace Palermo.Web.Tests.Casework;

/// <summary>The pages for who is around the person, further consents and exceptions, many answers at once, and those who acted.</summary>
public sealed class RecordPagesTests(StaffSite site) : IClassFixture<StaffSite>
{
    private static readonly ScriptedCase Adult = ScriptedStory.Load(Path.Combine(SharedRepository.Root, "data", "cases", "golden", "G13.json")).Cases[0];

    [Fact]
    public async Task Relation_IsRecordedWithItsRisk_StaysWhenThePersonChanges_AndCanBeTakenOut()
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        await player.Send(player.Worker, file + "/relations", file + "/relations", ("who", "Example Uncle"), ("kind", "OtherRelative"), ("risk", "Danger"), ("statedBy", "ThePerson"), ("note", "asked where she is"));
        await player.Send(player.Worker, file + "/person", file + "/person", ("name", "Example Alder"), ("sex", "Female"));
        var page = await player.Worker.Get(file + "/relations");
        Assert.Contains("Example Uncle", page.Words, StringComparison.Ordinal);
        Assert.Contains("endangers the person", page.Words, StringComparison.Ordinal);
        Assert.Contains("asked where she is", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Example Uncle", (await player.Worker.Get(file + "/print")).Html, StringComparison.Ordinal);
        var relation = (await player.Read(file)).Person.Version;
        Assert.Equal(3, relation);

        // Two people at once: what the second sends on the older state is not written.
        var stale = await player.Worker.Submit(page, file + "/relations", ("who", "Example Second"), ("version", "2"));
        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.Contains("Example Second", stale.Html, StringComparison.Ordinal);
        await player.Send(player.Worker, file + "/relations", file + "/relations/remove");
        Assert.DoesNotContain("Example Uncle", (await player.Worker.Get(file + "/relations")).Html, StringComparison.Ordinal);
    }

    /// <summary>Two people say at once who the person is: the second is shown both, and decides; a refused form beside it blanks nothing.</summary>
    [Fact]
    public async Task Person_ChangedByTwo_BothAreShown_AndAPersonChooses()
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        var before = await player.Worker.Get(file + "/person");
        await player.Send(player.Worker, file + "/person", file + "/person", ("name", "Example First"), ("sex", "Female"), ("nationalities", "RO"));
        var both = await player.Worker.Submit(before, file + "/person", ("name", "Example Second"), ("sex", "Male"), ("nationalities", "RO"));
        Assert.Equal(HttpStatusCode.Conflict, both.Status);
        Assert.Contains("value=\"Example Second\"", both.Html, StringComparison.Ordinal);
        Assert.Matches(@"What stands now:\s+Example First", both.Words);
        Assert.DoesNotMatch(@"What stands now:\s+RO", both.Words);
        await player.Worker.Submit(both, file + "/person", ("name", "Example Second"), ("sex", "Male"), ("nationalities", "RO"));
        Assert.Contains("value=\"Example Second\"", (await player.Worker.Get(file + "/person")).Html, StringComparison.Ordinal);
        var refused = await player.Worker.Submit(await player.Worker.Get(file + "/person"), file + "/age", ("age", "nonsense"));
        Assert.Contains("value=\"Example Second\"", refused.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Relations_AreNotShownToWhoeverMayNotSeeThePerson()
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        await player.Send(player.Worker, file + "/relations", file + "/relations", ("who", "Example Uncle"), ("kind", "OtherRelative"), ("statedBy", "Relative"));
        using var outsider = await site.As("caseworker", "south");
        Assert.Equal(HttpStatusCode.NotFound, (await outsider.Get(file + "/relations")).Status);
        var masked = await player.Supervisor.Get(file + "/relations");
        Assert.Equal(HttpStatusCode.OK, masked.Status);
        Assert.DoesNotContain("Example Uncle", masked.Html, StringComparison.Ordinal);
        Assert.Contains("is not shown to you", masked.Words, StringComparison.Ordinal);
        var empty = await player.Worker.Submit(await player.Worker.Get(file + "/relations"), file + "/relations", ("who", " "), ("risk", "Danger"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
    }

    [Fact]
    public async Task FurtherConsent_StandsBesideTheFirst_WithItsReservation_AndIsWithdrawnAlone()
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        await player.Send(player.Worker, file + "/consent", file + "/consent", ("purposes", "service-delivery"), ("recipients", "health_services"), ("tiers", "facts"), ("for", "30"), ("conditions", "nothing to the clinic of the village"));
        var (first, second) = (await player.Read(file)).Consents is [var a, var b] ? (a, b) : throw new InvalidOperationException("two consents were expected");
        Assert.Equal(["service-delivery"], second.Purposes);
        Assert.Equal(["health_services"], second.Recipients);
        Assert.Equal(["Facts"], second.Tiers);
        var page = await player.Worker.Get(file + "/consent");
        Assert.Contains("nothing to the clinic of the village", page.Words, StringComparison.Ordinal);
        await player.Send(player.Worker, file + "/consent", file + "/consent/withdraw", ("consent", second.Id.ToString()));
        var now = (await player.Read(file)).Consents;
        Assert.Null(now.Single(c => c.Id == first.Id).WithdrawnAt);
        Assert.NotNull(now.Single(c => c.Id == second.Id).WithdrawnAt);
    }

    [Theory]
    [InlineData("recipients", "everybody")]
    [InlineData("purposes", "curiosity")]
    [InlineData("tiers", "all")]
    [InlineData("for", "forever")]
    public async Task FurtherConsent_ToWhatNoListHolds_IsRefused_AndKeepsWhatWasTyped(string field, string value)
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        (string, string)[] fields = [("purposes", "service-delivery"), ("recipients", "support"), ("tiers", "facts"), ("for", "30"), ("conditions", "typed words")];
        var refused = await player.Worker.Submit(await player.Worker.Get(file + "/consent"), file + "/consent", [.. fields.Where(f => f.Item1 != field), (field, value)]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("typed words", refused.Words, StringComparison.Ordinal);
        Assert.Single((await player.Read(file)).Consents);
    }

    [Fact]
    public async Task Exception_WaitsForASecondPerson_WhoReadsWhy()
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        (string, string)[] asked = [("except.purpose", "criminal-justice"), ("except.recipient", "law_enforcement"), ("except.tiers", "facts"), ("basis", "Example Act, s. 7"), ("reason", "a child is still held there"), ("review", "2026-12-24")];
        var undated = await player.Worker.Submit(await player.Worker.Get(file + "/consent"), file + "/override", [.. asked.Where(a => a.Item1 is not ("review" or "basis")), ("review", "2026-01-01"), ("basis", "")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, undated.Status);
        Assert.Contains("a day to come", undated.Words, StringComparison.Ordinal);
        Assert.Contains("a child is still held there", undated.Words, StringComparison.Ordinal);
        await player.Send(player.Worker, file + "/consent", file + "/override", asked);
        var own = await player.Worker.Submit(await player.Worker.Get(file + "/consent"), file + "/override/approve");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, own.Status);
        Assert.Contains("A second person must do this", own.Words, StringComparison.Ordinal);
        Assert.Contains("a child is still held there", (await player.Supervisor.Get(file + "/consent")).Words, StringComparison.Ordinal);
        await player.Send(player.Supervisor, file + "/consent", file + "/override/approve");
        var approved = Assert.Single((await player.Read(file)).Overrides);
        Assert.NotNull(approved.ApprovedAt);
        Assert.Equal(["Facts"], approved.Tiers);
        Assert.Equal("law_enforcement", approved.Recipient);
    }

    [Fact]
    public async Task ManyAnswers_AreSavedAtOnce_SilenceIsNone_AndAgainChangesNothing()
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult with { Interviews = [Adult.Interviews[0] with { Answers = System.Collections.Immutable.ImmutableDictionary<string, FactAnswer>.Empty }] });
        var interview = file + "/interview/" + (await player.Read(file)).Interviews[0].Id + "/many";
        (string, string)[] chosen = [("a.recruitment", "Yes"), ("a.deception", "Yes"), ("a.fraud", "Unknown"), ("a.forced_labour", "Declined"), ("a.abduction", "AskLater")];
        await player.Send(player.Worker, interview, interview, chosen);
        var facts = (await player.Read(file)).Knowledge.Standing;
        Assert.Equal(chosen.Select(c => c.Item1[2..] + c.Item2).Order(), facts.Select(f => f.Code + f.Answer).Order());
        await player.Send(player.Worker, interview, interview, chosen);
        Assert.Equal(5, (await player.Read(file)).Knowledge.Facts.Length);
        await player.Send(player.Worker, interview, interview, [("a.recruitment", "No"), .. chosen.Skip(1)]);
        Assert.Equal(FactAnswer.No, (await player.Read(file)).Knowledge.Standing.Single(f => f.Code == "recruitment").Answer);
        var wrong = await player.Worker.Submit(await player.Worker.Get(interview), interview, ("a.recruitment", "Maybe"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
    }

    /// <summary>Two people at the same page: the second one's answers do not overwrite, field by field.</summary>
    [Fact]
    public async Task ManyAnswers_OfTwoPeople_AreBothKept()
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        await player.Take(file);
        var interview = file + "/interview/" + (await player.Read(file)).Interviews[0].Id + "/many";
        var (mine, theirs) = (await player.Worker.Get(interview), await player.Authority.Get(interview));
        await player.Worker.Submit(mine, interview, ("a.fraud", "Yes"));
        await player.Authority.Submit(theirs, interview, ("a.fraud", "No"));
        var conflict = Assert.Single((await player.Read(file)).Knowledge.EditConflicts);
        Assert.Equal([FactAnswer.Yes, FactAnswer.No], conflict.Select(c => c.Answer).Order());
    }

    /// <summary>The compartment of those who acted: the liaison opens it, the authority sees acts without names, the people of the case see nothing.</summary>
    [Fact]
    public async Task Parties_AreInACompartmentOfTheirOwn_AndLinkOnlyCasesOfWhoAsks()
    {
        var player = await PagePlayer.At(site);
        var (one, two, three) = (await player.Open(Adult), await player.Open(Adult), await player.Open(Adult));
        var (liaison, account) = await site.Person(["law-enforcement-liaison"]);
        var (other, stranger) = await site.Person(["law-enforcement-liaison"]);
        await Give(player, one, account.Id);
        await Give(player, two, account.Id);
        await Give(player, three, stranger.Id);
        foreach (var (browser, file, phone) in new[] { (liaison, one, "+00 000 000 0019"), (liaison, two, "00 (0) 000 000 0019"), (other, three, "+00 000 000 0019") })
        {
            await player.Send(browser, file + "/parties", file + "/parties", ("acts", "recruitment"), ("names", "Example Elm\nExample Fig"), ("id.Phone", phone), ("relation", "Employer"), ("note", "said so"));
        }

        var full = await liaison.Get(one + "/parties");
        Assert.Contains("Example Elm", full.Words, StringComparison.Ordinal);
        Assert.Contains("Tier 6", full.Words, StringComparison.Ordinal);
        Assert.Contains($"/en/case/{two[^36..]}/parties", full.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(three[^36..], full.Html, StringComparison.Ordinal);
        Assert.Contains("/parties", (await liaison.Get(one)).Html, StringComparison.Ordinal);

        await player.Take(one);
        var excerpt = await player.Authority.Get(one + "/parties");
        Assert.Equal(HttpStatusCode.OK, excerpt.Status);
        Assert.Contains("recruitment", excerpt.Words, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Example Elm", excerpt.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("0019", excerpt.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(two[^36..], excerpt.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await player.Worker.Get(one + "/parties")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await player.Supervisor.Get(one + "/parties")).Status);
        Assert.DoesNotContain("/parties", (await player.Worker.Get(one)).Html, StringComparison.Ordinal);
        Assert.Contains(await site.Audit(), e => e is { Action: "party.read", Allowed: false } && e.CaseId == Guid.Parse(one[^36..]));
        liaison.Dispose();
        other.Dispose();
    }

    private async Task Give(PagePlayer player, string file, Guid client)
    {
        var desk = new CaseDesk(site.Services.GetRequiredService<CaseHouse>().Setting);
        var worker = (await site.Ask(a => Task.FromResult(a.Users.ToList()))).First(u => u.Roles.Contains("supervisor"));
        await desk.AssignAsync(new(worker.Id, ["supervisor"], PagePlayer.Office, null), Purpose.CasePlanning, Guid.Parse(file[^36..]), client, AssignmentKind.Client, TestContext.Current.CancellationToken);
        _ = player;
    }
}
