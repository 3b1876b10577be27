using System.Numerics;
using Palermo.Law.Facts;
using Palermo.Records.Crosswalks;

namespace Palermo.Statistics.Determinations;

/// <summary>
/// Carries a table's fact masks over to the law's fact vector: the same facts by name, in the law's bit order; a group that is
/// denied closes all its members.
/// </summary>
public sealed class FactTranslator
{
    private readonly (int? Fact, FactGroup? Group)[] _targets;
    private readonly ulong[] _groupMembers;

    /// <exception cref="InvalidOperationException">A fact of the dialects is unknown to the law: the shipped files do not belong together.</exception>
    public FactTranslator(FactList facts, Vocabulary vocabulary)
    {
        _targets = new (int?, FactGroup?)[facts.Facts.Length];
        for (var i = 0; i < facts.Facts.Length; i++)
        {
            var name = facts.Facts[i].Name;
            _targets[i] = (vocabulary.Find(name)?.Index, vocabulary.FindGroup(name));
            if (_targets[i] is (null, null))
            {
                throw new InvalidOperationException($"the fact '{name}' of the dialects is not in the law's vocabulary");
            }
        }

        _groupMembers = [.. vocabulary.Groups.Select(g => g.Members)];
    }

    /// <summary>The law's vector of a row's masks.</summary>
    public FactVector Translate(ulong isTrue, ulong isFalse)
    {
        var vector = FactVector.Empty;
        ulong denied = 0;
        for (var bits = isTrue; bits != 0; bits &= bits - 1)
        {
            var (fact, group) = _targets[BitOperations.TrailingZeroCount(bits)];
            vector = fact is { } index ? vector.With(index, true) : vector with { Some = (byte)(vector.Some | 1 << group!.Index) };
        }

        for (var bits = isFalse; bits != 0; bits &= bits - 1)
        {
            var (fact, group) = _targets[BitOperations.TrailingZeroCount(bits)];
            if (fact is { } index)
            {
                vector = vector.With(index, false);
            }
            else
            {
                denied |= 1UL << group!.Index;
            }
        }

        for (var bits = denied; bits != 0; bits &= bits - 1)
        {
            // A denied group with a stated member is a contradiction that the ledger has counted; the stated member stands.
            var members = _groupMembers[BitOperations.TrailingZeroCount(bits)];
            if ((vector.True & members) == 0)
            {
                vector = vector with { False = vector.False | members };
            }
        }

        return vector;
    }
}
