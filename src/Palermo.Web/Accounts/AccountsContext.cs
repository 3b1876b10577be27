using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Palermo.Web.Accounts;

/// <summary>Accounts, sessions and API clients. They live in the database of the case files under their own migrations.</summary>
public abstract class AccountsContext(DbContextOptions options) : IdentityUserContext<Account, Guid>(options), IDataProtectionKeyContext
{
    public const string MigrationsTable = "__AccountsMigrations";

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<Pending> Pendings => Set<Pending>();

    public DbSet<ApiAnswer> Answers => Set<ApiAnswer>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.Property(a => a.DisplayName).HasMaxLength(200);
            account.Property(a => a.Office).HasMaxLength(100);
            account.PrimitiveCollection(a => a.Roles);
            account.HasIndex(a => a.ExternalSubject).IsUnique();
        });
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("account_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("account_tokens");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("account_passkeys");
        builder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        builder.Entity<Session>(session =>
        {
            session.ToTable("sessions");
            session.HasIndex(s => s.TokenHash).IsUnique();
            session.HasIndex(s => s.AccountId);
            session.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId);
        });
        builder.Entity<Invitation>(invitation =>
        {
            invitation.ToTable("account_invitations");
            invitation.HasIndex(i => i.CodeHash).IsUnique();
            invitation.HasOne<Account>().WithMany().HasForeignKey(i => i.AccountId);
        });
        builder.Entity<RecoveryCode>(code =>
        {
            code.ToTable("account_recovery_codes");
            code.HasIndex(c => new { c.AccountId, c.CodeHash }).IsUnique();
            code.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId);
        });
        builder.Entity<Pending>(pending =>
        {
            pending.ToTable("sign_in_steps");
            pending.HasIndex(p => p.TokenHash).IsUnique();
        });
        builder.Entity<ApiAnswer>(answer =>
        {
            answer.ToTable("api_answers");
            answer.HasIndex(a => new { a.AccountId, a.KeyHash }).IsUnique();
            answer.HasIndex(a => a.At);
        });
        builder.UseOpenIddict<Guid>();
    }

    /// <summary>Moments as UTC ticks: the same on both databases, and comparable on both.</summary>
    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(at => at.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}

public sealed class SqliteAccountsContext(DbContextOptions<SqliteAccountsContext> options) : AccountsContext(options);

public sealed class PostgresAccountsContext(DbContextOptions<PostgresAccountsContext> options) : AccountsContext(options);
