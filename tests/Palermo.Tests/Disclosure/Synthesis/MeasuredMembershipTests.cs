using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Synthesis;
using Palermo.Tests.Disclosure.Privacy;

namespace Palermo.Tests.Disclosure.Synthesis;

/// <summary>
/// Is she in the data? The likelihood ratio of everything that the measuring step gives away, with her and without: no attack on it does
/// better (Neyman and Pearson). It is held against the guarantee at a failure probability large enough to be seen in twenty thousand runs.
/// </summary>
public sealed class MeasuredMembershipTests
{
    private const int Runs = 20_000;

    private const double Rho = 1, Delta = 0.05, ThresholdDelta = 1e-6;

    /// <summary>So many others are exactly like her that every cell she stands in is shown: nothing of what is measured is lost to the attack.</summary>
    private const int Twins = 50;

    private static readonly Domain Domain = new(
        [new("sex", ["F", "M"]), new("from", ["a", "b"]), .. Enumerable.Range(0, 3).Select(i => new DomainColumn("mark" + (char)('0' + i), ["1"]))], []);

    private static readonly Recipe Recipe = new([new("all columns", [0, 1, 2, 3, 4], .60), new("marks", [2, 3, 4], .05)], .10, .20, .05, 3, ThresholdDelta);

    // She has every mark there is: no person moves more counts.
    private static readonly ushort[] Her = [1, 1, 1, 1, 1];

    private static readonly Lazy<(double[] Inside, double[] Outside, double Spent)> Paid = new(() => Attack(1));

    [Fact]
    public void Guarantee_HoldsAgainstTheBestAttack()
    {
        var (inside, outside, spent) = Paid.Value;
        var (shown, stated) = (MembershipAttack.LeastEpsilon(inside, outside, Delta), ZeroConcentrated.Epsilon(spent, Delta));
        Assert.InRange(spent, 0.99 * Rho * Recipe.Shares, Rho);
        Assert.True(shown <= stated, $"the attack shows epsilon {shown}, stated are {stated}");
        Assert.True(MembershipAttack.LeastSeparation(inside, outside) <= Math.Sqrt(2 * spent));
        // It is the best one: it comes within a tenth of what noise of this cost lets anyone see.
        Assert.InRange(MembershipAttack.LeastSeparation(inside, outside), 0.9 * Math.Sqrt(2 * spent), double.PositiveInfinity);
        Assert.True(shown > 0.6 * stated, $"the attack shows only {shown} of {stated}");
        TestContext.Current.SendDiagnosticMessage($"the attack shows epsilon {shown:F2} of {stated:F2} stated at delta {Delta}");
    }

    [Fact]
    public void HalfTheNoise_IsFoundOut()
    {
        // A quarter of the variance, for the price of the whole.
        var (inside, outside, _) = Attack(4);
        var (shown, stated) = (MembershipAttack.LeastEpsilon(inside, outside, Delta), ZeroConcentrated.Epsilon(Paid.Value.Spent, Delta));
        Assert.True(shown > 1.2 * stated, $"the attack shows epsilon {shown}, stated are {stated}");
    }

    /// <summary>Were a margin measured and not charged, the statement would promise less than is spent: the attack says so, of the smallest by how far apart it pushes the two worlds.</summary>
    [Theory]
    [InlineData(0.10, false)]
    [InlineData(0.60, true)]
    public void AMarginThatIsNotCharged_IsFoundOut(double share, bool byEpsilon)
    {
        var (inside, outside, spent) = Paid.Value;
        var charged = spent - (Rho * share);
        Assert.True(MembershipAttack.LeastSeparation(inside, outside) > Math.Sqrt(2 * charged), "the attack does not see a margin that nobody paid for");
        var (shown, stated) = (MembershipAttack.LeastEpsilon(inside, outside, Delta), ZeroConcentrated.Epsilon(charged, Delta));
        Assert.True(!byEpsilon || shown > stated, $"the attack shows epsilon {shown}, stated are {stated}");
    }

    /// <summary>Nobody is like her: cells that she alone stands in may be shown with the probability of the thresholds and no more, and without them she is seen at once.</summary>
    [Theory]
    [InlineData(ThresholdDelta, true)]
    [InlineData(0.9, false)]
    public void SheAlone_StaysBelowTheThresholds(double thresholdDelta, bool holds)
    {
        const int runs = 4_000;
        var recipe = Recipe with { ThresholdDelta = thresholdDelta };
        PersonRows without = new(Domain.Width, Codes([2, 2, 0, 0, 0], Twins)), with = new(Domain.Width, [.. Codes([2, 2, 0, 0, 0], Twins), .. Her]);
        var (inside, outside) = (Scores(with, recipe, Rho, 0, runs, 1), Scores(without, recipe, Rho, 0, runs, 2));
        var shown = MembershipAttack.LeastEpsilon(inside, outside, Delta);
        Assert.True(shown <= ZeroConcentrated.Epsilon(Rho, Delta) == holds, $"the attack shows epsilon {shown}");
    }

    private static (double[] Inside, double[] Outside, double Spent) Attack(int times)
    {
        PersonRows without = new(Domain.Width, Codes(Her, Twins)), with = new(Domain.Width, Codes(Her, Twins + 1));
        var spent = PrivateCounts.Measure(without, Domain, Recipe, Rho, 1, new SeededBits(1), TestContext.Current.CancellationToken).Rho;
        return (Scores(with, Recipe, Rho * times, Twins, Runs, 1), Scores(without, Recipe, Rho * times, Twins, Runs, 2), spent);
    }

    private static double[] Scores(PersonRows rows, Recipe recipe, double rho, int twins, int runs, ulong stream)
    {
        var scores = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            scores[run] = LogRatio(PrivateCounts.Measure(rows, Domain, recipe, rho, 1, new SeededBits((stream << 32) + (ulong)run), TestContext.Current.CancellationToken), twins);
        }

        return scores;
    }

    /// <summary>
    /// The logarithm of the likelihood of what was measured with her over that without. Of a count that is one higher with her, under
    /// probabilities in proportion to exp(-x²/2σ²), it is (2(y - x) - 1) / 2σ² exactly; the counts are independent of each other.
    /// </summary>
    private static double LogRatio(Measurements m, int twins)
    {
        double One(long noisy, long count, Variance variance) => ((2 * (noisy - count)) - 1) * (double)variance.Denominator / (2 * (double)variance.Numerator);
        var ratio = One(m.Total, Twins, m.TotalVariance);
        var values = Her.Select((code, c) => Domain.Offsets[c] + code - 1).ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            ratio += One(m.Singles[values[i]], twins, m.SinglesVariance);
            for (var j = i + 1; j < values.Length; j++)
            {
                ratio += Domain.Columns[i].IsFlag || Domain.Columns[j].IsFlag ? One(m.Pairs[values[i], values[j]], twins, m.PairsVariance) : 0;
            }
        }

        foreach (var view in m.Views)
        {
            var key = new KeyPacker(Domain, view.Plan.Columns).Pack(Her);
            foreach (var cell in view.Cells.Where(c => c.Key == key))
            {
                // A cell in which nobody stands without her is never shown without her.
                ratio = twins == 0 ? double.PositiveInfinity : ratio + One(cell.Count, twins, view.Variance);
            }
        }

        return ratio;
    }

    private static ushort[] Codes(ushort[] person, int times) => [.. Enumerable.Repeat(person, times).SelectMany(p => p)];
}
