using Palermo.Estimation.Selection;

namespace Palermo.Tests.Estimation.Selection;

public sealed class ResumableCensusTests
{
    [Fact]
    public void Run_InterruptedAndGoneOnWith_IsTheRunWithoutInterruption()
    {
        var table = Reference.Table("UKdat");
        var file = Path.Combine(Path.GetTempPath(), "palermo-census-" + Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".json");
        try
        {
            using var stop = new CancellationTokenSource();
            var half = new Cancelling(stop, 16_000);
            Assert.Throws<OperationCanceledException>(() => ResumableCensus.Run(table, 2, file, "t", 1, half, stop.Token));
            Assert.True(File.Exists(file));
            var resumed = ResumableCensus.Run(table, 2, file, "t", 2, stop: TestContext.Current.CancellationToken);
            var whole = ModelEnumeration.Run(table, 2, stop: TestContext.Current.CancellationToken);
            Assert.Equal(whole.SumBic, resumed.SumBic);
            Assert.Equal(whole.SumLogEstimate, resumed.SumLogEstimate);
            Assert.Equal(whole.Existing, resumed.Existing);
            Assert.Equal(whole.Top, resumed.Top);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("not a state")]
    [InlineData("""{"Identity":"another","NextBlock":1,"Orders":[],"Numbers":[],"Top":[]}""")]
    public void Run_AFileThatIsNoStateOfThisTable_IsRefusedAndLeftAsItIs(string content)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, content);
            Assert.Throws<InvalidDataException>(() => ResumableCensus.Run(Reference.Table("UKdat"), 2, file, "t", stop: TestContext.Current.CancellationToken));
            Assert.Equal(content, File.ReadAllText(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private sealed class Cancelling(CancellationTokenSource stop, long at) : IProgress<Progress>
    {
        public void Report(Progress value)
        {
            if (value.Done >= at)
            {
                stop.Cancel();
            }
        }
    }
}
