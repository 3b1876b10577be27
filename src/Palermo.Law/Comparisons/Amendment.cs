using System.Collections.Immutable;
using Palermo.Law.Cases;
using Palermo.Law.Determinations;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Law.Comparisons;

/// <summary>One case that a draft would move, with the clauses that move it.</summary>
public sealed record Moved(string CaseId, Truth Before, Truth After, Difference Because);

/// <summary>
/// A draft law run against a set of cases: who would be newly covered, who would be lost, who becomes open.
/// </summary>
/// <param name="NewlyCovered">Met under the draft, not met or open under the law in force.</param>
/// <param name="Lost">Met under the law in force, not met or open under the draft.</param>
/// <param name="OtherwiseMoved">Between "not met" and "open".</param>
public sealed record Amendment(
    InstrumentVersion InForce,
    InstrumentVersion Draft,
    int Cases,
    ImmutableArray<Moved> NewlyCovered,
    ImmutableArray<Moved> Lost,
    ImmutableArray<Moved> OtherwiseMoved)
{
    public static Amendment Run(InstrumentVersion inForce, InstrumentVersion draft, IEnumerable<CaseFacts> cases, Query query, CancellationToken cancellation = default)
    {
        var (covered, lost, other) = (ImmutableArray.CreateBuilder<Moved>(), ImmutableArray.CreateBuilder<Moved>(), ImmutableArray.CreateBuilder<Moved>());
        var count = 0;
        foreach (var facts in cases)
        {
            cancellation.ThrowIfCancellationRequested();
            count++;
            var before = Determiner.Determine(facts.Findings, inForce, query);
            var after = Determiner.Determine(facts.Findings, draft, query);
            if (before.Result == after.Result)
            {
                continue;
            }

            var moved = new Moved(facts.Id, before.Result, after.Result, Comparison.Differ(before, after));
            (after.Result.IsTrue ? covered : before.Result.IsTrue ? lost : other).Add(moved);
        }

        return new Amendment(inForce, draft, count, covered.ToImmutable(), lost.ToImmutable(), other.ToImmutable());
    }
}
