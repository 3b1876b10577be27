using System.Diagnostics;
using System.Globalization;
using Palermo.Disclosure.Noise;

namespace Palermo.Benchmarks.Disclosure;

/// <summary>The exact sampler over many draws: chi-square against the exact distribution, and time a draw from the cryptographic source.</summary>
internal static class NoiseBench
{
    public static void Run(int draws)
    {
        foreach (var variance in new[] { new Variance(1, 1), new Variance(25, 1), new Variance(100_003, 1_000) })
        {
            var s = (double)variance.Numerator / variance.Denominator;
            var sampler = new DiscreteGaussian(variance, new CryptographicBits());
            var reach = (int)(12 * Math.Sqrt(s)) + 12;
            var counts = new long[(2 * reach) + 1];
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < draws; i++)
            {
                counts[sampler.Draw() + reach]++;
            }

            var seconds = clock.Elapsed.TotalSeconds;
            var mass = Enumerable.Range(-reach, counts.Length).Sum(x => Math.Exp(-x * (double)x / (2 * s)));
            double chi = 0;
            var degrees = -1;
            for (var x = -reach; x <= reach; x++)
            {
                var expected = draws * Math.Exp(-x * (double)x / (2 * s)) / mass;
                if (expected >= 10)
                {
                    chi += (counts[x + reach] - expected) * (counts[x + reach] - expected) / expected;
                    degrees++;
                }
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"variance {s}: {draws} draws, chi-square {chi:F1} on {degrees} degrees, {seconds / draws * 1e9:F0} ns a draw"));
        }
    }
}
