namespace Palermo.Tests.Cli;

/// <summary>What the README shows on a console is what the program prints.</summary>
public sealed class ReadmeTests
{
    public static TheoryData<string, string> Examples()
    {
        var examples = new TheoryData<string, string>();
        foreach (var block in File.ReadAllText(Path.Combine(SharedData.Repository, "README.md")).Split("```console\n").Skip(1).Select(b => b[..b.IndexOf("```", StringComparison.Ordinal)]))
        {
            var end = block.IndexOf('\n', StringComparison.Ordinal);
            examples.Add(block[..end], block[(end + 1)..]);
        }

        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void ReadmeExample_Run_PrintsWhatIsShown(string command, string shown)
    {
        Assert.StartsWith("$ ./palermo ", command, StringComparison.Ordinal);
        Assert.Equal(shown, Run.Palermo(command["$ ./palermo ".Length..].Split(' ')).Output);
    }
}
