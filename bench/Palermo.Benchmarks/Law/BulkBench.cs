using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Palermo.Law.Bulk;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Benchmarks.Law;

/// <summary>
/// Fact vectors in memory as bit planes: one instrument against a plain pass over the same bytes, twenty instruments against
/// one. Facts: 20 % true, 40 % false, 40 % not known, drawn from a fixed seed.
/// </summary>
internal static class BulkBench
{
    public static void Run(int cases)
    {
        var library = InstrumentLibrary.Load(Path.Combine(AppContext.BaseDirectory, "data", "instruments"));
        var planes = FactPlanes.Of(Vectors(cases, library.Vocabulary));
        ulong sink = 0;
        var pass = Measure.Seconds(31, () => sink += Pass(planes, library.Vocabulary));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cases:N0} cases, {planes.Bytes / 1e6:F1} MB of planes; plain pass {pass * 1e3:F2} ms ({planes.Bytes / pass / 1e9:F1} GB/s)"));

        var one = PlaneProgram.Compile([library.Protocol], planes);
        var single = Measure.Seconds(31, () => one.Run());
        var counts = one.Run()[0];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one instrument {single * 1e3:F2} ms = {single / pass:F2} x the plain pass ({single / cases * 1e9:F2} ns a case); met {counts.Result.True}, not met {counts.Result.False}, open {counts.Result.Unknown}"));

        var twenty = PlaneProgram.Compile([library.Protocol, .. library.Definitions.Where(d => d.IsVerified && d != library.Protocol).Take(19)], planes);
        var many = Measure.Seconds(15, () => twenty.Run());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"twenty instruments {many * 1e3:F2} ms = {many / single:F2} x one ({twenty.Size.Operations} operations, {twenty.Size.Pairs} pairs; one: {one.Size.Operations}, {one.Size.Pairs})"));

        var all = PlaneProgram.Compile(library.Definitions, planes);
        var every = Measure.Seconds(9, () => all.Run());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all {library.Definitions.Count()} instruments {every * 1e3:F2} ms = {every / single:F2} x one; check sum {sink % 1000}"));
    }

    public static FactVector[] Vectors(int cases, Vocabulary vocabulary)
    {
        var state = 7UL;
        var rows = new FactVector[cases];
        var facts = vocabulary.Facts.Where(f => !f.IsExtra && f.Element != FactElement.Scope).Select(f => f.Index).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            var row = FactVector.Empty;
            foreach (var fact in facts)
            {
                var draw = Next(ref state) % 10;
                row = draw < 2 ? row with { True = row.True | 1UL << fact } : draw < 6 ? row with { False = row.False | 1UL << fact } : row;
            }

            rows[i] = row;
        }

        return rows;
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).</summary>
    private static ulong Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    private static ulong Pass(FactPlanes planes, Vocabulary vocabulary)
    {
        var sum = Vector<ulong>.Zero;
        foreach (var fact in vocabulary.Facts)
        {
            sum += Sum(planes.True(fact.Index)) + Sum(planes.False(fact.Index));
        }

        return Vector.Sum(sum);
    }

    private static Vector<ulong> Sum(ReadOnlySpan<ulong> plane)
    {
        var (a, b, c, d) = (Vector<ulong>.Zero, Vector<ulong>.Zero, Vector<ulong>.Zero, Vector<ulong>.Zero);
        var vectors = MemoryMarshal.Cast<ulong, Vector<ulong>>(plane);
        var i = 0;
        for (; i + 3 < vectors.Length; i += 4)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
        }

        for (; i < vectors.Length; i++)
        {
            a += vectors[i];
        }

        return a + b + c + d;
    }
}
