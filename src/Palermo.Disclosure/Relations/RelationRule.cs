using System.Collections.Immutable;
using Palermo.Disclosure.Tables;

namespace Palermo.Disclosure.Relations;

/// <summary>Fixed labels on the dimensions a rule sums over, in the rule's order of dimensions.</summary>
public sealed record Selector(ImmutableArray<string> Labels);

/// <summary>
/// "The parts add up to the total", for every combination of the dimensions not named. Parts that the table does not
/// list are taken as absent: the parts listed exhaust the total.
/// </summary>
/// <param name="Name">What a person reads, e.g. <c>Sex adds up (Age = Total)</c>.</param>
/// <param name="Dimensions">The dimensions that the rule fixes.</param>
/// <param name="Total">The total's labels.</param>
/// <param name="Parts">The parts' labels.</param>
public sealed record RelationRule(string Name, ImmutableArray<string> Dimensions, Selector Total, ImmutableArray<Selector> Parts);

/// <summary>One equation over cells of a table: <c>cells[Total] = sum of cells[Parts]</c>.</summary>
/// <param name="Rule">Index of the rule that gave it.</param>
/// <param name="Total">Cell index.</param>
/// <param name="Parts">Cell indices, at least one.</param>
public sealed record AdditiveRelation(int Rule, int Total, ImmutableArray<int> Parts);

/// <summary>How a rule stands in a table: how often it applies and, where nothing in it is hidden, whether it holds.</summary>
/// <param name="Name">The rule's name.</param>
/// <param name="Instances">Equations it gives.</param>
/// <param name="FullyShown">Equations without a hidden cell.</param>
/// <param name="Hold">Of these, exact.</param>
/// <param name="PartsExceed">Of these, the parts exceed the total.</param>
/// <param name="PartsFallShort">Of these, the parts fall short of the total.</param>
/// <param name="Used">Whether the audit computes with it.</param>
public sealed record RelationStanding(string Name, int Instances, int FullyShown, int Hold, int PartsExceed, int PartsFallShort, bool Used);
