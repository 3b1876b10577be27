using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Casework.Access;
using Palermo.Casework.Contacts;
using Palermo.Casework.Decisions;
using Palermo.Casework.Demonstration;
using Palermo.Casework.Desks;
using Palermo.Casework.Evidence;
using Palermo.Casework.Facts;
using Palermo.Casework.Parties;
using Palermo.Casework.Persons;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;
using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Release;
using Palermo.Law.Facts;
using Palermo.Web.House;
using Palermo.Web.Security;
using Palermo.Web.Tests.Matrix;

namespace Palermo.Web.Tests.Outgoing;

/// <summary>Something that points at one planted person alone.</summary>
/// <param name="Case">Which of the planted cases.</param>
/// <param name="Tier">The tier that the data model gives it.</param>
/// <param name="Place">Where it was put in, or <c>outcome</c> for what second readers must not see.</param>
/// <param name="Texts">How it is written where it shows: any of them.</param>
public sealed record Mark(string Case, Tier Tier, string Place, params string[] Texts);

/// <summary>A planted case and what reading it takes.</summary>
public sealed record PlantedCase(string Key, Guid Id, string Reference, Guid Interview, Guid File, Guid? Decision, string Name, string Phone);

/// <summary>
/// A town in which each of five cases is the only one of its nationality, countries and days, with words of its own in every place that
/// takes words; and the register, in which the same people were counted.
/// </summary>
public sealed partial class PlantedCases : Town
{
    private const string Stem = "Qvyx";

    private readonly string _data = Directory.CreateTempSubdirectory("palermo-planted-cases-").FullName;

    private readonly List<Mark> _marks = [];

    private readonly List<PlantedCase> _cases = [];

    public ConcurrentQueue<string> Logged { get; } = new();

    public IReadOnlyList<Mark> Marks => _marks;

    public IReadOnlyList<PlantedCase> Planted => _cases;

    public IReadOnlyList<string> Released => _released ??= [.. Enum.GetValues<Audience>().Select(a => PlantedPeople.Release(Services, Safeguard.Suppression, a))];

    private string[]? _released;

    /// <summary>What every page and file of counts said before there was a planted case, by its address.</summary>
    public IReadOnlyDictionary<string, string> CountsBefore => _before;

    private SortedDictionary<string, string> _before = [];

    /// <summary>What every page and file of counts says now, without what differs from one answer to the next whatever is asked.</summary>
    public async Task<SortedDictionary<string, string>> Counts()
    {
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var reader = Holder([.. Enum.GetValues<Right>().Except([Right.ReadCases, Right.ReadAudit, Right.ManageAccounts])]);
        foreach (var address in new CrawlQuestions(this, () => Released).Few())
        {
            var response = await reader.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                answers[address] = Changing().Replace(Answers.Text(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)), "");
            }
        }

        return answers;
    }

    /// <summary>Plants them, once: one that is worked on and awaits a second reader, one decided, one of the same office that nobody here works on, one of another office, one that a first responder has just opened.</summary>
    public async Task Plant()
    {
        await Settle();
        if (_cases.Count > 0)
        {
            return;
        }

        _before = await Counts();
        var worker = ActorOf(People["caseworker"]);
        await Plant("own", worker, ["TV", "NR"], ["FM", "MH"], new DateOnly(2019, 2, 3), followed: true);
        await Plant("decided", worker, ["NR", "PW"], ["MH", "KI"], new DateOnly(2018, 4, 5), followed: true);
        await Plant("office", Colleague, ["PW", "KI"], ["KI", "TO"], new DateOnly(2017, 6, 7));
        await Plant("other", Stranger, ["KI", "TV"], ["TO", "WS"], new DateOnly(2016, 8, 9));
        await Plant("opened", ActorOf(People["first-responder"]), ["TO", "TV"], ["WS", "FM"], new DateOnly(2015, 10, 11));
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        PlantedPeople.Plant(builder, _data);
        LogKeeper.Keep(builder, Logged);
    }

    private async Task Plant(string key, Actor worker, ImmutableArray<string> nationalities, ImmutableArray<string> countries, DateOnly from, bool followed = false)
    {
        var stop = TestContext.Current.CancellationToken;
        var desk = new CaseDesk(Services.GetRequiredService<CaseHouse>().Setting, "planted");
        var (intake, responder) = (Purpose.Intake, worker.Roles.Contains("first-responder"));
        var until = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime).AddDays(180);
        var consent = new ConsentDraft(default, default, ["identification-decision"], ["competent_authority"], [nameof(Tier.Facts), nameof(Tier.Identity)], default, "en", desk.Setting.Wording.Hash("en"), until, Word("reservation", Tier.Facts));
        var opened = await desk.OpenCaseAsync(worker, intake, new CaseDraft(AgeStatus.Adult, AgeBasis.Stated, consent) { IsSynthetic = true, Private = true }, stop);
        var id = opened.CaseId;
        var phone = "+44 79350" + _cases.Count + "8461";
        await desk.ChangeEpisodeAsync(worker, intake, id, opened.EpisodeId, 1, new EpisodeDraft(from, from.AddDays(40), countries), stop);
        Also("place", Tier.Facts, string.Join(' ', countries), string.Join(',', countries.Select(c => $"\"{c}\"")));
        Also("day", Tier.Facts, from.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        await desk.ChangePersonAsync(worker, intake, id, 1, new PersonDraft(RecordedSex.Other, nationalities, [], [], Identity()), stop);
        Also("nationality", Tier.Facts, string.Join(' ', nationalities), string.Join(',', nationalities.Select(c => $"\"{c}\"")));
        ImmutableArray<AnswerDraft> answers = [.. new[] { "recruitment", "harbouring", "deception", "other_coercion", "forced_labour" }.Select(c => new AnswerDraft(c, FactAnswer.Yes)), new("under_18", FactAnswer.No, Word("answer", Tier.Facts))];
        await desk.AnswerAsync(worker, intake, id, opened.InterviewId, answers, stop);
        await desk.AddNoteAsync(worker, intake, id, Tier.Identity, Word("note", Tier.Identity), null, stop);
        var file = await desk.AttachAsync(worker, intake, id, Word("file", Tier.Identity) + ".txt", Encoding.UTF8.GetBytes(Word("content", Tier.Identity)), null, stop);
        if (!responder)
        {
            await desk.AddGuardianAsync(worker, Purpose.CasePlanning, id, GuardianKind.LegalRepresentative, Word("guardian", Tier.Identity), true, stop);
            var fresh = worker with { SteppedUpAt = Clock.GetUtcNow() };
            await desk.AddContactAsync(fresh, Purpose.Safety, id, new ContactDraft(ContactChannel.Post, new ContactPoint(Word("address", Tier.Location), Word("code", Tier.Location), Word("contact", Tier.Location)), null, null, Voicemail.Never, true), stop);
            await desk.AddEvidenceAsync(worker, Purpose.CasePlanning, id, new EvidenceDraft(EvidenceKind.Statement, Word("evidence", Tier.Facts), from), stop);
        }

        Guid? decision = null;
        if (followed)
        {
            decision = await Follow(desk, worker, opened, decide: key == "decided", stop);
        }
        else if (key == "office")
        {
            await desk.MoveAsync(worker, Purpose.CasePlanning, id, "refer", Word("reason", Tier.Facts), Cast.AuthorityOffice, stop);
        }

        _cases.Add(new PlantedCase(key, id, opened.Reference, opened.InterviewId, file, decision, Stem + key + "name", phone));
        _marks.Add(new Mark(key, Tier.Workload, "reference", opened.Reference));

        PersonIdentity Identity()
        {
            Also("birth", Tier.Identity, "19" + (20 + _cases.Count) + "-01-02");
            // A plus is written as an entity on pages.
            Also("phone", Tier.Identity, phone[1..], phone[1..].Replace(" ", "", StringComparison.Ordinal));
            return new PersonIdentity([new PersonName(Word("name", Tier.Identity), NameKind.Told), new PersonName(Word("alias", Tier.Identity), NameKind.Nickname)], "19" + (20 + _cases.Count) + "-01-02", "stated", Word("gender", Tier.Identity))
            {
                Identifiers = [new PersonIdentifier(IdentifierKind.Phone, phone)],
            };
        }

        string Word(string place, Tier tier)
        {
            Also(place, tier, Stem + key + place);
            return Stem + key + place;
        }

        void Also(string place, Tier tier, params string[] texts) => _marks.Add(new Mark(key, tier, place, texts));

        // Everybody who may have to do with a case has to do with this one: it is referred, shared, and a decision is proposed or made.
        async Task<Guid?> Follow(CaseDesk at, Actor by, OpenedCase opened, bool decide, CancellationToken cancel)
        {
            var planning = Purpose.CasePlanning;
            foreach (var (role, kind) in new[] { ("supervisor", AssignmentKind.Worker), ("guardian", AssignmentKind.Client), ("legal-representative", AssignmentKind.Client), ("health-professional", AssignmentKind.Client), ("law-enforcement-liaison", AssignmentKind.Client) })
            {
                await at.AssignAsync(by, planning, opened.CaseId, People[role].Id, kind, cancel);
            }

            await at.AddPartyAsync(ActorOf(People["law-enforcement-liaison"]), Purpose.CriminalJustice, opened.CaseId, opened.EpisodeId, [], new PartyDetails([Word("party", Tier.Exploiter)], [], Word("network", Tier.Exploiter)), cancel);
            await at.AddNoteAsync(ActorOf(People["guardian"]), Purpose.GuardianDuty, opened.CaseId, Tier.Privileged, Word("privileged", Tier.Privileged), null, cancel);
            await at.MoveAsync(by, planning, opened.CaseId, "refer", Word("reason", Tier.Facts), Cast.AuthorityOffice, cancel);
            var (authority, deciding) = (ActorOf(People["competent-authority"]), Purpose.IdentificationDecision);
            await at.AssignAsync(authority, deciding, opened.CaseId, authority.UserId, AssignmentKind.Worker, cancel);
            await at.AssignAsync(authority, deciding, opened.CaseId, People["second-reviewer"].Id, AssignmentKind.SecondReader, cancel);
            ImmutableArray<FindingDraft> findings =
            [
                .. new[] { "recruitment", "harbouring", "deception", "other_coercion", "forced_labour" }.Select(a => Found(a, InputState.True)),
                Found("under_18", InputState.False) with { Reason = Word("finding", Tier.Facts) },
            ];
            await at.FindAsync(authority, deciding, opened.CaseId, findings, cancel);
            var reasons = new ProposalReasons([.. new[] { "act", "means", "purpose" }.Select(e => new ElementReason(e, Word("outcome", Tier.Facts), ["E1"]))], decide ? null : Word("outcome", Tier.Facts), "en");
            return (await at.ProposeAsync(authority, deciding, opened.CaseId, new ProposalDraft(opened.EpisodeId, "reasonable_grounds", decide ? "positive" : "negative", "coe-cets197", reasons), cancel)).DecisionId;

            FindingDraft Found(string atom, InputState state) => new(opened.EpisodeId, atom, state, StandardOfProof.ReasonableGrounds) { Evidence = ["E1"] };
        }
    }

    // Tokens of forms, nonces of scripts, names of jobs to be.
    [GeneratedRegex("(?<=name=\"(form-token|once)\" value=\")[^\"]+|(?<=nonce=\")[^\"]+")]
    private static partial Regex Changing();
}
