using System.Collections.Immutable;
using System.Numerics;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Law.Determinations;

/// <summary>On what a definite result hangs.</summary>
/// <param name="Alone">Atoms each of which, if it fell back to "not known", would leave the result open: single points of failure.</param>
/// <param name="AloneByFinding">Findings each of which, if withdrawn, would leave the result open.</param>
/// <param name="Smallest">How many atoms at the least must fall; 0 when the result is open already.</param>
public sealed record Fragility(ImmutableArray<AtomId> Alone, ImmutableArray<int> AloneByFinding, int Smallest)
{
    public static Fragility None { get; } = new([], [], 0);

    internal static Fragility Of(Expression definition, Evaluator evaluator, Projection projection, Func<int, AtomId> name)
    {
        var facts = projection.Facts;
        var value = evaluator.Evaluate(definition, facts);
        if (value.IsUnknown)
        {
            return None;
        }

        var alone = ImmutableArray.CreateBuilder<AtomId>();
        var findings = new SortedSet<int>();
        for (var bits = definition.Variables & (facts.True | facts.False); bits != 0; bits &= bits - 1)
        {
            var bit = BitOperations.TrailingZeroCount(bits);
            if (evaluator.Evaluate(definition, facts.Without(bit)) != value)
            {
                var atom = name(bit);
                alone.Add(atom);
                var settled = projection.Status(atom).Findings;
                if (settled.Length == 1)
                {
                    findings.Add(settled[0]);
                }
            }
        }

        foreach (var group in evaluator.Vocabulary.Groups)
        {
            var without = (facts.Some >> group.Index & 1) != 0 ? facts with { Some = (byte)(facts.Some & ~(1 << group.Index)) }
                : projection.Status(group.Id).State == InputState.False ? facts with { False = facts.False & ~group.Members }
                : facts;
            if (without != facts && evaluator.Evaluate(definition, without) != value)
            {
                alone.Add(group.Id);
                if (projection.Status(group.Id).Findings is [var only])
                {
                    findings.Add(only);
                }
            }
        }

        return new Fragility(alone.ToImmutable(), [.. findings], alone.Count > 0 ? 1 : Cut(definition, evaluator, facts, value));
    }

    /// <summary>The fewest facts that must become unknown before the value is no longer certain. Exact on read-once formulas; an upper bound elsewhere.</summary>
    private static int Cut(Expression at, Evaluator evaluator, FactVector facts, Truth value)
    {
        if (evaluator.Evaluate(at, facts) != value)
        {
            return 0;
        }

        return at switch
        {
            Expression.All all => value.IsTrue ? all.Parts.Min(p => Cut(p, evaluator, facts, value)) : all.Parts.Sum(p => Cut(p, evaluator, facts, value)),
            Expression.Any any => value.IsTrue ? any.Parts.Sum(p => Cut(p, evaluator, facts, value)) : any.Parts.Min(p => Cut(p, evaluator, facts, value)),
            Expression.AtLeast atLeast => CutCounted(atLeast, evaluator, facts, value),
            _ => 1,
        };
    }

    private static int CutCounted(Expression.AtLeast at, Evaluator evaluator, FactVector facts, Truth value)
    {
        var cuts = at.Parts.Select(p => Cut(p, evaluator, facts, value)).Where(c => c > 0).Order().ToList();
        var spare = cuts.Count - (value.IsTrue ? at.Count : at.Parts.Length - at.Count + 1);
        return cuts.Take(spare + 1).Sum();
    }
}
