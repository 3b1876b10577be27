using System.Collections.Immutable;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Law.Determinations;

/// <summary>
/// The definition as a function: the same findings under the same version and query give the same determination, byte for
/// byte. It reads no clock, file, culture or random source.
/// </summary>
public static class Determiner
{
    /// <summary>Determines what the findings establish under an instrument.</summary>
    /// <param name="findings">What was found; findings about atoms the instrument does not know are carried but decide nothing.</param>
    /// <exception cref="ArgumentException">The query names a reading that the instrument does not have.</exception>
    public static Determination Determine(ImmutableArray<Finding> findings, InstrumentVersion instrument, Query query)
    {
        var inputHash = CanonicalInput.Hash(findings, query);
        var evaluator = instrument.Evaluator;
        var definitionNode = Definition(instrument, query);
        if (!instrument.IsVerified)
        {
            return NotComputed(findings, instrument, query, inputHash);
        }

        var statements = Statements.Of(findings, instrument, query);
        var projection = statements.Project([]);
        var facts = projection.Facts;
        var definition = evaluator.Express(definitionNode);
        var planner = new Planner(instrument, definition, projection);
        var result = evaluator.Evaluate(definition, facts);
        var child = instrument.Child is { } node ? evaluator.Evaluate(node, facts) : Truth.Unknown;
        var means = Element(FactElement.Means, instrument.Means, instrument, projection, isRequired: instrument.Means is not null && !MeansNotRequired(evaluator, definition, instrument, facts));
        return new Determination
        {
            Instrument = instrument,
            Query = query,
            IsComputed = true,
            Result = result,
            Act = Element(FactElement.Act, instrument.Act, instrument, projection, isRequired: instrument.Act is not null),
            Means = means,
            Purpose = Element(FactElement.Purpose, instrument.Purpose, instrument, projection, isRequired: instrument.Purpose is not null),
            Child = child,
            CooperationApplies = instrument.Scope is { } scope ? evaluator.Evaluate(scope, facts) : null,
            Offence = instrument.Offence is { } offence ? evaluator.Evaluate(offence, facts) : result,
            Proof = new Prover(evaluator, projection, findings).Prove(definitionNode),
            Open = planner.Plan(),
            Fragility = Fragility.Of(definition, evaluator, findings, query, statements, projection),
            DistanceToMet = result.IsTrue ? [] : planner.Change(true),
            DistanceToNotMet = result.IsFalse ? [] : planner.Change(false),
            Remarks = ConsentNote.For(instrument, projection, means.Value, child) is { } note ? projection.Remarks.Add(note) : projection.Remarks,
            Consequences = result.IsTrue ? instrument.Consequences : [],
            Derived = [.. instrument.Derived.Select(d => (d, d.Formula is { } f && d.IsVerified ? evaluator.Evaluate(f, facts) : Truth.Unknown))],
            Findings = findings,
            Facts = facts,
            InputHash = inputHash,
        };
    }

    /// <summary>The result alone, for many vectors: no proof, no questions.</summary>
    public static Judgement Judge(FactVector facts, InstrumentVersion instrument)
    {
        if (!instrument.IsVerified)
        {
            return default;
        }

        var evaluator = instrument.Evaluator;
        return new Judgement(
            evaluator.Evaluate(instrument.Definition, facts),
            Value(instrument.Act),
            Value(instrument.Means),
            Value(instrument.Purpose),
            Value(instrument.Child));

        Truth Value(Node? node) => node is null ? Truth.Unknown : evaluator.Evaluate(node, facts);
    }

    private static Node Definition(InstrumentVersion instrument, Query query)
    {
        if (query.Reading is not { } name)
        {
            return instrument.Definition;
        }

        var reading = instrument.Readings.FirstOrDefault(r => r.Id == name)
            ?? throw new ArgumentException($"{instrument.Key} has no reading '{name}'; it has: {string.Join(", ", instrument.Readings.Select(r => r.Id))}", nameof(query));
        return reading.Node == "definition" ? reading.Formula : Replace(instrument.Definition, reading);
    }

    private static Node Replace(Node node, Reading reading) => node switch
    {
        RefNode r when r.Name == reading.Node => reading.Formula,
        RefNode r => r with { Target = Replace(r.Target, reading) },
        AllOfNode all => all with { Parts = [.. all.Parts.Select(p => Replace(p, reading))] },
        AnyOfNode any => any with { Parts = [.. any.Parts.Select(p => Replace(p, reading))] },
        AtLeastNode some => some with { Parts = [.. some.Parts.Select(p => Replace(p, reading))] },
        OpenListNode open => open with { Named = [.. open.Named.Select(p => Replace(p, reading))] },
        _ => node,
    };

    /// <summary>Means are not required when no value of any means atom can change the result, and a child is why.</summary>
    private static bool MeansNotRequired(Evaluator evaluator, Expression definition, InstrumentVersion instrument, FactVector facts)
    {
        if (instrument.Child is not { } child || !evaluator.Evaluate(child, facts).IsTrue)
        {
            return false;
        }

        var means = evaluator.Express(instrument.Means!).Variables & ~evaluator.Express(child).Variables;
        var some = facts.Some;
        foreach (var group in instrument.Vocabulary.Groups.Where(g => g.Element == FactElement.Means))
        {
            some &= (byte)~(1 << group.Index);
        }

        var none = facts with { True = facts.True & ~means, False = facts.False | means, Some = some };
        var all = facts with { True = facts.True | means, False = facts.False & ~means, Some = some };
        return evaluator.Evaluate(definition, none) == evaluator.Evaluate(definition, all);
    }

    private static ElementResult Element(FactElement element, Node? node, InstrumentVersion instrument, Projection? projection, bool isRequired)
    {
        if (node is null)
        {
            return new ElementResult(element, Truth.Unknown, false, false, false, []);
        }

        var evaluator = instrument.Evaluator;
        var marks = ImmutableArray.CreateBuilder<AtomMark>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = false;
        Walk(node);
        return new ElementResult(element, projection is null ? Truth.Unknown : evaluator.Evaluate(node, projection.Facts), isRequired, open, true, marks.ToImmutable());

        void Walk(Node at)
        {
            open |= at is OpenListNode;
            if (at is AtomNode { Atom: var atom } && seen.Add(atom.LocalId))
            {
                marks.Add(new AtomMark(atom.Id, atom.Label, projection is null ? Truth.Unknown : evaluator.Evaluate(at, projection.Facts), projection?.Status(atom.Id).State ?? InputState.NotAsked, atom.Cite));
            }

            foreach (var kid in at.Kids)
            {
                Walk(kid);
            }
        }
    }

    private static Determination NotComputed(ImmutableArray<Finding> findings, InstrumentVersion instrument, Query query, string inputHash) => new()
    {
        Instrument = instrument,
        Query = query,
        IsComputed = false,
        Result = Truth.Unknown,
        Act = Element(FactElement.Act, instrument.Act, instrument, null, instrument.Act is not null),
        Means = Element(FactElement.Means, instrument.Means, instrument, null, instrument.Means is not null),
        Purpose = Element(FactElement.Purpose, instrument.Purpose, instrument, null, instrument.Purpose is not null),
        Child = Truth.Unknown,
        CooperationApplies = null,
        Offence = Truth.Unknown,
        Proof = new Proof("definition", ProofKind.Always, instrument.Definition.Label, instrument.Definition.Cite, Truth.Unknown, [], [], false, null, InputState.NotAsked, [], []),
        Open = OpenQuestions.None,
        Fragility = Fragility.None,
        DistanceToMet = [],
        DistanceToNotMet = [],
        Remarks = [],
        Consequences = [],
        Derived = [],
        Findings = findings,
        Facts = FactVector.Empty,
        InputHash = inputHash,
    };
}
