namespace Palermo.Tests.Cli;

public sealed class HelpTests
{
    /// <summary>Help, refusals and the version speak of the program by the name that people type, never by that of its file.</summary>
    [Theory]
    [InlineData("--help")]
    [InlineData("assess", "--help")]
    [InlineData("keys", "init", "--help")]
    [InlineData("audit-log", "verify", "-h")]
    public void Help_NamesTheProgramAsItIsTyped(params string[] arguments)
    {
        var run = Run.Palermo(arguments);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(string.Join(' ', ["palermo", .. arguments.TakeWhile(a => a[0] != '-')]), run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Palermo.Cli", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_IsSaid()
    {
        var run = Run.Palermo("--version");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^\d+\.\d+", run.Output);
    }

    [Fact]
    public void UnknownVerb_PointsToTheHelp()
    {
        var run = Run.Palermo("no-such-verb");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Try: palermo --help", run.Error, StringComparison.Ordinal);
    }
}
