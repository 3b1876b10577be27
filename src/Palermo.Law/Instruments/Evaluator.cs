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
    private readonly Dictionary<(Expression, byte), (int Holds, int Fails)> _diagrams = [];
    private readonly DecisionDiagram _diagram = new();
    private readonly Lock _gate = new();

    internal Evaluator(InstrumentVersion instrument)
    {
        Instrument = instrument;
        Vocabulary = instrument.Vocabulary;
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

    /// <summary>The definition over the vocabulary's bits and the instrument's own.</summary>
    public Expression Definition => _expressions[Instrument.Definition];

    public Expression Express(Node node) => _expressions.TryGetValue(node, out var known) ? known : InstrumentVersion.Express(node);

    public Truth Evaluate(Node node, FactVector facts) => Evaluate(Express(node), facts);

    public Truth Evaluate(Expression expression, FactVector facts)
    {
        if (expression.IsReadOnce && facts.Some == 0)
        {
            return expression.Evaluate(facts.True, facts.False);
        }

        return Exact(expression, facts);
    }

    /// <summary>The value by decision diagram, whatever the formula's shape.</summary>
    public Truth Exact(Expression expression, FactVector facts)
    {
        var binding = Binding(facts);
        lock (_gate)
        {
            if (!_diagrams.TryGetValue((expression, binding), out var pair))
            {
                var holds = _diagram.Build(expression);
                var fails = _diagram.Not(holds);
                foreach (var group in Vocabulary.Groups)
                {
                    if ((binding >> group.Index & 1) != 0)
                    {
                        var some = DecisionDiagram.False;
                        for (var bits = group.Members; bits != 0; bits &= bits - 1)
                        {
                            some = _diagram.Or(some, _diagram.Variable(System.Numerics.BitOperations.TrailingZeroCount(bits)));
                        }

                        (holds, fails) = (_diagram.And(holds, some), _diagram.And(fails, some));
                    }
                }

                _diagrams[(expression, binding)] = pair = (holds, fails);
            }

            return Truth.FromPossible(_diagram.CanBeTrue(pair.Holds, facts.True, facts.False), _diagram.CanBeTrue(pair.Fails, facts.True, facts.False));
        }
    }

    /// <summary>The variables that can still change the value of an expression.</summary>
    public ulong StillMatters(Expression expression, FactVector facts)
    {
        if (expression.IsReadOnce && facts.Some == 0)
        {
            return Open(expression, facts);
        }

        if (Evaluate(expression, facts).IsKnown)
        {
            return 0;
        }

        lock (_gate)
        {
            var left = _diagram.Restrict(_diagram.Build(expression), facts.True, facts.False);
            var support = _diagram.Support(left);

            // A variable whose either value leaves the completions as they were is of no use even if it occurs.
            return support;
        }
    }

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
