using System.Reflection;

namespace Palermo.Tests;

public sealed class ArchitectureTests
{
    /// <summary>The map of the house: who may stand on whom.</summary>
    private static readonly Dictionary<string, string[]> Map = new(StringComparer.Ordinal)
    {
        ["Palermo.Law"] = [],
        ["Palermo.Records"] = [],
        ["Palermo.Statistics"] = ["Palermo.Law", "Palermo.Records"],
        ["Palermo.Estimation"] = ["Palermo.Statistics", "Palermo.Records", "Palermo.Law"],
        ["Palermo.Disclosure"] = ["Palermo.Statistics", "Palermo.Records", "Palermo.Law"],
        ["Palermo.Casework"] = ["Palermo.Law", "Palermo.Records"],
        ["Palermo.Cli"] = ["Palermo.Law", "Palermo.Records", "Palermo.Statistics", "Palermo.Estimation", "Palermo.Disclosure", "Palermo.Casework", "Palermo.Web"],
    };

    public static TheoryData<string> Libraries => [.. Map.Keys];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_ReferencesOnlyWhatTheMapAllows(string library)
    {
        var references = Assembly.Load(library).GetReferencedAssemblies()
            .Select(a => a.Name!)
            .Where(n => n.StartsWith("Palermo.", StringComparison.Ordinal));

        Assert.Empty(references.Except(Map[library], StringComparer.Ordinal));
    }
}
