using System.Collections.Immutable;
using Palermo.Disclosure.Relations;
using Palermo.Disclosure.Tables;

namespace Palermo.Disclosure.Audit;

/// <summary>A person's word that the data are their own and that they may see what is hidden in them. Nothing shows a value without it.</summary>
public sealed record OwnData
{
    private OwnData(string person) => Person = person;

    public string Person { get; }

    /// <param name="person">Who says so.</param>
    /// <exception cref="ArgumentException">Nobody is named.</exception>
    public static OwnData SaidBy(string person) => string.IsNullOrWhiteSpace(person) ? throw new ArgumentException("someone must say that the data are their own", nameof(person)) : new(person.Trim());
}

/// <summary>How a hidden cell falls, so that a person can follow it.</summary>
/// <param name="Cell">The cell's labels.</param>
/// <param name="Value">The one value it can have.</param>
/// <param name="Relation">The relation that gives it; null where only all relations of its group together do.</param>
/// <param name="Total">What the relation's total is, printed or found before.</param>
/// <param name="Known">The parts that are known, with their values.</param>
/// <param name="Reason">The argument; null with no single relation.</param>
public sealed record ChainLink(string Cell, long Value, string? Relation, (string Cell, long Value)? Total, ImmutableArray<(string Cell, long Value)> Known, SubtractionReason? Reason);

/// <summary>The arithmetic behind every recovered cell of a person's own table, in an order in which each step leans on earlier ones.</summary>
public static class ProofChain
{
    /// <summary>At most <paramref name="most"/> links.</summary>
    public static ImmutableArray<ChainLink> Of(PublishedTable table, BoundRelations bound, AuditResult result, OwnData own, int most = 200)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(bound);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(own);
        var forced = result.Bounds.Where(b => b.Min == b.Max).ToDictionary(b => b.Cell, b => b.Min);
        var found = new Dictionary<int, long>();
        var links = ImmutableArray.CreateBuilder<ChainLink>();
        long? Value(int cell) => table.State(cell) == CellState.Shown ? table.Low(cell) : found.TryGetValue(cell, out var v) ? v : null;
        foreach (var step in result.Steps)
        {
            var relation = bound.Relations[step.Relation];
            var known = relation.Parts.Where(p => Value(p) is not null).Select(p => (table.Describe(p), Value(p)!.Value)).ToImmutableArray();
            (string, long)? total = Value(relation.Total) is { } t ? (table.Describe(relation.Total), t) : null;
            foreach (var cell in step.Cells.Where(forced.ContainsKey))
            {
                links.Add(new ChainLink(table.Describe(cell), forced[cell], bound.Standings[relation.Rule].Name, total, known, step.Reason));
            }

            foreach (var cell in step.Cells.Where(forced.ContainsKey))
            {
                found[cell] = forced[cell];
            }

            if (links.Count >= most)
            {
                return [.. links.Take(most)];
            }
        }

        links.AddRange(forced.Where(f => !found.ContainsKey(f.Key)).OrderBy(f => f.Key).Take(most - links.Count)
            .Select(f => new ChainLink(table.Describe(f.Key), f.Value, null, null, [], null)));
        return links.ToImmutable();
    }
}
