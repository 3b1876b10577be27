using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Palermo.Casework.Storage;

/// <summary>
/// The casework database. The entities' configurations stand beside them; here stand only the rules that hold for all: lists
/// are one column, enumerations are words, times are UTC to the microsecond, and what is written once stays so.
/// </summary>
public abstract class CaseworkContext(DbContextOptions options) : DbContext(options)
{
    public sealed override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        Permanence.Check(ChangeTracker);
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public sealed override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        Permanence.Check(ChangeTracker);
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(CaseworkContext).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        configurationBuilder.Properties<ImmutableArray<string>>().HaveConversion<WordsConverter, WordsComparer>();
        configurationBuilder.Properties<ImmutableArray<Guid>>().HaveConversion<GuidsConverter, GuidsComparer>();
    }

    /// <summary>Code words, in one column, separated by blanks; a code holds none.</summary>
    private sealed class WordsConverter() : ValueConverter<ImmutableArray<string>, string>(
        words => words.IsDefaultOrEmpty ? "" : string.Join(' ', words),
        text => text.Length == 0 ? ImmutableArray<string>.Empty : ImmutableArray.Create(text.Split(' ')));

    private sealed class WordsComparer() : ValueComparer<ImmutableArray<string>>(
        (a, b) => Same(a, b),
        words => words.IsDefaultOrEmpty ? 0 : words.Length,
        words => words);

    private sealed class GuidsConverter() : ValueConverter<ImmutableArray<Guid>, string>(
        ids => ids.IsDefaultOrEmpty ? "" : string.Join(' ', ids),
        text => text.Length == 0 ? ImmutableArray<Guid>.Empty : ImmutableArray.CreateRange(text.Split(' ').Select(Guid.Parse)));

    private sealed class GuidsComparer() : ValueComparer<ImmutableArray<Guid>>(
        (a, b) => Same(a, b),
        ids => ids.IsDefaultOrEmpty ? 0 : ids.Length,
        ids => ids);

    private static bool Same<T>(ImmutableArray<T> a, ImmutableArray<T> b) =>
        a.IsDefaultOrEmpty ? b.IsDefaultOrEmpty : !b.IsDefaultOrEmpty && a.SequenceEqual(b);
}
