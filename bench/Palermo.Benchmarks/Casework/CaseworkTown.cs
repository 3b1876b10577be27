using System.Globalization;
using Palermo.Casework.Access;
using Palermo.Casework.Audit;
using Palermo.Casework.Cases;
using Palermo.Casework.Consents;
using Palermo.Casework.Desks;
using Palermo.Casework.Episodes;
using Palermo.Casework.Facts;
using Palermo.Casework.Persons;
using Palermo.Casework.Search;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;
using Palermo.Law.Instruments;

namespace Palermo.Benchmarks.Casework;

/// <summary>
/// A synthetic authority at work: cases with a person, names in several scripts, telephone and passport numbers, an
/// interview and twenty facts, sealed, indexed and audited as the desk would; and the actors who work on them.
/// </summary>
internal sealed class CaseworkTown
{
    public const int FactsPerCase = 20;
    private const int Offices = 50;
    private const int WorkersPerOffice = 40;
    private const int Batch = 250;

    private static readonly string[] Given =
    [
        "Amina", "Mohammed", "Maria", "Oksana", "Nguyen", "Li", "Fatima", "Ana", "Blessing", "Svetlana", "Priya", "Kim", "Abebe", "Yusuf", "Elena", "Joy", "محمد", "فاطمة", "عائشة", "Оксана", "Наталія", "李娜", "王芳",
        "김민수", "सीता", "አበበ", "สมชาย", "Ștefan", "Thi Lan", "Rosa", "Khadija", "Grace", "Ioana", "Daniel", "José", "Mehmet",
    ];

    private static readonly string[] Syllables = ["ba", "de", "fi", "go", "ha", "jo", "ka", "le", "mi", "no", "pa", "ra", "se", "ti", "vo", "zu", "lan", "mar", "nik", "dor", "shev", "cher", "wan", "oko"];

    private readonly Stream random;
    private readonly DeskSetting setting;
    private readonly BlindIndex index;
    private readonly Ids ids;

    public CaseworkTown(DeskSetting setting, ulong seed)
    {
        this.setting = setting;
        random = new Stream(seed);
        index = new BlindIndex(setting.Keys);
        ids = new Ids(new Stream(seed ^ 0x5eed).Fill);
        Workers = [.. Enumerable.Range(0, Offices * WorkersPerOffice).Select(i => new Actor(ids.Next(), ["caseworker"], OfficeKey(i / WorkersPerOffice), null))];
    }

    public Actor[] Workers { get; }

    public List<Seeded> Cases { get; } = [];

    public sealed record Seeded(Guid CaseId, Guid InterviewId, string Name, string Phone, Actor Worker);

    /// <summary>Draws the same cases again without storing them: for a database that was seeded before.</summary>
    public void Recall(int cases)
    {
        for (var i = 0; i < cases; i++)
        {
            Add(null, []);
        }
    }

    public async Task SeedAsync(int cases, Action<int> progress)
    {
        var facts = setting.Library.Vocabulary.Facts.Select(f => f.Id.ToString()).Take(FactsPerCase).ToArray();
        for (var done = 0; done < cases; done += Batch)
        {
            await using var db = setting.Database.NewContext();
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            await using var transaction = await db.Database.BeginTransactionAsync();
            for (var i = done; i < Math.Min(cases, done + Batch); i++)
            {
                Add(db, facts);
            }

            await setting.Trail.AppendAsync(db, new AuditEvent(Guid.Empty, "bench.seed"));
            await transaction.CommitAsync();
            progress(Math.Min(cases, done + Batch));
        }
    }

    private void Add(CaseworkContext? db, string[] facts)
    {
        var worker = Workers[random.Below(Workers.Length)];
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.Below(25_000_000));
        var (caseId, personId, episodeId, interviewId) = (ids.Next(), ids.Next(), ids.Next(), ids.Next());
        var (name, phone) = (NewName(), string.Create(CultureInfo.InvariantCulture, $"+44 7{random.Below(900_000_000) + 100_000_000}"));
        Cases.Add(new Seeded(caseId, interviewId, name, phone, worker));
        var answers = facts.Length == 0 ? random.Skip(FactsPerCase) : facts.Select(_ => (FactAnswer)(1 + random.Below(3))).ToArray();
        if (db is null)
        {
            return;
        }

        var keys = CaseKey.ForNewCase(caseId, setting.Master);
        using var vault = new CaseVault(caseId, setting.Master, keys);
        var identity = new PersonIdentity([new PersonName(name, NameKind.Told)], "2001") { Identifiers = [new PersonIdentifier(IdentifierKind.Phone, phone)] };
        db.AddRange(keys);
        db.Add(new Case
        {
            Id = caseId, PersonId = personId, Reference = CaseReference.Next(setting.Ids), Office = worker.Office, Process = setting.Process.Key, State = setting.Process.Start,
            OpenedAt = at, OpenedBy = worker.UserId, ChangedAt = at, IsSynthetic = true,
        });
        db.Add(new Person
        {
            Id = personId, HomeCaseId = caseId, AgeStatus = AgeStatus.Adult,
            Identity = vault.Seal(Tier.Identity, new FieldId("person", "identity", personId, 1), System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(identity, SealedJson.Options)).Bytes,
        });
        db.Add(new Episode { Id = episodeId, CaseId = caseId, Number = 1 });
        db.Add(new Interview { Id = interviewId, CaseId = caseId, EpisodeId = episodeId, HeardFrom = HeardFrom.ThePerson, HeldOn = DateOnly.FromDateTime(at.UtcDateTime), StartedAt = at, StartedBy = worker.UserId });
        db.Add(new Assignment { Id = setting.Ids.Next(), CaseId = caseId, UserId = worker.UserId, From = at, By = worker.UserId });
        db.Add(new CaseEvent { Id = setting.Ids.Next(), CaseId = caseId, Move = "open", FromState = setting.Process.Start, ToState = setting.Process.Start, At = at, By = worker.UserId });
        db.Add(new Consent
        {
            Id = setting.Ids.Next(), CaseId = caseId, GivenBy = ConsentGivenBy.ThePerson, Purposes = ["identification-decision"], Recipients = ["competent_authority"], Tiers = ["Facts"], Channel = ConsentChannel.Spoken,
            Language = "en", Wording = setting.Wording.Key, WordingHash = setting.Wording.Hash("en"), From = at, To = at.AddDays(300), RecordedAt = at, RecordedBy = worker.UserId,
        });
        foreach (var (code, answer) in facts.Zip(answers))
        {
            db.Add(new StatedFact
            {
                Id = setting.Ids.Next(), CaseId = caseId, EpisodeId = episodeId, InterviewId = interviewId, Code = code, Answer = answer, HeardFrom = HeardFrom.ThePerson,
                RecordedAt = at, RecordedBy = worker.UserId,
            });
        }

        db.AddRange(index.NameBuckets(personId, name).Select(b => new SearchBucket { Field = SearchBucket.Name, Bucket = b, RecordId = personId, CaseId = caseId }));
        db.Add(new SearchBucket { Field = SearchBucket.PersonIdentifier, Bucket = index.Exact(IdentifierKind.Phone, phone)!.Value, RecordId = personId, CaseId = caseId });
    }

    private string NewName() => $"{Given[random.Below(Given.Length)]} {string.Concat(Enumerable.Range(0, 2 + random.Below(2)).Select(_ => Syllables[random.Below(Syllables.Length)]))}";

    private static string OfficeKey(int number) => string.Create(CultureInfo.InvariantCulture, $"office-{number}");

    /// <summary>SplitMix64 (Steele, Lea, Flood, 2014): enough for a synthetic town, the same in every run.</summary>
    internal sealed class Stream(ulong seed)
    {
        private ulong state = seed;

        public ulong Next()
        {
            var z = state += 0x9e3779b97f4a7c15;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
            z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
            return z ^ (z >> 31);
        }

        public FactAnswer[] Skip(int draws)
        {
            for (var i = 0; i < draws; i++)
            {
                Next();
            }

            return [];
        }

        public int Below(int n) => (int)(Next() % (ulong)n);

        public void Fill(Span<byte> bytes)
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)(Next() >> 56);
            }
        }
    }
}
