using CsCheck;
using Palermo.Law.Bulk;
using Palermo.Law.Facts;

namespace Palermo.Tests.Law.Bulk;

public sealed class PlaneProgramTests
{
    private static readonly ulong Used = Laws.Library.Vocabulary.Facts.Aggregate(0UL, (sum, f) => sum | 1UL << f.Index);

    /// <summary>Vectors dense enough that results of all three kinds occur; true and false never meet.</summary>
    private static readonly Gen<FactVector> Vectors =
        Gen.Select(Gen.ULong, Gen.ULong, Gen.ULong, Gen.ULong, Gen.Byte, Gen.Int[0, 3], (a, b, c, d, some, style) => style switch
        {
            0 => new FactVector(a & Used, b & ~a & Used),
            1 => new FactVector(a & b & c & Used, (d | c) & ~(a & b & c) & Used),
            2 => new FactVector(a & b & Used, ~(a & b) & (c | d) & Used, (byte)(some & 7)),
            _ => new FactVector(a & b & c & d & Used, ~(a & b & c & d) & Used, (byte)(some & 1)),
        });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(16_383)]
    [InlineData(16_385)]
    [InlineData(50_000)]
    public void Run_AnyNumberOfCases_CountsAsOneByOne(int cases)
    {
        var rows = new FactVector[cases];
        var seed = new PCG(7);
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Vectors.Generate(seed, null, out _);
        }

        var counted = new VectorCounts();
        foreach (var row in rows)
        {
            counted.Add(row);
        }

        var planes = PlaneProgram.Compile(Laws.Library.Definitions, FactPlanes.Of(rows)).Run(TestContext.Current.CancellationToken);

        Assert.Equal(counted.Judge(Laws.Library.Definitions), planes);
    }

    [Fact]
    public void Run_WithoutGroups_CountsAsOneByOne() =>
        Vectors.Select(v => v with { Some = 0 }).Array[1, 300].Sample(
            rows =>
            {
                var counted = new VectorCounts();
                foreach (var row in rows)
                {
                    counted.Add(row);
                }

                Assert.Equal(counted.Judge(Laws.Library.Definitions), PlaneProgram.Compile(Laws.Library.Definitions, FactPlanes.Of(rows)).Run());
            },
            iter: 200);

    [Fact]
    public void Of_AnyRows_KeepsEveryBit() =>
        Vectors.Array[0, 200].Sample(
            rows =>
            {
                var planes = FactPlanes.Of(rows);
                for (var i = 0; i < rows.Length; i++)
                {
                    for (var fact = 0; fact < 64; fact++)
                    {
                        Assert.Equal((rows[i].True >> fact & 1) != 0, Bit(planes.True(fact), i));
                        Assert.Equal((rows[i].False >> fact & 1) != 0, Bit(planes.False(fact), i));
                    }
                }

                static bool Bit(ReadOnlySpan<ulong> plane, int i) => !plane.IsEmpty && (plane[i >> 6] >> (i & 63) & 1) != 0;
            },
            iter: 100);
}
