using System.Collections.Immutable;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Law.Determinations;

/// <summary>On what a definite result hangs.</summary>
/// <param name="Alone">Atoms and groups each of which, if nothing were said of it, would undo the result: single points of failure.</param>
/// <param name="AloneByFinding">Findings each of which, if withdrawn, would undo the result.</param>
/// <param name="Smallest">How many atoms at the least must fall; 0 when the result is open already. Exact up to three; beyond, an upper bound.</param>
public sealed record Fragility(ImmutableArray<AtomId> Alone, ImmutableArray<int> AloneByFinding, int Smallest)
{
    public static Fragility None { get; } = new([], [], 0);

    internal static Fragility Of(Expression definition, Evaluator evaluator, ImmutableArray<Finding> findings, Query query, Statements statements, Projection projection)
    {
        var facts = projection.Facts;
        var value = evaluator.Evaluate(definition, facts);
        if (value.IsUnknown)
        {
            return None;
        }

        // Without negation, and where no "one of these" binds, withdrawing a denial cannot undo "met", nor a finding "not met".
        InputState? only = !definition.IsMonotone || evaluator.Binds(facts) ? null : value.IsTrue ? InputState.True : InputState.False;
        var atoms = statements.Atoms.Where(a => Touches(definition, evaluator, projection, a) && (only is null || projection.Status(a).State == only)).ToList();
        ImmutableArray<AtomId> alone = [.. atoms.Where(a => Falls(a)).OrderBy(a => Order(evaluator, a))];
        if (alone.IsEmpty)
        {
            return new Fragility([], [], Fewest(definition, evaluator, facts, value, atoms, Falls));
        }

        var byFinding = new SortedSet<int>();
        foreach (var (atom, at) in alone.SelectMany(a => projection.Status(a).Findings, (a, at) => (a, at)))
        {
            if ((statements.IsPlain(atom) && projection.Status(atom).Findings.Length == 1) || evaluator.Evaluate(definition, Projection.Of(findings.RemoveAt(at), evaluator.Instrument, query).Facts) != value)
            {
                byFinding.Add(at);
            }
        }

        return new Fragility(alone, [.. byFinding], 1);

        bool Falls(params ReadOnlySpan<AtomId> without) => evaluator.Evaluate(definition, Without(without)) != value;

        FactVector Without(ReadOnlySpan<AtomId> without) => without.Length == 1 && statements.IsPlain(without[0]) && evaluator.Bit(without[0]) is { } bit
            ? facts.Without(bit)
            : statements.Project(without).Facts;
    }

    /// <summary>Only what is known, and read by the definition or able to bind what is, can matter.</summary>
    private static bool Touches(Expression definition, Evaluator evaluator, Projection projection, AtomId atom)
    {
        if (projection.Status(atom).State is not (InputState.True or InputState.False))
        {
            return false;
        }

        return evaluator.Vocabulary.FindGroup(atom) is { } group
            ? (group.Members & definition.Variables) != 0
            : evaluator.Bit(atom) is { } bit && (definition.Variables >> bit & 1) != 0;
    }

    private static int Order(Evaluator evaluator, AtomId atom) =>
        evaluator.Vocabulary.FindGroup(atom) is { } group ? 64 + group.Index : evaluator.Bit(atom) ?? 0;

    private delegate bool Fall(params ReadOnlySpan<AtomId> without);

    private static int Fewest(Expression definition, Evaluator evaluator, FactVector facts, Truth value, List<AtomId> atoms, Fall falls)
    {
        if (definition.IsReadOnce && facts.Some == 0 && !atoms.Exists(a => evaluator.Vocabulary.FindGroup(a) is not null))
        {
            return Cut(definition, facts, value);
        }

        for (var i = 0; i < atoms.Count; i++)
        {
            for (var j = i + 1; j < atoms.Count; j++)
            {
                if (falls(atoms[i], atoms[j]))
                {
                    return 2;
                }
            }
        }

        for (var i = 0; i < atoms.Count; i++)
        {
            for (var j = i + 1; j < atoms.Count; j++)
            {
                for (var k = j + 1; k < atoms.Count; k++)
                {
                    if (falls(atoms[i], atoms[j], atoms[k]))
                    {
                        return 3;
                    }
                }
            }
        }

        return atoms.Count;
    }

    /// <summary>On a read-once formula: the fewest facts that must become unknown before the value is no longer certain.</summary>
    private static int Cut(Expression at, FactVector facts, Truth value)
    {
        if (at.Evaluate(facts.True, facts.False) != value)
        {
            return 0;
        }

        return at switch
        {
            Expression.All all => value.IsTrue ? all.Parts.Min(p => Cut(p, facts, value)) : all.Parts.Sum(p => Cut(p, facts, value)),
            Expression.Any any => value.IsTrue ? any.Parts.Sum(p => Cut(p, facts, value)) : any.Parts.Min(p => Cut(p, facts, value)),
            Expression.AtLeast atLeast => CutCounted(atLeast, facts, value),
            Expression.Negated => 1,
            Expression.Variable => 1,
            Expression.Always => int.MaxValue / 128,
            _ => throw new ArgumentOutOfRangeException(nameof(at), at.GetType().Name, "an expression kind without a cut"),
        };
    }

    private static int CutCounted(Expression.AtLeast at, FactVector facts, Truth value)
    {
        var cuts = at.Parts.Select(p => Cut(p, facts, value)).Where(c => c > 0).Order().ToList();
        var spare = cuts.Count - (value.IsTrue ? at.Count : at.Parts.Length - at.Count + 1);
        return cuts.Take(spare + 1).Sum();
    }
}
