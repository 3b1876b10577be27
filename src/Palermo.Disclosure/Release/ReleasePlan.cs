using System.Collections.Immutable;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Synthesis;

namespace Palermo.Disclosure.Release;

/// <summary>
/// What a private release would cost and how precise its counts would be. Made from the code book and epsilon alone, never from the
/// data: looking at it, and changing one's mind, costs nothing.
/// </summary>
/// <param name="Domain">The code book's columns.</param>
/// <param name="Recipe">What is measured.</param>
/// <param name="Guarantee">Epsilon and delta of the release alone.</param>
/// <param name="Rho">zCDP that the ledger is charged.</param>
/// <param name="ThresholdDelta">Failure probability of thresholds that the ledger is charged.</param>
public sealed record ReleasePlan(Domain Domain, Recipe Recipe, ApproximateGuarantee Guarantee, double Rho, double ThresholdDelta)
{
    /// <summary>The failure probability where nothing else is asked: the number of people is private, so it cannot depend on it.</summary>
    public const double Delta = 1e-7;

    /// <summary>What a ledger is charged for one release; the same for every code book.</summary>
    public static (double Rho, double ThresholdDelta) Price(double epsilon, double delta = Delta)
    {
        var thresholds = delta * Recipe.ThresholdPart(epsilon);
        return (ZeroConcentrated.Rho(epsilon, delta - thresholds), thresholds);
    }

    /// <param name="book">The public code book.</param>
    /// <param name="epsilon">Epsilon of the release.</param>
    /// <param name="delta">Delta of the release, thresholds included.</param>
    /// <param name="margins">Sets of columns to measure together instead of the recipe's.</param>
    /// <exception cref="InvalidDataException">A margin names a column that the code book lacks.</exception>
    public static ReleasePlan For(CodeBook book, double epsilon, double delta = Delta, ImmutableArray<ImmutableArray<string>> margins = default)
    {
        ArgumentNullException.ThrowIfNull(book);
        var (rho, thresholds) = Price(epsilon, delta);
        var recipe = Recipe.For(book.Domain, book.Place, book.Core, epsilon, thresholds);
        if (!margins.IsDefaultOrEmpty)
        {
            var share = recipe.Views.Sum(v => v.Share) / margins.Length;
            recipe = recipe with { Views = [.. margins.OrderByDescending(m => m.Length).Select(m => new ViewPlan(string.Join(" x ", m), [.. m.Select(c => Column(book.Domain, c)).Order()], share))] };
        }

        return new ReleasePlan(book.Domain, recipe, new(epsilon, delta), rho, thresholds);
    }

    /// <summary>Half-widths, in people, of the intervals of a single value's count and of a pair's; of a pair null where none is measured.</summary>
    public (long Single, long? Pair) HalfWidths(double level, int rowsPerPerson = 1)
    {
        var noise = DenseNoise.Of(Domain, Recipe, Rho, rowsPerPerson);
        return (GaussianTail.HalfWidth(noise.Singles, level), PrivateCounts.MeasuredPairs(Domain).Any() ? GaussianTail.HalfWidth(noise.Pairs, level) : null);
    }

    /// <summary>
    /// The most bets out of 100 that anyone can win who knows everyone else in the register and bets whether one person is in it: 50 is
    /// a coin. From e^epsilon / (1 + e^epsilon) + delta, rounded up.
    /// </summary>
    public static double BestBet(ApproximateGuarantee guarantee) => 100 * Math.Min(1, (1 / (1 + Math.Exp(-guarantee.Epsilon))) + guarantee.Delta);

    private static int Column(Domain domain, string name)
    {
        var at = domain.Columns.Select(c => c.Name).ToList().IndexOf(name);
        return at >= 0 ? at : throw new InvalidDataException($"--margins: the code book has no column '{name}'");
    }
}
