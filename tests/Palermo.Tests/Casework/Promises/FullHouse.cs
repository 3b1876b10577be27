using System.Collections.Immutable;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Contacts;
using Palermo.Casework.Decisions;
using Palermo.Casework.Demonstration;
using Palermo.Casework.Desks;
using Palermo.Casework.Evidence;
using Palermo.Casework.Facts;
using Palermo.Casework.Parties;
using Palermo.Casework.Persons;
using Palermo.Casework.Unsent;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;
using Palermo.Law.Facts;

namespace Palermo.Tests.Casework.Promises;

/// <summary>A house in which every kind of record was written at least once, through the desk.</summary>
internal static class FullHouse
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<House> OpenAsync(string database, MasterKey? master = null)
    {
        var house = await House.OpenAsync(database, master);
        var stories = ScriptedStory.LoadAll(Path.Combine(House.Data, "cases", "golden"));
        await new DemonstrationCases(house.Desk, house.Cast, stories, 3).AddCasesAsync(stories.Sum(s => s.Cases.Length), Stop);
        await using (var context = house.Setting.Database.NewContext())
        {
            var decision = await context.Set<Decision>().AsNoTracking().FirstAsync(Stop);
            await house.Desk.NotifyAsync(house.Cast.Authority, Purpose.IdentificationDecision, decision.CaseId, decision.Id, "en", Stop);
        }

        await FillAsync(house, "Somebody", "street 1", "+44 7700 900000", n => $"a text, {n}");
        return house;
    }

    /// <summary>One more case with a value in every place that takes one.</summary>
    /// <param name="words">Text for a place that takes words, by the place's name.</param>
    public static async Task<OpenedCase> FillAsync(House house, string name, string address, string phone, Func<string, string> words)
    {
        var desk = house.Desk;
        var worker = house.Cast.Caseworker with { Profession = "lawyer" };
        var file = await desk.OpenCaseAsync(worker, Purpose.Intake, new CaseDraft(AgeStatus.Adult, AgeBasis.Stated, house.Consent() with { Conditions = words("conditions") }) { IsSynthetic = true }, Stop);
        var id = file.CaseId;
        var version = (await house.ReadAsync(file)).Person.Version;
        var identity = new PersonIdentity([new PersonName(name, NameKind.Told), new PersonName(words("alias"), NameKind.Nickname)], "2001", "stated", words("gender"))
        {
            Identifiers = [new PersonIdentifier(IdentifierKind.Phone, phone), new PersonIdentifier(IdentifierKind.Email, $"{words("email").Replace(' ', '.')}@example.org"), new PersonIdentifier(IdentifierKind.Document, phone.Replace("+44", "P", StringComparison.Ordinal))],
        };
        await desk.ChangePersonAsync(worker, Purpose.CasePlanning, id, version, new PersonDraft(RecordedSex.Female, ["XK"], ["sq"], [], identity), Stop);
        await desk.AnswerAsync(worker, Purpose.Intake, id, file.InterviewId, [new AnswerDraft("deception", FactAnswer.Yes, words("answer"))], Stop);
        var evidence = await desk.AddEvidenceAsync(worker, Purpose.CasePlanning, id, new EvidenceDraft(EvidenceKind.Statement, words("evidence"), new DateOnly(2026, 2, 1)), Stop);
        await desk.FindAsync(worker, Purpose.CasePlanning, id, [new FindingDraft(file.EpisodeId, "deception", InputState.True, StandardOfProof.ReasonableGrounds) { Evidence = [evidence], Reason = words("finding") }], Stop);
        await desk.AttachAsync(worker, Purpose.CasePlanning, id, words("file") + ".txt", Encoding.UTF8.GetBytes(words("content") + " " + address), evidence, Stop);
        await desk.AddNoteAsync(worker, Purpose.CasePlanning, id, Tier.Identity, words("note"), null, Stop);
        await desk.AddNoteAsync(worker, Purpose.CasePlanning, id, Tier.Privileged, words("privileged"), null, Stop);
        await desk.KeepFormAsync(worker, Purpose.CasePlanning, id, KeptForm.Note, ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("words", [words("unsent")]), Stop);
        await desk.AddGuardianAsync(worker, Purpose.CasePlanning, id, GuardianKind.LegalRepresentative, words("guardian"), true, Stop);
        var fresh = worker with { SteppedUpAt = house.Clock.GetUtcNow() };
        await desk.AddContactAsync(fresh, Purpose.Safety, id, new ContactDraft(ContactChannel.Post, new ContactPoint(address, words("code"), words("contact")), new TimeOnly(9, 0), new TimeOnly(12, 0), Voicemail.Never, true), Stop);
        await desk.AddContactAsync(fresh, Purpose.Safety, id, new ContactDraft(ContactChannel.Phone, new ContactPoint(phone), null, null, Voicemail.NeutralOnly, false), Stop);
        await desk.AssignAsync(worker, Purpose.CasePlanning, id, house.Cast.Liaison.UserId, AssignmentKind.Client, Stop);
        await desk.AddPartyAsync(house.Cast.Liaison, Purpose.CriminalJustice, id, file.EpisodeId, [], new PartyDetails([words("party")], [new PartyIdentifier(IdentifierKind.Phone, phone)], words("network")), Stop);
        var exception = await desk.AskOverrideAsync(worker, Purpose.CasePlanning, id, "identification-decision", "competent_authority", [Tier.Facts], words("provision"), words("exception"), new DateOnly(2026, 6, 1), Stop);
        await desk.ApproveOverrideAsync(house.Cast.Supervisor, Purpose.CasePlanning, id, exception, Stop);
        var supervisor = house.Cast.Supervisor with { SteppedUpAt = house.Clock.GetUtcNow() };
        await desk.OpenInEmergencyAsync(supervisor, Purpose.Safety, id, Tier.Location, words("emergency at the gate of the house"), TimeSpan.FromMinutes(10), Stop);
        await desk.RecordNoticeAsync(worker, Purpose.Intake, new NoticeDraft(RecordedSex.Male, "XK", ["deception"]), Stop);
        return file;
    }
}
