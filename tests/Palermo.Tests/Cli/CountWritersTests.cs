using System.Reflection;

namespace Palermo.Tests.Cli;

/// <summary>Who counts people on the command line, read from its instructions; and that each either goes through the gate or says that its output is for the inside.</summary>
public sealed class CountWritersTests
{
    private const string Working = "Working output for those who hold the data";

    // Members that tell a count of people as it is.
    private static readonly string[] Telling = ["ICountSource.CountAsync", "FrameCounts.Count", "FrameCounts.Vectors", "FrameCounts.Pairs", "SqlCounts.CountAsync", "NationalReport.MakeAsync", "NationalReport.FiguresAsync", "CaptureFile.Read", "CaptureRows.Read"];

    /// <summary>Every type of the command line that counts, and what holds it. A new one fails here until it is one of these.</summary>
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["CountVerb"] = "says that it is a working output",
        ["DeterminationsVerb"] = "says that it is a working output",
        ["EstimateInput"] = "hands the lists to the estimate, whose report says that it is a working output",
        ["EstimateVerb"] = "says that it is a working output",
        ["FlowsVerb"] = "says that it is a working output",
        ["ReportVerb"] = "through the gate in every form; --exact says that nothing of it may be published",
    };

    [Fact]
    public void NothingElse_OnTheCommandLine_CountsPeople()
    {
        var found = Assembly.Load("Palermo.Cli").GetTypes().SelectMany(t => Instructions.CallsOf(t).Where(c => c.DeclaringType is not null).Select(c => (Type: Top(t).Name, Called: c.DeclaringType!.Name + "." + c.Name)))
            .Where(c => Telling.Contains(c.Called)).Select(c => c.Type).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(Known.Keys.Order(StringComparer.Ordinal), found);
    }

    /// <summary>A member that was renamed would be looked for in vain.</summary>
    [Fact]
    public void EveryTellingMember_IsThere()
    {
        var members = new[] { "Palermo.Statistics", "Palermo.Estimation" }.SelectMany(a => Assembly.Load(a).GetTypes())
            .SelectMany(t => Instructions.MethodsOf(t).Select(m => t.Name + "." + m.Name)).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Telling.Except(members, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("count", "--by", "sex")]
    [InlineData("count", "--by", "sex", "-o", "json")]
    [InlineData("flows")]
    [InlineData("report")]
    public void AWorkingOutput_SaysThatItIsOne(string verb, params string[] more)
    {
        var sample = Path.Combine(SharedData.Repository, "data", "samples", "routes.csv");
        var run = Run.Palermo(verb == "report" ? ["report", "national", sample, "--exact"] : [verb, sample, .. more]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(verb == "report" ? "Nothing of this may be published as it stands" : Working, run.Output.Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static Type Top(Type type) => type.DeclaringType is { } outer ? Top(outer) : type;
}
