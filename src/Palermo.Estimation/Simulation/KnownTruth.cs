using System.Collections.Immutable;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Simulation;

/// <summary>A population of known size and the chance of every capture history in it, that of no list included.</summary>
public sealed record KnownTruth(string Name, long Population, ImmutableArray<string> Lists, ImmutableArray<double> Chances)
{
    private const ulong StreamTask = 0x7207;

    private static readonly ImmutableArray<string> Four = ["A", "B", "C", "D"];

    /// <summary>The expected number seen.</summary>
    public double ExpectedObserved => Population * (1 - Chances[0]);

    /// <summary>A table drawn from it: every person takes a history by its chance.</summary>
    public CaptureTable Draw(ulong seed, int sample)
    {
        var counts = new long[Chances.Length];
        new SeededRandom(seed, StreamTask, (ulong)sample).Multinomial(Population, Chances.AsSpan(), counts);
        counts[0] = 0;
        return CaptureTable.Create(Lists, counts);
    }

    /// <summary>Five scenarios of four lists: independent; two pairs dependent; two classes of people; a triple interaction; a small population.</summary>
    public static ImmutableArray<KnownTruth> Scenarios { get; } =
    [
        LogLinear("S1 independent", 10_000, [0.0502, 0.0602, 0.0803, 0.1104], []),
        LogLinear("S2 two dependent pairs", 10_000, [0.05, 0.06, 0.08, 0.11], [(0b0011, Math.Log(3)), (0b1100, Math.Log(0.35))]),
        TwoClasses("S3 two classes", 10_000, [0.0247, 0.0305, 0.0399, 0.0557], 0.2, 5),
        LogLinear("S4 triple interaction", 10_000, [0.0505, 0.0606, 0.0808, 0.1111], [(0b0011, Math.Log(2)), (0b0101, Math.Log(2)), (0b0110, Math.Log(2)), (0b0111, Math.Log(3))]),
        LogLinear("S5 small, one dependent pair", 1_500, [0.05, 0.06, 0.08, 0.11], [(0b0011, Math.Log(3))]),
    ];

    /// <summary>Two classes of people as in S3 and lists that depend besides, as in S2 and as in S4: what an alarm must still hear.</summary>
    public static ImmutableArray<KnownTruth> Mixed { get; } =
    [
        TwoClasses("S3 and S2: classes and two pairs", 10_000, [0.0247, 0.0305, 0.0399, 0.0557], 0.2, 5, [(0b0011, Math.Log(3)), (0b1100, Math.Log(0.35))]),
        TwoClasses("S3 and S4: classes and a triple", 10_000, [0.0247, 0.0305, 0.0399, 0.0557], 0.2, 5, [(0b0011, Math.Log(2)), (0b0101, Math.Log(2)), (0b0110, Math.Log(2)), (0b0111, Math.Log(3))]),
    ];

    /// <summary>Odds of lists given nobody else's, and interactions on the log scale.</summary>
    public static KnownTruth LogLinear(string name, long population, IReadOnlyList<double> chances, IReadOnlyList<(int Term, double Effect)> interactions)
    {
        var weights = new double[1 << chances.Count];
        for (var h = 0; h < weights.Length; h++)
        {
            weights[h] = 1;
            for (var j = 0; j < chances.Count; j++)
            {
                weights[h] *= ((h >> j) & 1) == 1 ? chances[j] : 1 - chances[j];
            }

            foreach (var (term, effect) in interactions)
            {
                weights[h] *= (h & term) == term ? Math.Exp(effect) : 1;
            }
        }

        var total = weights.Sum();
        return new KnownTruth(name, population, Names(chances.Count), [.. weights.Select(w => w / total)]);
    }

    /// <summary>A share of the population is <paramref name="factor"/> times as likely to be on every list; interactions hold within either class.</summary>
    public static KnownTruth TwoClasses(string name, long population, IReadOnlyList<double> chances, double share, double factor, IReadOnlyList<(int Term, double Effect)>? interactions = null)
    {
        var hard = LogLinear(name, population, chances, interactions ?? []).Chances;
        var easy = LogLinear(name, population, [.. chances.Select(c => factor * c)], interactions ?? []).Chances;
        return new KnownTruth(name, population, Names(chances.Count), [.. hard.Zip(easy, (h, e) => (1 - share) * h + share * e)]);
    }

    private static ImmutableArray<string> Names(int count) =>
        count == 4 ? Four : [.. Enumerable.Range(0, count).Select(j => ((char)('A' + j)).ToString())];
}
