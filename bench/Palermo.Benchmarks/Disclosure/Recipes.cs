using System.Collections.Immutable;
using Palermo.Disclosure.Synthesis;

namespace Palermo.Benchmarks.Disclosure;

internal static class Recipes
{
    public static Recipe Ctdc(Domain domain, double epsilon, double thresholdDelta)
    {
        ImmutableArray<int> cats = [0, 1, 2, 3, 4], means = [.. Enumerable.Range(5, 8)], forms = [13, 14, 15], types = [.. Enumerable.Range(16, 7)], recruiters = [23, 24, 25, 26];
        ImmutableArray<int> flags = [.. means, .. forms, .. types, .. recruiters];
        var d = Environment.GetEnvironmentVariable("VIEWS") ?? "A.20,B.25,C.15,E.05,D.05";
        var views = d.Split(',').Select(v => new ViewPlan(v, v[0] switch
        {
            'A' => [.. cats, .. flags],
            'B' => [.. cats, .. forms, .. types],
            'C' => [3, 4, .. flags],
            'E' => cats,
            'D' => flags,
            'F' => [3, 4, .. forms],
            'G' => [3, 4],
            'H' => [0, 4],
            'I' => [0, 3],
            'J' => [1, 2],
            'K' => [2, 4],
            'L' => [2, 3],
            'M' => [0, 1, 2],
            'N' => [0, 4, .. forms],
            'O' => [1, 2, .. forms],
            'P' => [0, 2],
            'Q' => [0, 3, 4],
            'R' => [1, 2, 4],
            'T' => [0, 1, 3, 4, .. forms],
            'U' => [1, 2, 3, 4],
            'V' => [0, 2],
            'X' => [0, 1, 3, 4, .. forms, .. types],
            'Y' => [1, 2, 3, 4, .. forms],
            'S' => [4, .. flags],
            _ => throw new InvalidOperationException(),
        }, double.Parse(v[1..], System.Globalization.CultureInfo.InvariantCulture))).ToImmutableArray();
        return new Recipe(views, SynthesisBench.K("S", .03), SynthesisBench.K("P", .25), .005, (int)SynthesisBench.K("FL", 10), thresholdDelta);
    }
}
