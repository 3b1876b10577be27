using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Palermo.Casework.Storage;

/// <summary>Casework in a SQLite file: nothing to set up.</summary>
public sealed class SqliteCaseworkContext(DbContextOptions<SqliteCaseworkContext> options) : CaseworkContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MicrosecondsConverter>();
    }

    /// <summary>SQLite has no time type; whole microseconds since 1970 sort and compare as they should.</summary>
    private sealed class MicrosecondsConverter() : ValueConverter<DateTimeOffset, long>(
        at => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / 10,
        value => new DateTimeOffset((value * 10) + DateTimeOffset.UnixEpoch.UtcTicks, TimeSpan.Zero));

    /// <summary>For the migration tool.</summary>
    internal sealed class Design : IDesignTimeDbContextFactory<SqliteCaseworkContext>
    {
        public SqliteCaseworkContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<SqliteCaseworkContext>().UseSqlite("Data Source=:memory:").Options);
    }
}
