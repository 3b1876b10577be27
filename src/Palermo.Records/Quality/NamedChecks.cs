using Palermo.Records.Dialects;
using Palermo.Records.Ledgers;

namespace Palermo.Records.Quality;

/// <summary>Every check by name: those of every table, those of the whole table, and those that a dialect adds as data.</summary>
public static class NamedChecks
{
    public static IEnumerable<Check> Of(Dialect dialect) => TableChecks.All.Concat(QualityChecks.All).Concat(dialect.Checks.Select(c => c.ToCheck()));
}
