using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Palermo.Casework.Storage;

/// <summary>Casework in PostgreSQL.</summary>
public sealed class PostgresCaseworkContext(DbContextOptions<PostgresCaseworkContext> options) : CaseworkContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
    }

    /// <summary>A <c>timestamptz</c> is an instant; it is written and read as UTC.</summary>
    private sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(at => at.ToUniversalTime(), at => at.ToUniversalTime());

    /// <summary>For the migration tool.</summary>
    internal sealed class Design : IDesignTimeDbContextFactory<PostgresCaseworkContext>
    {
        public PostgresCaseworkContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<PostgresCaseworkContext>().UseNpgsql("Host=localhost").Options);
    }
}
