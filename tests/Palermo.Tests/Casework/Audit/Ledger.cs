using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Palermo.Casework.Audit;
using Palermo.Casework.Vault;

namespace Palermo.Tests.Casework.Audit;

/// <summary>A covered record of a shape of our own: the trail does not know the case file's tables.</summary>
public sealed class Leaf
{
    public Guid Id { get; init; }

    public string Text { get; set; } = "";

    public DateTimeOffset At { get; set; }

    public byte[] Cipher { get; set; } = [];

    public decimal? Amount { get; set; }

    public Tier Tier { get; set; }

    public DateOnly? Day { get; set; }

    public double Ratio { get; set; }

    public bool Flag { get; set; }

    public Stem Stem { get; set; } = new("", 0);
}

/// <summary>A part of a record, stored in its table.</summary>
public sealed record Stem(string Kind, int Length);

/// <summary>A small database of either kind with an audit trail over it.</summary>
public sealed class Ledger : DbContext
{
    private readonly string connection;
    private readonly bool postgres;

    public Ledger(string connection, bool postgres)
    {
        this.connection = connection;
        this.postgres = postgres;
    }

    public DbSet<Leaf> Leaves => Set<Leaf>();

    public DbSet<AuditEntry> Entries => Set<AuditEntry>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
    {
        _ = postgres ? optionsBuilder.UseNpgsql(connection) : optionsBuilder.UseSqlite(connection);
        optionsBuilder.AddInterceptors(new AuditGuard());
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new AuditEntryTable());
        modelBuilder.ApplyConfiguration(new AuditHeadTable());
        modelBuilder.ApplyConfiguration(new CaseKeyTable());
        modelBuilder.ApplyConfiguration(new OrganisationKeyTable());
        modelBuilder.Entity<Leaf>(leaf =>
        {
            leaf.ToTable("Leaves");
            leaf.ComplexProperty(l => l.Stem);
            leaf.IsAudited(true);
        });
    }
}

/// <summary>A database, its keys and its trail.</summary>
public sealed class LedgerWorld : IDisposable
{
    private readonly MasterKey master = MasterKey.Generate();
    private readonly string? folder;
    private readonly string connection;
    private readonly bool postgres;
    private readonly OrganisationKeys keys;

    public LedgerWorld(string database)
    {
        postgres = database == "postgresql";
        folder = postgres ? null : Directory.CreateTempSubdirectory("palermo-ledger-").FullName;
        connection = postgres ? PostgresServer.NewDatabase() : $"Data Source={folder}/ledger.db;Pooling=False";
        using var db = Open();
        db.Database.EnsureCreated();
        db.AddRange(OrganisationKeys.ForNewDatabase(master));
        db.SaveChanges();
        keys = OrganisationKeys.Open(master, [.. db.Set<OrganisationKey>()]);
        Trail = new AuditTrail(keys, Time);
        Verifier = new AuditVerifier(keys, Time);
    }

    public static TheoryData<string> Databases => ["sqlite", "postgresql"];

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 2, 9, 30, 0, TimeSpan.Zero));

    public Ids Ids { get; } = new();

    public MasterKey Master => master;

    public AuditTrail Trail { get; }

    public AuditVerifier Verifier { get; }

    public Ledger Open() => new(connection, postgres);

    public Leaf NewLeaf(string text) => new()
    {
        Id = Ids.Next(),
        Text = text,
        At = Time.GetUtcNow().AddTicks(1234567),
        Cipher = [1, 2, 3],
        Amount = 12.30m,
        Tier = Tier.Location,
        Day = new DateOnly(2026, 11, 2),
        Ratio = 1.0 / 3,
        Flag = true,
        Stem = new Stem("oak", 3),
    };

    public async Task<AuditEntry> DoAsync(string action, Action<Ledger>? change = null)
    {
        await using var db = Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        change?.Invoke(db);
        var entry = await Trail.AppendAsync(db, new AuditEvent(Guid.Parse("11111111-2222-4333-8444-555555555555"), action) { Role = "caseworker", Purpose = "safety", Tiers = [Tier.Facts, Tier.Location], Fields = ["text", "at"] });
        await transaction.CommitAsync();
        Time.Advance(TimeSpan.FromSeconds(1));
        return entry;
    }

    public async Task<Ledger> WithEntriesAsync(int count)
    {
        var db = Open();
        await Trail.InitialiseAsync(db);
        for (var i = 0; i < count; i++)
        {
            await DoAsync(i % 2 == 0 ? "leaf.read" : "leaf.add", i % 2 == 0 ? null : context => context.Add(NewLeaf($"leaf {i}")));
        }

        return db;
    }

    public async Task<AuditReport> VerifyAsync(AuditScope? scope = null)
    {
        await using var db = Open();
        return await Verifier.VerifyAsync(db, scope ?? new AuditScope());
    }

    public void Sql(string sql)
    {
        using var db = Open();
        db.Database.OpenConnection();
        using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        keys.Dispose();
        master.Dispose();
        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
