using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Synthesis;

namespace Palermo.Tests.Disclosure.Synthesis;

/// <summary>An audit of the whole measuring step: one person planted or not, the strongest linear attack on everything released.</summary>
public sealed class CanaryTests
{
    [Fact]
    public void PlantedPerson_IsToldApartNoBetterThanTheBudgetAllows()
    {
        const double epsilon = 2, delta = 1e-6;
        const int runs = 400;
        var domain = SynthesisTests.Domain;
        var thresholds = delta * Recipe.ThresholdPart(epsilon);
        var recipe = Recipe.For(domain, [2], [3, 4, 5], epsilon, thresholds);
        var rho = ZeroConcentrated.Rho(epsilon, delta - thresholds);
        ushort[] canary = [3, 1, 12, 1, 1, 1, 1, 1, 1];
        var without = new PersonRows(domain.Width, [.. Enumerable.Range(0, 200).SelectMany(i => new ushort[] { (ushort)(1 + (i % 2)), 2, (ushort)(1 + (i % 5)), 0, (ushort)(i % 2), 0, 0, 0, 0 })]);
        var with = new PersonRows(domain.Width, [.. Enumerable.Range(0, 200).SelectMany(i => without[i].ToArray()), .. canary]);

        var offsets = domain.Offsets;
        var values = canary.Select((code, c) => offsets[c] + code - 1).ToArray();
        double Score(PersonRows rows, ulong seed)
        {
            var m = PrivateCounts.Measure(rows, domain, recipe, rho, 1, new SeededBits(seed), TestContext.Current.CancellationToken);
            var singles = (double)m.SinglesVariance.Numerator / m.SinglesVariance.Denominator;
            var pairs = (double)m.PairsVariance.Numerator / m.PairsVariance.Denominator;
            var score = (m.Total / ((double)m.TotalVariance.Numerator / m.TotalVariance.Denominator)) + values.Sum(v => m.Singles[v] / singles);
            for (var i = 0; i < values.Length; i++)
            {
                for (var j = i + 1; j < values.Length; j++)
                {
                    score += m.Pairs[values[i], values[j]] / pairs;
                }
            }

            return score + m.Views.Sum(v => v.Cells.Length);
        }

        var (inside, outside) = (Enumerable.Range(1, runs).Select(s => Score(with, (ulong)s)).Order().ToArray(), Enumerable.Range(1, runs).Select(s => Score(without, (ulong)(s + 10_000))).Order().ToArray());
        var worst = double.NegativeInfinity;
        for (var q = 1; q < 20; q++)
        {
            var cut = outside[runs * q / 20];
            var (tpr, fpr) = (inside.Count(x => x > cut) / (double)runs, outside.Count(x => x > cut) / (double)runs);
            // A lower bound on epsilon with three standard deviations given away on each side.
            var low = tpr - (3 * Math.Sqrt(Math.Max(tpr * (1 - tpr), 1.0 / runs) / runs)) - delta;
            var high = fpr + (3 * Math.Sqrt(Math.Max(fpr * (1 - fpr), 1.0 / runs) / runs));
            worst = low > 0 ? Math.Max(worst, Math.Log(low / high)) : worst;
        }

        Assert.True(worst <= epsilon, $"the attack shows epsilon {worst}");
        Assert.True(inside.Average() > outside.Average(), "the attack sees nothing: it would pass on any mechanism");
    }
}
