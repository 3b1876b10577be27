using System.Collections.Immutable;
using Palermo.Law.Facts;
using Palermo.Law.Logic;

namespace Palermo.Law.Instruments;

/// <summary>How a fact of the vocabulary stands to a legal atom.</summary>
public enum Relation
{
    /// <summary>The same thing: the fact is the atom.</summary>
    Equivalent,

    /// <summary>The fact is one way to fulfil the atom: true carries over, false does not.</summary>
    Narrower,

    /// <summary>Without the fact the atom cannot be fulfilled: false carries over, true does not.</summary>
    Wider,

    /// <summary>Not settled: nothing carries over.</summary>
    Unclear,
}

/// <summary>One row of the mapping from facts to a legal atom.</summary>
public sealed record FactRelation(Fact Fact, Relation Relation, string? Why, string? Source);

/// <summary>
/// An atom as one instrument words it. Atoms of two texts are never the same by name: what carries over from the shared
/// facts is said row by row, and everything else needs a finding of its own.
/// </summary>
/// <param name="Id">The id a finding is set under: the equivalent fact's, else <c>instrument.atom</c>.</param>
/// <param name="Own">The bit of the atom's own variable, or null when an equivalent fact is the atom.</param>
/// <param name="IsVerified">False: the words were not checked; the atom is always not known.</param>
public sealed record LegalAtom(
    string LocalId,
    AtomId Id,
    int? Own,
    FactElement Element,
    ImmutableArray<string> Cite,
    Label Label,
    Label Question,
    double Minutes,
    int Harm,
    bool IsVerified,
    ImmutableArray<FactRelation> From)
{
    /// <summary>The atom over the shared facts and its own variable: <c>narrower₁ or … or (wider₁ and … and own)</c>.</summary>
    public Expression Expression { get; } = Express(Own, IsVerified, From);

    private static Expression Express(int? own, bool verified, ImmutableArray<FactRelation> from)
    {
        if (own is not { } index)
        {
            return new Expression.Variable(from.First(f => f.Relation == Relation.Equivalent).Fact.Index);
        }

        Expression self = new Expression.Variable(index);
        if (!verified)
        {
            return self;
        }

        ImmutableArray<Expression> narrower = [.. from.Where(f => f.Relation == Relation.Narrower).Select(f => new Expression.Variable(f.Fact.Index))];
        ImmutableArray<Expression> wider = [.. from.Where(f => f.Relation == Relation.Wider).Select(f => new Expression.Variable(f.Fact.Index))];
        if (narrower.Any(n => wider.Contains(n)))
        {
            // A fact that is both enough and needed leaves nothing to the atom's own wording: s or (s and own) is s.
            return narrower.Length == 1 ? narrower[0] : new Expression.Any(narrower);
        }

        if (wider.Length > 0)
        {
            self = new Expression.All(wider.Add(self));
        }

        return narrower.Length > 0 ? new Expression.Any(narrower.Add(self)) : self;
    }
}
