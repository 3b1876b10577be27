using Microsoft.Extensions.Time.Testing;
using Palermo.Casework.Access;
using Palermo.Casework.Consents;
using Palermo.Casework.Demonstration;
using Palermo.Casework.Desks;
using Palermo.Casework.Facts;
using Palermo.Casework.Persons;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;
using Palermo.Tests.Law;

namespace Palermo.Tests.Casework;

/// <summary>A whole casework system on a new, empty database of either kind, with people of every role.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly string? _folder;

    private House(DeskSetting setting, FakeTimeProvider clock, string? folder)
    {
        (Setting, Clock, _folder) = (setting, clock, folder);
        Desk = new CaseDesk(setting, "test");
        Cast = Cast.Of(_ => setting.Ids.Next());
    }

    /// <summary>Both kinds of database, by name, for theories.</summary>
    public static TheoryData<string> Databases => ["SQLite", "PostgreSQL"];

    public static string Data { get; } = Path.Combine(SharedData.Repository, "data");

    public DeskSetting Setting { get; }

    public CaseDesk Desk { get; }

    public Cast Cast { get; }

    public FakeTimeProvider Clock { get; }

    /// <summary>The connection string of the database.</summary>
    public required string Connection { get; init; }

    /// <summary>The SQLite file.</summary>
    public string File => Path.Combine(_folder!, "casework.db");

    public static async Task<House> OpenAsync(string kind, MasterKey? master = null)
    {
        // Every look at the clock is a second later than the one before, so that the order of what was recorded is certain.
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        var folder = kind == "SQLite" ? Directory.CreateTempSubdirectory("palermo-house-").FullName : null;
        var connection = folder is null ? PostgresServer.NewDatabase() : $"Data Source={Path.Combine(folder, "casework.db")};Pooling=False";
        var database = new CaseworkDatabase(connection);
        Assert.Equal(kind, database.Kind);
        var setting = await DeskSetting.PrepareAsync(database, master ?? MasterKey.Generate(), Laws.Library, Data, clock, TestContext.Current.CancellationToken);
        var house = new House(setting, clock, folder) { Connection = connection };
        await new DemonstrationCases(house.Desk, house.Cast, [], 1).AddOfficesAsync(setting.Ids.Next(), TestContext.Current.CancellationToken);
        return house;
    }

    public ConsentDraft Consent(params string[] recipients) => new(
        ConsentGivenBy.ThePerson, Assent.NotApplicable, ["identification-decision"], recipients is [] ? ["competent_authority"] : [.. recipients], [nameof(Tier.Facts), nameof(Tier.Identity)],
        ConsentChannel.Spoken, "en", Setting.Wording.Hash("en"), new DateOnly(2026, 8, 1));

    public Task<OpenedCase> AdultAsync(Actor? by = null) =>
        Desk.OpenCaseAsync(by ?? Cast.Caseworker, Purpose.Intake, new CaseDraft(AgeStatus.Adult, AgeBasis.Stated, Consent()) { IsSynthetic = true }, TestContext.Current.CancellationToken);

    public Task<System.Collections.Immutable.ImmutableArray<AnswerResult>> AnswerAsync(OpenedCase file, params (string Code, FactAnswer Answer)[] answers) =>
        Desk.AnswerAsync(Cast.Caseworker, Purpose.Intake, file.CaseId, file.InterviewId, [.. answers.Select(a => new AnswerDraft(a.Code, a.Answer))], TestContext.Current.CancellationToken);

    public Task<CaseFile> ReadAsync(OpenedCase file, Actor? by = null) =>
        Desk.OpenAsync(by ?? Cast.Caseworker, Purpose.CasePlanning, file.CaseId, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Setting.Database.DisposeAsync();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
