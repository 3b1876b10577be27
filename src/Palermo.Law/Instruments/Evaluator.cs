using System.Collections.Frozen;
using System.Numerics;
using Palermo.Law.Facts;
using Palermo.Law.Logic;

namespace Palermo.Law.Instruments;

/// <summary>
/// Evaluates an instrument's nodes on a fact vector, exactly: true or false exactly when every completion of what is not
/// known agrees. Read-once formulas take Kleene's logic; the rest, and vectors that know a group holds without knowing by
/// which fact, take a decision diagram.
/// </summary>
public sealed class Evaluator
{
    private readonly Dictionary<Node, Expression> _expressions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Expression, (int Holds, int Fails)>[] _diagrams = [.. Enumerable.Range(0, 8).Select(_ => new Dictionary<Expression, (int, int)>(ReferenceEqualityComparer.Instance))];
    private readonly FrozenDictionary<AtomId, int> _bits;
    private readonly AtomId[] _names = new AtomId[64];
    private readonly DecisionDiagram _diagram = new();
    private readonly Lock _gate = new();

    internal Evaluator(InstrumentVersion instrument)
    {
        Instrument = instrument;
        Vocabulary = instrument.Vocabulary;
        foreach (var fact in Vocabulary.Facts)
        {
            _names[fact.Index] = fact.Id;
        }

        foreach (var atom in instrument.Atoms.Where(a => a.Own is not null))
        {
            _names[atom.Own!.Value] = atom.Id;
        }

        _bits = Vocabulary.Facts.Select(f => (f.Id, Bit: f.Index))
            .Concat(instrument.Atoms.Where(a => a.Own is not null && a.IsVerified).Select(a => (a.Id, Bit: a.Own!.Value)))
            .ToFrozenDictionary(p => p.Id, p => p.Bit);
        OwnAtoms = instrument.Atoms.Select(a => a.Id).ToFrozenSet();
        Remember(instrument.Definition);
        Remember(instrument.Offence);
        Remember(instrument.Scope);
        Remember(instrument.Act);
        Remember(instrument.Means);
        Remember(instrument.Purpose);
        Remember(instrument.Child);
        foreach (var derived in instrument.Derived)
        {
            Remember(derived.Formula);
        }

        foreach (var reading in instrument.Readings)
        {
            Remember(reading.Formula);
        }
    }

    public InstrumentVersion Instrument { get; }

    public Vocabulary Vocabulary { get; }

    /// <summary>The ids its atoms are found under.</summary>
    public FrozenSet<AtomId> OwnAtoms { get; }

    /// <summary>The bit of an atom, or null when the instrument does not know it or may not compute with it.</summary>
    public int? Bit(AtomId atom) => _bits.TryGetValue(atom, out var bit) ? bit : null;

    /// <summary>The atom of a bit.</summary>
    public AtomId Name(int bit) => _names[bit];

    /// <summary>The definition over the vocabulary's bits and the instrument's own.</summary>
    public Expression Definition => _expressions[Instrument.Definition];

    public Expression Express(Node node) => _expressions.TryGetValue(node, out var known) ? known : InstrumentVersion.Express(node);

    public Truth Evaluate(Node node, FactVector facts) => Evaluate(Express(node), facts);

    public Truth Evaluate(Expression expression, FactVector facts)
    {
        var binding = facts.Some == 0 ? (byte)0 : Binding(facts);
        return expression.IsExact && binding == 0 ? expression.Evaluate(facts.True, facts.False) : Exact(expression, facts, binding);
    }

    /// <summary>The value by decision diagram, whatever the formula's shape.</summary>
    public Truth Exact(Expression expression, FactVector facts) => Exact(expression, facts, Binding(facts));

    private Truth Exact(Expression expression, FactVector facts, byte binding)
    {
        lock (_gate)
        {
            var (holds, fails) = Diagrams(expression, binding);
            return Truth.FromPossible(_diagram.CanBeTrue(holds, facts.True, facts.False), _diagram.CanBeTrue(fails, facts.True, facts.False));
        }
    }

    /// <summary>The diagrams of "holds" and "fails", each within what the binding groups leave possible.</summary>
    private (int Holds, int Fails) Diagrams(Expression expression, byte binding)
    {
        if (_diagrams[binding].TryGetValue(expression, out var pair))
        {
            return pair;
        }

        var holds = _diagram.Build(expression);
        var fails = _diagram.Not(holds);
        foreach (var group in Vocabulary.Groups)
        {
            if ((binding >> group.Index & 1) != 0)
            {
                var some = Some(group);
                (holds, fails) = (_diagram.And(holds, some), _diagram.And(fails, some));
            }
        }

        return _diagrams[binding][expression] = (holds, fails);
    }

    /// <summary>The variables that can still change the value of an expression.</summary>
    public ulong StillMatters(Expression expression, FactVector facts)
    {
        if (expression.IsReadOnce && !Binds(facts))
        {
            return Open(expression, facts);
        }

        if (Evaluate(expression, facts).IsKnown)
        {
            return 0;
        }

        lock (_gate)
        {
            var (formula, allowed) = (Diagrams(expression, 0).Holds, DecisionDiagram.True);
            var binding = Binding(facts);
            foreach (var group in Vocabulary.Groups)
            {
                allowed = (binding >> group.Index & 1) != 0 ? _diagram.And(allowed, Some(group)) : allowed;
            }

            ulong matters = 0;
            for (var bits = Open(expression, facts) & ~facts.True & ~facts.False; bits != 0; bits &= bits - 1)
            {
                var variable = BitOperations.TrailingZeroCount(bits);
                matters |= _diagram.CanTip(formula, allowed, variable, facts.True, facts.False) ? 1UL << variable : 0;
            }

            return matters;
        }
    }

    /// <summary>That one of a group's facts holds.</summary>
    private int Some(FactGroup group)
    {
        var some = DecisionDiagram.False;
        for (var bits = group.Members; bits != 0; bits &= bits - 1)
        {
            some = _diagram.Or(some, _diagram.Variable(BitOperations.TrailingZeroCount(bits)));
        }

        return some;
    }

    /// <summary>
    /// No fewer variables than <see cref="StillMatters"/>, found at once from the formula's shape: what is not in it need not
    /// be asked. The two agree on read-once formulas.
    /// </summary>
    public static ulong MayMatter(Expression expression, FactVector facts) => Open(expression, facts);

    private static ulong Open(Expression expression, FactVector facts)
    {
        if (expression.Evaluate(facts.True, facts.False).IsKnown)
        {
            return 0;
        }

        return expression switch
        {
            Expression.All all => all.Parts.Aggregate(0UL, (sum, part) => sum | Open(part, facts)),
            Expression.Any any => any.Parts.Aggregate(0UL, (sum, part) => sum | Open(part, facts)),
            Expression.AtLeast atLeast => atLeast.Parts.Aggregate(0UL, (sum, part) => sum | Open(part, facts)),
            _ => expression.Variables,
        };
    }

    /// <summary>Whether some element is known to hold without knowing by which fact.</summary>
    public bool Binds(FactVector facts) => facts.Some != 0 && Binding(facts) != 0;

    /// <summary>
    /// The groups whose "one of these" binds: nothing of the group is known to hold yet. Where all of it is excluded as well,
    /// no completion is left, and the value is not known.
    /// </summary>
    private byte Binding(FactVector facts)
    {
        byte binding = 0;
        foreach (var group in Vocabulary.Groups)
        {
            if ((facts.Some >> group.Index & 1) != 0 && (facts.True & group.Members) == 0)
            {
                binding |= (byte)(1 << group.Index);
            }
        }

        return binding;
    }

    private void Remember(Node? node)
    {
        if (node is null || _expressions.ContainsKey(node))
        {
            return;
        }

        foreach (var kid in node.Kids)
        {
            Remember(kid);
        }

        _expressions[node] = node is RefNode reference ? _expressions[reference.Target] : InstrumentVersion.Express(node);
    }
}
