using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Audit;
using Palermo.Casework.Cases;
using Palermo.Casework.Consents;
using Palermo.Casework.Contacts;
using Palermo.Casework.Desks;
using Palermo.Casework.Facts;
using Palermo.Casework.Persons;
using Palermo.Casework.Unsent;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;

namespace Palermo.Tests.Casework.Desks;

/// <summary>The desk is the only door: what it refuses, what it records, and that it serves nothing it cannot record.</summary>
public sealed class DoorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task CaseOfAnotherOffice_LooksAsIfItWereNotThere(string database)
    {
        await using var house = await House.OpenAsync(database);
        var file = await house.AdultAsync();
        var outsider = house.Cast.Caseworker with { UserId = house.Setting.Ids.Next(), Office = "elsewhere" };
        var foreign = await Assert.ThrowsAsync<DeskDenied>(() => house.ReadAsync(file, outsider));
        var missing = await Assert.ThrowsAsync<DeskDenied>(() => house.Desk.OpenAsync(outsider, Purpose.CasePlanning, house.Setting.Ids.Next(), Stop));
        Assert.Equal(missing.Message, foreign.Message);
        Assert.Equal(missing.StepUpWouldDo, foreign.StepUpWouldDo);

        await using var context = house.Setting.Database.NewContext();
        var denied = await context.Set<AuditEntry>().Where(e => e.ActorId == outsider.UserId).OrderBy(e => e.Seq).ToListAsync(Stop);
        Assert.Equal([false, false], denied.Select(e => e.Allowed));
        Assert.Equal([file.CaseId, null], denied.Select(e => e.CaseId));
    }

    [Fact]
    public async Task EveryMethod_ForAnOutsider_IsDenied()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        var (desk, id, who, why) = (house.Desk, file.CaseId, house.Cast.Caseworker with { UserId = house.Setting.Ids.Next(), Office = "elsewhere" }, Purpose.CasePlanning);
        var some = house.Setting.Ids.Next();
        Func<Task>[] calls =
        [
            () => desk.OpenAsync(who, why, id, Stop), () => desk.ReceiptAsync(who, why, id, Stop), () => desk.WhoSawAsync(who, why, id, Stop), () => desk.ConsentAsync(who, why, id, house.Consent(), Stop),
            () => desk.WithdrawConsentAsync(who, why, id, some, Stop), () => desk.AskOverrideAsync(who, why, id, "safety", "x", [Tier.Facts], "art. 1", "why", new(2026, 9, 1), Stop),
            () => desk.ApproveOverrideAsync(who, why, id, some, Stop), () => desk.StartInterviewAsync(who, why, id, new(file.EpisodeId, HeardFrom.ThePerson, new(2026, 3, 2)), Stop),
            () => desk.AddEpisodeAsync(who, why, id, new(null, null, []), Stop), () => desk.ChangeEpisodeAsync(who, why, id, file.EpisodeId, 1, new(null, null, []), Stop),
            () => desk.AnswerAsync(who, why, id, file.InterviewId, [new("deception", FactAnswer.Yes)], Stop), () => desk.ChooseAnswerAsync(who, why, id, some, Stop),
            () => desk.AddEvidenceAsync(who, why, id, new(Palermo.Casework.Evidence.EvidenceKind.Document, "x", null), Stop), () => desk.FindAsync(who, why, id, [], Stop),
            () => desk.MoveAsync(who, why, id, "withdraw", "x", null, Stop), () => desk.AssignAsync(who, why, id, who.UserId, AssignmentKind.Worker, Stop),
            () => desk.ProposeAsync(who, why, id, new(file.EpisodeId, "reasonable_grounds", "positive", "un-palermo", new([], null, "en")), Stop),
            () => desk.ReadSecondAsync(who, why, id, some, "positive", "x", Stop), () => desk.AwaitingAsync(who, why, id, Stop), () => desk.ReadDecisionAsync(who, why, id, some, Stop),
            () => desk.NotifyAsync(who, why, id, some, "en", Stop), () => desk.ChangePersonAsync(who, why, id, 1, new(RecordedSex.Female, [], [], [], null), Stop),
            () => desk.RecordAgeAsync(who, why, id, AgeStatus.Adult, AgeBasis.Stated, Stop), () => desk.AddGuardianAsync(who, why, id, GuardianKind.Guardian, "x", true, Stop),
            () => desk.AddContactAsync(who, why, id, new(ContactChannel.Phone, new("x"), null, null, Voicemail.Never, true), Stop), () => desk.ReadContactsAsync(who, why, id, Stop),
            () => desk.AddPartyAsync(who, why, id, null, [], new([], []), Stop), () => desk.ReadPartiesAsync(who, why, id, Stop), () => desk.LinkedCasesAsync(who, why, id, Stop),
            () => desk.PartiesAsync(who, why, id, Stop), () => desk.AddRelationAsync(who, why, id, 1, new("x", RelationKind.Parent, RelationRisk.Unknown, HeardFrom.ThePerson), Stop), () => desk.RemoveRelationAsync(who, why, id, 1, some, Stop),
            () => desk.AddNoteAsync(who, why, id, Tier.Identity, "x", null, Stop), () => desk.ReadNotesAsync(who, why, id, Tier.Identity, Stop), () => desk.ReadNotesAsync(who, why, id, Tier.Privileged, Stop),
            () => desk.AttachAsync(who, why, id, "x.txt", "words"u8.ToArray(), null, Stop), () => desk.FilesAsync(who, why, id, Stop), () => desk.ReadFileAsync(who, why, id, some, Stop),
            () => desk.OpenInEmergencyAsync(who, why, id, Tier.Location, new string('x', 40), TimeSpan.FromMinutes(5), Stop),
            () => desk.KeepFormAsync(who, why, id, KeptForm.Note, ImmutableDictionary<string, ImmutableArray<string>>.Empty, Stop), () => desk.DropFormAsync(who, why, id, KeptForm.Note, Stop),
        ];
        foreach (var call in calls)
        {
            await Assert.ThrowsAsync<DeskDenied>(call);
        }

        // A method that is added without standing above fails here.
        var acting = typeof(CaseDesk).GetMethods().Where(m => m.DeclaringType == typeof(CaseDesk) && m.GetParameters().Any(p => p.Name == "caseId")).Select(m => m.Name).Distinct().Count();
        Assert.Equal(acting, calls.Length - 1);
    }

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task AuditThatCannotBeWritten_MeansNothingIsServedOrDone(string database)
    {
        await using var house = await House.OpenAsync(database);
        var file = await house.AdultAsync();
        await using (var context = house.Setting.Database.NewContext())
        {
            await context.Database.ExecuteSqlRawAsync("""ALTER TABLE "AuditEntries" RENAME TO "Elsewhere" """, Stop);
        }

        await Assert.ThrowsAsync<DeskUnavailable>(() => house.ReadAsync(file));
        await Assert.ThrowsAsync<DeskUnavailable>(() => house.AnswerAsync(file, ("deception", FactAnswer.Yes)));
        await Assert.ThrowsAsync<DeskUnavailable>(() => house.AdultAsync());
        await Assert.ThrowsAsync<DeskUnavailable>(() => house.Desk.CaseloadAsync(house.Cast.Caseworker, Purpose.CasePlanning, new CaseloadQuery(), Stop));
        await using var after = house.Setting.Database.NewContext();
        Assert.Equal(0, await after.Set<StatedFact>().CountAsync(Stop));
        Assert.Equal(1, await after.Set<Case>().CountAsync(Stop));
    }

    [Fact]
    public async Task WhoSaw_TellsEveryReadingAndNeverAValue()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        await house.Desk.ChangePersonAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, 1, Named("Canary Name"), Stop);
        await house.ReadAsync(file);
        await house.Desk.CaseloadAsync(house.Cast.Caseworker, Purpose.CasePlanning, new CaseloadQuery(), Stop);
        await house.Desk.SearchAsync(house.Cast.Caseworker, Purpose.CasePlanning, new SearchQuery(null, null, "Kanary"), Stop);
        var (entries, _) = await house.Desk.WhoSawAsync(house.Cast.Supervisor, Purpose.QualityAudit, file.CaseId, Stop);
        Assert.Equal(["search.hit", "case.listed", "case.read", "person.changed", "case.opened"], entries.Select(e => e.Action));
        Assert.Contains(Tier.Identity, entries[2].Tiers);
        Assert.All(entries, e => Assert.DoesNotContain("anary", e.Fields + e.Action + e.Reason, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task AdultWhoDoesNotAgree_LeavesNoCaseAndANoticeThatPointsNowhere(string database)
    {
        await using var house = await House.OpenAsync(database);
        var refused = await Assert.ThrowsAsync<DeskRefused>(() => house.Desk.OpenCaseAsync(house.Cast.FirstResponder, Purpose.Intake, new CaseDraft(AgeStatus.Adult, AgeBasis.Stated, null), Stop));
        Assert.Equal([nameof(DeskProblem.ConsentMissing)], refused.Problems);
        await house.Desk.RecordNoticeAsync(house.Cast.FirstResponder, Purpose.Intake, new NoticeDraft(RecordedSex.Male, "unknown", ["forced_labour"]), Stop);
        await using var context = house.Setting.Database.NewContext();
        Assert.Equal(0, await context.Set<Case>().CountAsync(Stop));
        Assert.Equal(0, await context.Set<Person>().CountAsync(Stop));
        var notice = await context.Set<AnonymousNotice>().SingleAsync(Stop);
        Assert.Equal(new DateOnly(2026, 3, 1), notice.Month);
        Assert.Equal(["Facts", "Id", "Month", "Nationality", "Office", "Sex"], typeof(AnonymousNotice).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WithdrawnConsent_StopsTheReferral()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        await house.Desk.WithdrawConsentAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, (await house.ReadAsync(file)).Consents[0].Id, Stop);
        var refused = await Assert.ThrowsAsync<DeskRefused>(() => Refer(house, file));
        Assert.Equal([nameof(DeskProblem.ConsentMissing)], refused.Problems);
        Assert.Contains((await house.ReadAsync(file)).Work, w => w.Kind == WorkKind.ConsentEnded);
    }

    [Fact]
    public async Task ConsentForAnotherRecipient_DoesNotCarryTheReferral()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.Desk.OpenCaseAsync(house.Cast.Caseworker, Purpose.Intake, new CaseDraft(AgeStatus.Adult, AgeBasis.Stated, house.Consent("health_services")), Stop);
        await Assert.ThrowsAsync<DeskRefused>(() => Refer(house, file));
    }

    [Fact]
    public async Task Child_WithoutAGuardian_OpensOnAProvisionAndIsReferredOnlyWhenASecondPersonApproved()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.Desk.OpenCaseAsync(house.Cast.Caseworker, Purpose.Intake, new CaseDraft(AgeStatus.Child, AgeBasis.Stated, null, "CETS 197 art. 10(4)"), Stop);
        await Assert.ThrowsAsync<DeskRefused>(() => Refer(house, file));
        var read = await house.ReadAsync(file);
        Assert.Equal([WorkKind.GuardianNeeded, WorkKind.OverrideToApprove], read.Work.Select(w => w.Kind));
        await Assert.ThrowsAsync<DeskRefused>(() => house.Desk.ApproveOverrideAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, read.Overrides[0].Id, Stop));
        await house.Desk.ApproveOverrideAsync(house.Cast.Supervisor, Purpose.CasePlanning, file.CaseId, read.Overrides[0].Id, Stop);
        await Refer(house, file);
    }

    [Fact]
    public async Task ConsentToOtherWords_IsRefused()
    {
        await using var house = await House.OpenAsync("SQLite");
        var draft = new CaseDraft(AgeStatus.Adult, AgeBasis.Stated, house.Consent() with { Language = "fr" });
        var refused = await Assert.ThrowsAsync<DeskRefused>(() => house.Desk.OpenCaseAsync(house.Cast.Caseworker, Purpose.Intake, draft, Stop));
        Assert.Equal([nameof(DeskProblem.WordingChanged)], refused.Problems);
    }

    [Fact]
    public async Task PresumedChild_GivesWayOnlyToADetermination()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        await house.Desk.RecordAgeAsync(house.Cast.Caseworker, Purpose.Intake, file.CaseId, AgeStatus.PresumedChild, AgeBasis.Stated, Stop);
        await Assert.ThrowsAsync<DeskRefused>(() => house.Desk.RecordAgeAsync(house.Cast.Caseworker, Purpose.Intake, file.CaseId, AgeStatus.Adult, AgeBasis.Document, Stop));
        await house.Desk.RecordAgeAsync(house.Cast.Caseworker, Purpose.Intake, file.CaseId, AgeStatus.Adult, AgeBasis.Determination, Stop);
    }

    [Fact]
    public async Task Contacts_AskForAFreshSignIn()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        var denied = await Assert.ThrowsAsync<DeskDenied>(() => house.Desk.ReadContactsAsync(house.Cast.Caseworker, Purpose.Safety, file.CaseId, Stop));
        Assert.True(denied.StepUpWouldDo);
        var fresh = house.Cast.Caseworker with { SteppedUpAt = house.Clock.GetUtcNow() };
        await house.Desk.AddContactAsync(fresh, Purpose.Safety, file.CaseId, new ContactDraft(ContactChannel.Phone, new ContactPoint("canary-phone"), null, null, Voicemail.Never, true), Stop);
        Assert.Equal("canary-phone", (await house.Desk.ReadContactsAsync(fresh, Purpose.Safety, file.CaseId, Stop))[0].Point.Address);
        house.Clock.Advance(TimeSpan.FromMinutes(6));
        await Assert.ThrowsAsync<DeskDenied>(() => house.Desk.ReadContactsAsync(fresh, Purpose.Safety, file.CaseId, Stop));
        await Assert.ThrowsAsync<DeskDenied>(() => house.Desk.ReadContactsAsync(fresh, Purpose.CasePlanning, file.CaseId, Stop));
    }

    [Fact]
    public async Task FirstResponder_KeepsOnlyTheReceiptOnceTheCaseIsReferred()
    {
        await using var house = await House.OpenAsync("SQLite");
        var responder = house.Cast.FirstResponder;
        var file = await house.AdultAsync(responder);
        await house.Desk.OpenAsync(responder, Purpose.Intake, file.CaseId, Stop);
        await house.Desk.MoveAsync(responder, Purpose.Intake, file.CaseId, "refer", null, Palermo.Casework.Demonstration.Cast.AuthorityOffice, Stop);
        await Assert.ThrowsAsync<DeskDenied>(() => house.Desk.OpenAsync(responder, Purpose.Intake, file.CaseId, Stop));
        Assert.NotEmpty((await house.Desk.WhoSawAsync(responder, Purpose.Intake, file.CaseId, Stop)).Entries);
    }

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task Search_FindsOwnCasesInAnySpellingAndNothingOfOthers(string database)
    {
        await using var house = await House.OpenAsync(database);
        var file = await house.AdultAsync();
        await house.Desk.ChangePersonAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, 1, Named("Muhammad Alsayed"), Stop);
        var outsider = house.Cast.Caseworker with { UserId = house.Setting.Ids.Next() };
        foreach (var query in new SearchQuery[] { new(file.Reference.ToLowerInvariant(), null, null), new(null, (IdentifierKind.Phone, "00 44 20 0000 0000"), null), new(null, null, "Mohamed Elsayed"), new(null, null, "محمد") })
        {
            Assert.Equal(file.CaseId, Assert.Single(await house.Desk.SearchAsync(house.Cast.Caseworker, Purpose.CasePlanning, query, Stop)).CaseId);
        }

        Assert.Empty(await house.Desk.SearchAsync(outsider, Purpose.CasePlanning, new SearchQuery(null, null, "Mohamed"), Stop));
        Assert.Empty(await house.Desk.SearchAsync(house.Cast.Caseworker, Purpose.CasePlanning, new SearchQuery(null, null, "Olga"), Stop));
        Assert.Empty(await house.Desk.SearchAsync(house.Cast.Caseworker, Purpose.CasePlanning, new SearchQuery(null, (IdentifierKind.Phone, "123"), null), Stop));
    }

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task Caseload_PagesThroughEveryCaseOnceAndMasksNamesThatAreNotOnes(string database)
    {
        await using var house = await House.OpenAsync(database);
        var cases = new List<Guid>();
        for (var i = 0; i < 7; i++)
        {
            var file = await house.AdultAsync();
            await house.Desk.ChangePersonAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, 1, Named("Some Body"), Stop);
            cases.Add(file.CaseId);
        }

        var seen = new List<Guid>();
        for (CaseloadMark? at = null; ;)
        {
            var page = await house.Desk.CaseloadAsync(house.Cast.Caseworker, Purpose.CasePlanning, new CaseloadQuery(After: at, Size: 3), Stop);
            seen.AddRange(page.Rows.Select(r => r.CaseId));
            Assert.All(page.Rows, r => Assert.Equal("Some Body", r.Name));
            if ((at = page.Next) is null)
            {
                break;
            }
        }

        cases.Reverse();
        Assert.Equal(cases, seen);
        var colleague = house.Cast.Caseworker with { UserId = house.Setting.Ids.Next() };
        var office = await house.Desk.CaseloadAsync(colleague, Purpose.CasePlanning, new CaseloadQuery(OnlyMine: false), Stop);
        Assert.Equal(7, office.Rows.Length);
        Assert.All(office.Rows, r => Assert.Null(r.Name));
        Assert.Empty((await house.Desk.CaseloadAsync(colleague, Purpose.CasePlanning, new CaseloadQuery(), Stop)).Rows);
    }

    [Fact]
    public async Task Person_ChangedOnAnOldVersion_IsAConflictAndNothingIsOverwritten()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        await house.Desk.ChangePersonAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, 1, Named("First"), Stop);
        await Assert.ThrowsAsync<DeskConflict>(() => house.Desk.ChangePersonAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, 1, Named("Second"), Stop));
        Assert.Equal("First", (await house.ReadAsync(file)).Identity!.ShownName);
        await house.Desk.ChangePersonAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, 2, new PersonDraft(RecordedSex.Female, ["RO"], [], [], null), Stop);
        Assert.Equal("First", (await house.ReadAsync(file)).Identity!.ShownName);
    }

    [Fact]
    public async Task Notes_AreAddedToAndPrivilegedOnesReadOnlyByTheirAuthor()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        var (desk, why) = (house.Desk, Purpose.CasePlanning);
        var first = await desk.AddNoteAsync(house.Cast.Caseworker, why, file.CaseId, Tier.Identity, "first", null, Stop);
        await desk.AddNoteAsync(house.Cast.Caseworker, why, file.CaseId, Tier.Identity, "correction", first, Stop);
        Assert.Equal(["first", "correction"], (await desk.ReadNotesAsync(house.Cast.Caseworker, why, file.CaseId, Tier.Identity, Stop)).Select(n => n.Words));
        await Assert.ThrowsAsync<DeskDenied>(() => desk.ReadNotesAsync(house.Cast.Caseworker, why, file.CaseId, Tier.Privileged, Stop));
        var therapist = house.Cast.Caseworker with { Profession = "psychologist" };
        await desk.AddNoteAsync(therapist, why, file.CaseId, Tier.Privileged, "in confidence", null, Stop);
        Assert.Single(await desk.ReadNotesAsync(therapist, why, file.CaseId, Tier.Privileged, Stop));
    }

    [Fact]
    public async Task File_IsSniffedSealedAndGivenBackWithoutItsMetadata()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        var refused = await Assert.ThrowsAsync<DeskRefused>(() => house.Desk.AttachAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, "a.pdf", "<svg onload=x>"u8.ToArray(), null, Stop));
        Assert.Equal(["KindNotTaken"], refused.Problems);
        var id = await house.Desk.AttachAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, "/home/x/canary-file.txt", "canary-content"u8.ToArray(), null, Stop);
        Assert.Equal("canary-file.txt", Assert.Single(await house.Desk.FilesAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, Stop)).Name);
        Assert.Equal("canary-content"u8.ToArray(), (await house.Desk.ReadFileAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, id, Stop)).Content);
        foreach (var part in Directory.GetFiles(Path.GetDirectoryName(house.File)!))
        {
            Assert.True((await File.ReadAllBytesAsync(part, Stop)).AsSpan().IndexOf("canary-"u8) < 0, part);
        }
    }

    [Fact]
    public async Task Liaison_ForWhomThereIsNoPackageYet_SeesNothingOfTheFile()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        await house.Desk.AssignAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, house.Cast.Liaison.UserId, AssignmentKind.Client, Stop);
        var (desk, who, why) = (house.Desk, house.Cast.Liaison, Purpose.CriminalJustice);
        await Assert.ThrowsAsync<DeskDenied>(() => desk.OpenAsync(who, why, file.CaseId, Stop));
        await Assert.ThrowsAsync<DeskDenied>(() => desk.ReadDecisionAsync(who, why, file.CaseId, file.CaseId, Stop));
        await Assert.ThrowsAsync<DeskDenied>(() => desk.FilesAsync(who, why, file.CaseId, Stop));
        await Assert.ThrowsAsync<DeskDenied>(() => desk.ReadFileAsync(who, why, file.CaseId, file.CaseId, Stop));
        await Assert.ThrowsAsync<DeskDenied>(() => desk.ReadNotesAsync(who, why, file.CaseId, Tier.Identity, Stop));
        var nurse = new Actor(who.UserId, ["health-professional"], "clinic", null);
        await Assert.ThrowsAsync<DeskDenied>(() => desk.ReadFileAsync(nurse, Purpose.ServiceDelivery, file.CaseId, file.CaseId, Stop));
    }

    [Fact]
    public async Task Colleague_CannotGiveThemselvesACaseButIsGivenIt()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        var colleague = house.Cast.Caseworker with { UserId = house.Setting.Ids.Next() };
        var refused = await Assert.ThrowsAsync<DeskRefused>(() => house.Desk.AssignAsync(colleague, Purpose.CasePlanning, file.CaseId, colleague.UserId, AssignmentKind.Worker, Stop));
        Assert.Equal([nameof(DeskProblem.SamePerson)], refused.Problems);
        await Assert.ThrowsAsync<DeskDenied>(() => house.ReadAsync(file, colleague));
        Assert.Equal(file.Reference, (await house.Desk.ReceiptAsync(colleague, Purpose.CasePlanning, file.CaseId, Stop)).Reference);
        await house.Desk.AssignAsync(house.Cast.Supervisor, Purpose.CasePlanning, file.CaseId, colleague.UserId, AssignmentKind.Worker, Stop);
        await house.ReadAsync(file, colleague);
    }

    private static PersonDraft Named(string name) =>
        new(RecordedSex.Female, ["RO"], ["ron"], [], new PersonIdentity([new PersonName(name, NameKind.Told)]) { Identifiers = [new PersonIdentifier(IdentifierKind.Phone, "+44 20 0000 0000")] });

    private static Task Refer(House house, OpenedCase file) =>
        house.Desk.MoveAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, "refer", null, Palermo.Casework.Demonstration.Cast.AuthorityOffice, Stop);
}
