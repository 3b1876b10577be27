using System.Collections.Immutable;
using Palermo.Law.Facts;

namespace Palermo.Law.Cases;

/// <summary>What a case form says: findings, and the days of the conduct when they are recorded.</summary>
/// <param name="Id">The case's key; not a personal name.</param>
/// <param name="Conduct">When it happened: the law of that time applies.</param>
/// <param name="Mapping">The named, versioned mapping that set the findings, or null when people did.</param>
public sealed record CaseFacts(string Id, string? Title, Interval Conduct, ImmutableArray<Finding> Findings, string? Mapping = null);
