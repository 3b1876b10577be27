using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Desks;
using Palermo.Casework.Unsent;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;

namespace Palermo.Tests.Casework.Desks;

/// <summary>Words that were begun and not sent: kept for their writer alone, and gone when they are sent.</summary>
public sealed class UnsentTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task Kept_ForTheirWriterAlone_UntilTheFormIsSent(string database)
    {
        await using var house = await House.OpenAsync(database);
        var file = await house.AdultAsync();
        var (desk, worker) = (house.Desk, house.Cast.Caseworker);
        var colleague = house.Cast.Caseworker with { UserId = house.Setting.Ids.Next() };
        await desk.AssignAsync(worker, Purpose.CasePlanning, file.CaseId, colleague.UserId, AssignmentKind.Worker, Stop);
        var version = (await house.ReadAsync(file)).Case.Version;
        await Keep(house, file, worker, "half a");
        await Keep(house, file, colleague, "another's");
        await Keep(house, file, worker, "half a sentence");

        Assert.Equal("half a sentence", Words(await house.ReadAsync(file)));
        Assert.Equal("another's", Words(await house.ReadAsync(file, colleague)));
        Assert.Equal(version, (await house.ReadAsync(file)).Case.Version);

        // What is refused stays kept; what is done is not kept any longer, and nobody else's goes with it.
        await Assert.ThrowsAsync<DeskRefused>(() => desk.Sending(KeptForm.Note).AddNoteAsync(worker, Purpose.CasePlanning, file.CaseId, Tier.Identity, " ", null, Stop));
        Assert.Equal("half a sentence", Words(await house.ReadAsync(file)));
        await desk.Sending(KeptForm.Note).AddNoteAsync(worker, Purpose.CasePlanning, file.CaseId, Tier.Identity, "a whole sentence", null, Stop);
        Assert.Empty((await house.ReadAsync(file)).Kept);
        await desk.DropFormAsync(colleague, Purpose.CasePlanning, file.CaseId, KeptForm.Note, Stop);
        Assert.Empty((await house.ReadAsync(file, colleague)).Kept);
    }

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task OlderState_PutBack_DoesNotOpen(string database)
    {
        await using var house = await House.OpenAsync(database);
        var file = await house.AdultAsync();
        await Keep(house, file, house.Cast.Caseworker, "first");
        await using var context = house.Setting.Database.NewContext();
        var before = (await context.Set<UnsentForm>().AsNoTracking().SingleAsync(Stop)).Fields;
        await Keep(house, file, house.Cast.Caseworker, "second");
        await context.Set<UnsentForm>().ExecuteUpdateAsync(s => s.SetProperty(f => f.Fields, before), Stop);
        Assert.Equal(VaultProblem.Tampered, (await Assert.ThrowsAsync<VaultException>(() => house.ReadAsync(file))).Problem);
    }

    [Fact]
    public async Task WhoeverMayNotSendIt_KeepsNothing_AndTooMuchIsRefused()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        await Assert.ThrowsAsync<DeskDenied>(() => Keep(house, file, house.Cast.Supervisor, "words"));
        await Assert.ThrowsAsync<DeskDenied>(() => Keep(house, file, house.Cast.Caseworker, "words", KeptForm.Decision));
        await Assert.ThrowsAsync<DeskDenied>(() => Keep(house, file, house.Cast.Caseworker, "words", KeptForm.Party));
        await Assert.ThrowsAsync<DeskRefused>(() => Keep(house, file, house.Cast.Caseworker, new string('x', CaseDesk.LongestForm)));
        Assert.Empty((await house.ReadAsync(file)).Kept);
    }

    private static string Words(CaseFile file) => Assert.Single(file.Kept[KeptForm.Note.Key].Fields["words"]);

    private static Task Keep(House house, OpenedCase file, Actor actor, string words, KeptForm? form = null) =>
        house.Desk.KeepFormAsync(actor, Purpose.CasePlanning, file.CaseId, form ?? KeptForm.Note, ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("words", [words]), Stop);
}
