using System.Collections.Immutable;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Law.Bulk;

/// <summary>Which plane a source register is.</summary>
internal enum PlaneSource
{
    Zero,
    Ones,
    True,
    False,
    Some,
    NotSome,
    Computed,
}

internal readonly record struct Register(PlaneSource Source, int Index);

internal readonly record struct Operation(bool IsAnd, int Target, ImmutableArray<Register> Inputs);

/// <summary>
/// Turns expressions into operations over planes, sharing what instruments have in common. Expressions on which Kleene's
/// rules are exact follow them; others follow their decision diagram, where a node is true when its variable is known and that branch is
/// true, or when both branches are.
/// </summary>
internal sealed class PlaneCompiler(FactPlanes planes, Vocabulary vocabulary)
{
    private const int GroupVariable = 64;

    private readonly List<Operation> _operations = [];
    private readonly Dictionary<(bool, string), Register> _shared = [];
    private readonly DecisionDiagram _diagram = new();
    private readonly Dictionary<int, Register> _nodes = [];

    public IReadOnlyList<Operation> Operations => _operations;

    private bool HasGroups => planes.SomePlanes.Any(p => p is not null);

    public (Register True, Register False) Compile(Evaluator evaluator, Node? node)
    {
        if (node is null)
        {
            return (new(PlaneSource.Zero, 0), new(PlaneSource.Zero, 0));
        }

        var expression = evaluator.Express(node);
        if (!HasGroups && expression.IsExact && !Counts(expression))
        {
            return Kleene(expression);
        }

        var holds = _diagram.Build(expression);
        var absent = Absent();
        if (!HasGroups)
        {
            return (Diagram(_diagram.ForAll(holds, absent)), Diagram(_diagram.ForAll(_diagram.Not(holds), absent)));
        }

        // A completion that breaks "one of this group" is no completion: let it count as true where truth is asked, as false where falsity is.
        var broken = DecisionDiagram.False;
        foreach (var group in vocabulary.Groups.Where(g => planes.SomePlanes[g.Index] is not null))
        {
            var none = _diagram.Variable(GroupVariable + group.Index);
            for (var bits = group.Members; bits != 0; bits &= bits - 1)
            {
                none = _diagram.And(none, _diagram.Not(_diagram.Variable(System.Numerics.BitOperations.TrailingZeroCount(bits))));
            }

            broken = _diagram.Or(broken, none);
        }

        // Contradictory cases come out both ways; they are open.
        return (
            Diagram(_diagram.ForAll(_diagram.Or(holds, broken), absent)),
            Diagram(_diagram.ForAll(_diagram.Or(_diagram.Not(holds), broken), absent)));
    }

    /// <summary>Variables that no case knows: what is certain must hold whichever value they have.</summary>
    private ulong Absent()
    {
        ulong absent = 0;
        for (var i = 0; i < 64; i++)
        {
            absent |= planes.TruePlanes[i] is null && planes.FalsePlanes[i] is null ? 1UL << i : 0;
        }

        return absent;
    }

    private static bool Counts(Expression expression) => expression switch
    {
        Expression.AtLeast => true,
        Expression.All all => all.Parts.Any(Counts),
        Expression.Any any => any.Parts.Any(Counts),
        _ => false,
    };

    private (Register True, Register False) Kleene(Expression expression) => expression switch
    {
        Expression.Always => (new(PlaneSource.Ones, 0), new(PlaneSource.Zero, 0)),
        Expression.Variable v => (Plane(PlaneSource.True, v.Index), Plane(PlaneSource.False, v.Index)),
        Expression.Negated n => (Plane(PlaneSource.False, n.Index), Plane(PlaneSource.True, n.Index)),
        Expression.All all => Pair(all.Parts, and: true),
        Expression.Any any => Pair(any.Parts, and: false),
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression.GetType().Name, "an expression kind without planes"),
    };

    private (Register True, Register False) Pair(ImmutableArray<Expression> parts, bool and)
    {
        var kids = parts.Select(Kleene).ToList();
        return (Combine(and, kids.Select(k => k.True)), Combine(!and, kids.Select(k => k.False)));
    }

    /// <summary>The plane of cases in which a diagram is certainly true.</summary>
    private Register Diagram(int node)
    {
        if (node <= DecisionDiagram.True)
        {
            return new(node == DecisionDiagram.True ? PlaneSource.Ones : PlaneSource.Zero, 0);
        }

        if (_nodes.TryGetValue(node, out var done))
        {
            return done;
        }

        var (variable, no, yes) = _diagram[node];
        var (isTrue, isFalse) = variable >= GroupVariable
            ? (Plane(PlaneSource.Some, variable - GroupVariable), Plane(PlaneSource.NotSome, variable - GroupVariable))
            : (Plane(PlaneSource.True, variable), Plane(PlaneSource.False, variable));
        var (onYes, onNo) = (Diagram(yes), Diagram(no));

        // Where one branch is constant, "both branches" adds nothing that "this branch" does not say.
        return _nodes[node] = (onYes.Source, onNo.Source) switch
        {
            (PlaneSource.Ones, _) => Combine(false, [isTrue, onNo]),
            (_, PlaneSource.Ones) => Combine(false, [isFalse, onYes]),
            (PlaneSource.Zero, _) => Combine(true, [isFalse, onNo]),
            (_, PlaneSource.Zero) => Combine(true, [isTrue, onYes]),
            _ => Combine(false, [Combine(true, [isTrue, onYes]), Combine(true, [isFalse, onNo]), Combine(true, [onYes, onNo])]),
        };
    }

    private Register Plane(PlaneSource source, int index)
    {
        if (source is PlaneSource.Some or PlaneSource.NotSome)
        {
            return planes.SomePlanes[index] is null ? new(source == PlaneSource.Some ? PlaneSource.Zero : PlaneSource.Ones, 0) : new(source, index);
        }

        var plane = source == PlaneSource.True ? planes.TruePlanes[index] : planes.FalsePlanes[index];
        return plane is null ? new(PlaneSource.Zero, 0) : new(source, index);
    }

    private Register Combine(bool and, IEnumerable<Register> parts)
    {
        var (neutral, absorbing) = and ? (PlaneSource.Ones, PlaneSource.Zero) : (PlaneSource.Zero, PlaneSource.Ones);
        var inputs = parts.Where(p => p.Source != neutral).Distinct().OrderBy(p => p.Source).ThenBy(p => p.Index).ToImmutableArray();
        if (inputs.Any(p => p.Source == absorbing))
        {
            return new(absorbing, 0);
        }

        if (inputs.Length == 0)
        {
            return new(neutral, 0);
        }

        if (inputs.Length == 1)
        {
            return inputs[0];
        }

        var key = (and, string.Join(',', inputs));
        if (!_shared.TryGetValue(key, out var register))
        {
            register = new(PlaneSource.Computed, _operations.Count);
            _operations.Add(new Operation(and, _operations.Count, inputs));
            _shared[key] = register;
        }

        return register;
    }
}
