using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Palermo.Web.Accounts;

/// <summary>For <c>dotnet ef</c> alone: it needs the model, not a database.</summary>
public sealed class SqliteAccountsDesign : IDesignTimeDbContextFactory<SqliteAccountsContext>
{
    /// <summary>Identity asks its own options which schema to build.</summary>
    internal static IServiceProvider Services { get; } =
        new ServiceCollection().Configure<IdentityOptions>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3).BuildServiceProvider();

    public SqliteAccountsContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteAccountsContext>().UseApplicationServiceProvider(Services).UseSqlite("Data Source=:memory:", o => o.MigrationsHistoryTable(AccountsContext.MigrationsTable)).Options);
}

/// <inheritdoc cref="SqliteAccountsDesign"/>
public sealed class PostgresAccountsDesign : IDesignTimeDbContextFactory<PostgresAccountsContext>
{
    public PostgresAccountsContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresAccountsContext>().UseApplicationServiceProvider(SqliteAccountsDesign.Services).UseNpgsql("Host=localhost", o => o.MigrationsHistoryTable(AccountsContext.MigrationsTable)).Options);
}
