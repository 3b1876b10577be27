using Palermo.Estimation.Histories;
using Palermo.Estimation.Resampling;

namespace Palermo.Tests.Estimation.Resampling;

/// <summary>Resamples from elsewhere: whichever way a program writes them they are the same tables, or it says what is wrong.</summary>
public sealed class ResampleFileTests
{
    private static readonly CaptureReading Observed = CaptureCsv.Read(new StringReader("LA,NG,PF,count\n1,0,0,5\n0,1,0,4\n0,0,1,3\n1,1,0,2\n0,1,1,1\n"));

    /// <summary>Two resamples of the 15 people: 6, 3, 3, 2, 1 and 4, 5, 2, 2, 2 in the order of the lines.</summary>
    private static readonly long[][] Expected = [[0, 6, 3, 2, 3, 0, 1, 0], [0, 4, 5, 2, 2, 0, 2, 0]];

    private static ResampleReading Read(string text) => ResampleFile.Read(new StringReader(text), Observed.Table!, Observed.Lines);

    [Theory]
    [InlineData("no header", "6,3,3,2,1\n4,5,2,2,2\n")]
    [InlineData("semicolons and blank lines", "6;3;3;2;1\n\n4;5;2;2;2\n\n")]
    [InlineData("spaces", "6 3 3  2 1\n4 5 2 2 2\n")]
    [InlineData("whole numbers written as decimals", "6.0,3.0,3.0,2.0,1.0\n4,5,2,2,2\n")]
    [InlineData("Windows and a byte order mark", "\uFEFF6,3,3,2,1\r\n4,5,2,2,2\r\n")]
    [InlineData("a header that names no history", "V1,V2,V3,V4,V5\n6,3,3,2,1\n4,5,2,2,2\n")]
    [InlineData("row names, as R writes them", "\"\",\"V1\",\"V2\",\"V3\",\"V4\",\"V5\"\n\"1\",6,3,3,2,1\n\"2\",4,5,2,2,2\n")]
    [InlineData("histories in another order", "011,110,001,010,100\n1,2,3,3,6\n2,2,2,5,4\n")]
    [InlineData("histories with an X", "X100,X010,X001,X110,X011\n6,3,3,2,1\n4,5,2,2,2\n")]
    [InlineData("histories that lost their zeros", "100,10,1,110,11\n6,3,3,2,1\n4,5,2,2,2\n")]
    [InlineData("histories by the names of lists", "replicate,LA,NG,PF:NG,PF,NG:LA\n1,6,3,1,3,2\n2,4,5,2,2,2\n")]
    [InlineData("a history repeated, and one nobody has", "100,100,010,001,110,011,111\n5,1,3,3,2,1,0\n4,0,5,2,2,2,0\n")]
    [InlineData("the history of no list", "000,100,010,001,110,011\n0,6,3,3,2,1\n0,4,5,2,2,2\n")]
    [InlineData("the lists' columns, in another order", "PF,NG,LA,r1,r2\n0,0,1,6,4\n0,1,0,3,5\n1,0,0,3,2\n0,1,1,2,2\n1,1,0,1,2\n")]
    [InlineData("the table's own counts beside them", "LA,NG,PF,count,r1,r2\n1,0,0,5,6,4\n0,1,0,4,3,5\n0,0,1,3,3,2\n1,1,0,2,2,2\n0,1,1,1,1,2\n")]
    [InlineData("a label beside them, other case", "history,la,ng,pf,r1,r2\na,1,0,0,6,4\nb,0,1,0,3,5\nc,0,0,1,3,2\nd,1,1,0,2,2\ne,0,1,1,1,2\n")]
    [InlineData("a line a resample and history", "replicate,LA,NG,PF,count\n7,1,0,0,6\n7,0,1,0,3\n7,0,0,1,3\n7,1,1,0,2\n7,0,1,1,1\n3,1,0,0,4\n3,0,1,0,5\n3,0,0,1,2\n3,1,1,0,2\n3,0,1,1,2\n")]
    [InlineData("JSON in the order of the lines", "[[6,3,3,2,1],[4,5,2,2,2.0]]")]
    [InlineData("JSON by history", "[{\"100\":6,\"010\":3,\"001\":3,\"110\":2,\"011\":1},{\"LA\":4,\"NG\":5,\"PF\":2,\"LA:NG\":2,\"NG:PF\":2}]")]
    [InlineData("JSON with histories and lists of its own order", "{\"lists\":[\"PF\",\"NG\",\"LA\"],\"histories\":[[0,0,1],\"010\",\"100\",\"011\",\"NG&PF\"],\"resamples\":[[6,3,3,2,1],[4,5,2,2,2]]}")]
    public void Read_WhicheverWayTheyAreWritten_AreTheSameTables(string way, string text)
    {
        var read = Read(text);
        Assert.True(read.Problem is null, way + ": " + read.Problem);
        Assert.Equal(Expected, read.Tables.Select(t => t.Counts.ToArray()));
    }

    [Fact]
    public void Read_LineOfNoListInTheTable_HasItsPlaceInTheVectorsOrNot()
    {
        var table = CaptureCsv.Read(new StringReader("LA,NG,PF,count\n0,0,0,0\n1,0,0,5\n0,1,0,4\n0,0,1,3\n1,1,0,2\n0,1,1,1\n"));
        foreach (var text in new[] { "0,6,3,3,2,1\n0,4,5,2,2,2\n", "6,3,3,2,1\n4,5,2,2,2\n" })
        {
            Assert.Equal(Expected, ResampleFile.Read(new StringReader(text), table.Table!, table.Lines).Tables.Select(t => t.Counts.ToArray()));
        }
    }

    [Theory]
    [InlineData("nothing", "", "empty", 0)]
    [InlineData("a header alone", "100,010,001,110,011\n", "no resample", 0)]
    [InlineData("JSON without one", "[]", "no resample", 0)]
    [InlineData("too few", "6,3,3,2,1\n4,5,2,2\n", "4 cells where the first line has 5", 2)]
    [InlineData("too few in every line", "1,2,3\n", "3 counts where the table has 5 lines", 1)]
    [InlineData("negative", "6,3,3,2,1\n4,5,2,2,-2\n", "negative", 2)]
    [InlineData("a share", "6,3,3,2,1\n4,5,2,2.5,1.5\n", "fractional", 2)]
    [InlineData("not a number", "100,010,001,110,011\n6,3,NA,2,1\n", "not a number", 2)]
    [InlineData("people on no list", "000,100,010\n4,6,3\n", "no list", 2)]
    [InlineData("a column that is no history", "100,010,elsewhere\n4,6,3\n", "column 3 of the header", 1)]
    [InlineData("a list of 0, 1 and 2", "LA,NG,PF,r1\n2,0,0,6\n", "neither 0 nor 1", 2)]
    [InlineData("lists and nothing else", "LA,NG,PF,history\n1,0,0,a\n", "no column of a resample", 1)]
    [InlineData("more people than there are", "6,3,3,2,1e15\n", "too large", 1)]
    [InlineData("JSON of words", "[\"a\"]", "neither delimited numbers nor JSON", 0)]
    [InlineData("JSON of other lists", "{\"lists\":[\"A\",\"B\",\"C\"],\"counts\":[[1]]}", "not those of the table", 0)]
    [InlineData("JSON of another width", "{\"histories\":[\"100\",\"010\"],\"counts\":[[1]]}", "another number of counts", 1)]
    public void Read_WhatIsNone_SaysWhatAndWhere(string what, string text, string why, int row)
    {
        var read = Read(text);
        Assert.Empty(read.Tables);
        Assert.True(read.Problem is { } problem && problem.Row == row && problem.Why.Contains(why, StringComparison.Ordinal), what + ": " + read.Problem);
    }

    [Theory]
    [InlineData("LA,NG,PF,count,r1\n1,0,0,5,6\n0,1,0,4,3\n0,0,1,3,3\n1,1,0,2,2\n0,1,1,1,1\n", "own column of counts")]
    [InlineData("V1,V2,V3,V4,V5\n6,3,3,2,1\n", "in the order of the lines")]
    [InlineData("6,3,3,2,9\n", "1 of 1 resamples do not add up")]
    public void Read_WhatWasTakenForGranted_IsSaid(string text, string said) => Assert.Contains(Read(text).Notes, n => n.Contains(said, StringComparison.Ordinal));
}
