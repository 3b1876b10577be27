using System.Collections.Immutable;
using System.Numerics;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Law.Determinations;

/// <summary>Plans the questions that would settle a definition.</summary>
internal sealed class Planner(InstrumentVersion instrument, Expression definition, Projection projection)
{
    private readonly Evaluator _evaluator = instrument.Evaluator;
    private readonly FactVector _facts = projection.Facts;

    /// <summary>Own atoms whose words were not checked: no finding can settle them, so nobody is asked.</summary>
    private readonly ulong _closed = instrument.Atoms.Where(a => a.Own is not null && !a.IsVerified).Aggregate(0UL, (sum, a) => sum | 1UL << a.Own!.Value);

    public OpenQuestions Plan()
    {
        var open = _evaluator.StillMatters(definition, _facts);
        if (open == 0)
        {
            return OpenQuestions.None;
        }

        var ways = new Ways(_evaluator, _evaluator.Binds(_facts) ? _facts : _facts with { Some = 0 }, Ways.Asking(_facts, projection.Refused | _closed));
        return new OpenQuestions(
            Names(open),
            Names(open & projection.Refused),
            Answers(ways.To(definition, true)),
            Answers(ways.To(definition, false)),
            Rank(open & ~projection.Refused & ~_closed, BitOperations.PopCount(open)));
    }

    /// <summary>The smallest change of facts to a result.</summary>
    public ImmutableArray<ImmutableArray<Answer>> Change(bool to) => Answers(new Ways(_evaluator, _facts, Ways.Changing(_facts, _closed), canUnsay: true).To(definition, to));

    public AtomId Name(int bit) => _evaluator.Name(bit);

    private ImmutableArray<Question> Rank(ulong open, int size)
    {
        var questions = new List<Question>();
        foreach (var (id, element, bits) in Groups(open))
        {
            questions.Add(Ask(id, element, bits, open, size));
        }

        return [.. questions.Select((q, order) => (q, order)).OrderByDescending(x => x.q.Worth).ThenBy(x => x.order).Select(x => x.q)];
    }

    /// <summary>Lists are asked about as one question; everything else alone.</summary>
    private IEnumerable<(string Id, FactElement Element, ulong Bits)> Groups(ulong open)
    {
        ulong asked = 0;
        foreach (var (id, element, node) in new[] { ("act", FactElement.Act, instrument.Act), ("means", FactElement.Means, instrument.Means), ("purpose", FactElement.Purpose, instrument.Purpose) })
        {
            if (node is null)
            {
                continue;
            }

            var bits = _evaluator.Express(node).Variables & open & ~asked;
            if (bits != 0)
            {
                asked |= bits;
                yield return (id, element, bits);
            }
        }

        for (var rest = open & ~asked; rest != 0; rest &= rest - 1)
        {
            var bit = BitOperations.TrailingZeroCount(rest);
            yield return (Name(bit).Value, Element(bit), 1UL << bit);
        }
    }

    private Question Ask(string id, FactElement element, ulong bits, ulong open, int size)
    {
        Truth? yes = null;
        var agreed = true;
        var spares = 0;
        for (var left = bits; left != 0; left &= left - 1)
        {
            var after = _facts.With(BitOperations.TrailingZeroCount(left), true);
            var value = _evaluator.Evaluate(definition, after);
            agreed &= yes is null || yes == value;
            yes = value;
            spares = Math.Max(spares, BitOperations.PopCount(open & ~bits & ~Evaluator.MayMatter(definition, after)));
        }

        var excluded = _facts with { False = _facts.False | bits };
        var no = _evaluator.Evaluate(definition, excluded);
        var ifYes = agreed ? yes!.Value : Truth.Unknown;
        var spared = BitOperations.PopCount(open & ~bits & ~Evaluator.MayMatter(definition, excluded));
        var asked = BitOperations.PopCount(bits);
        var minutes = Bits(bits).Max(b => Cost(b).Minutes);
        var harm = Bits(bits).Average(b => (double)Cost(b).Harm);
        var worth = (Gain(ifYes, spares) + Gain(no, spared)) / 2 / (minutes + (Question.MinutesPerHarm * harm));
        return new Question(id, element, Names(bits), ifYes, no, Math.Max(spares, spared), minutes, Math.Round(harm, 2), Math.Round(worth, 6));

        double Gain(Truth result, int otherSpared) => result.IsKnown ? 1 : (double)(asked + otherSpared) / (size + 1);
    }

    private ImmutableArray<ImmutableArray<Answer>> Answers(ImmutableArray<ImmutableArray<Step>> ways) =>
        [.. ways.Select(w => w.Select(s => new Answer(Names(s.Bits), s.Value, s.All)).ToImmutableArray())];

    private ImmutableArray<AtomId> Names(ulong bits) => [.. Bits(bits).Select(Name)];

    private FactElement Element(int bit) => bit < instrument.Vocabulary.Facts.Length ? instrument.Vocabulary.Facts[bit].Element : instrument.Atoms.First(a => a.Own == bit).Element;

    private (double Minutes, int Harm) Cost(int bit)
    {
        if (bit < instrument.Vocabulary.Facts.Length)
        {
            var fact = instrument.Vocabulary.Facts[bit];
            return (Math.Max(fact.Minutes, 0.5), fact.Harm);
        }

        var atom = instrument.Atoms.First(a => a.Own == bit);
        return (Math.Max(atom.Minutes, 0.5), atom.Harm);
    }

    private static IEnumerable<int> Bits(ulong bits)
    {
        for (; bits != 0; bits &= bits - 1)
        {
            yield return BitOperations.TrailingZeroCount(bits);
        }
    }
}
