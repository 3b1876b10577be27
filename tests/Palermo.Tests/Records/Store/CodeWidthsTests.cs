using CsCheck;
using Palermo.Records.Store;

namespace Palermo.Tests.Records.Store;

public sealed class CodeWidthsTests
{
    [Fact]
    public void Bytes_WidenAndNarrow_AreTheSame() => Gen.Byte.Array[0, 300].Sample(codes =>
    {
        var wide = new int[codes.Length];
        var back = new byte[codes.Length];
        CodeWidths.Widen(codes, wide);

        Assert.Equal(codes.Select(c => (int)c), wide);
        Assert.True(CodeWidths.Narrow(wide, back));
        Assert.Equal(codes, back);
    });

    [Fact]
    public void Shorts_WidenAndNarrow_AreTheSame() => Gen.UShort.Array[0, 300].Sample(codes =>
    {
        var wide = new int[codes.Length];
        var back = new ushort[codes.Length];
        CodeWidths.Widen(codes, wide);

        Assert.Equal(codes.Select(c => (int)c), wide);
        Assert.True(CodeWidths.Narrow(wide, back));
        Assert.Equal(codes, back);
    });

    /// <summary>At every place: within a vector, and in the few codes after the last.</summary>
    [Theory]
    [InlineData(256, false, true)]
    [InlineData(65_535, false, true)]
    [InlineData(65_536, false, false)]
    [InlineData(int.MaxValue, false, false)]
    [InlineData(-1, false, false)]
    [InlineData(int.MinValue, false, false)]
    [InlineData(255, true, true)]
    public void Narrow_OneCodeThatDoesNotFit_IsSaid(int code, bool fitsByte, bool fitsShort)
    {
        for (var at = 0; at < 133; at++)
        {
            var wide = new int[133];
            wide[at] = code;

            Assert.Equal(fitsByte, CodeWidths.Narrow(wide, new byte[133]));
            Assert.Equal(fitsShort, CodeWidths.Narrow(wide, new ushort[133]));
        }
    }
}
