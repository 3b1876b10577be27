using System.CommandLine;
using System.Reflection;
using Palermo.Records.Countries;

namespace Palermo.Tests.Records.Countries;

[Collection("console")]
public sealed class CountryVerbTests
{
    [Theory]
    [InlineData(0, "Nigeria", "NG")]
    [InlineData(0, "3 nig\uFFFDriens et 1 tunisien", "NE+TN")]
    [InlineData(1, "Congo", "queued")]
    public async Task Country_Text_PrintsCodeAndReason(int exit, string text, string code)
    {
        var (status, output) = await Run("country", text);

        Assert.Equal(exit, status);
        var cells = output.TrimEnd().Split('\t');
        Assert.Equal((text, code), (cells[0], cells[1]));
        Assert.Equal(CountryNormaliser.Default.Read(text).Explain(), cells[3]);
    }

    [Fact]
    public async Task Country_DateOption_ResolvesAReusedCode()
    {
        var (_, output) = await Run("country", "CS", "--on", "1990-01-01");

        Assert.Equal("CSHH", output.Split('\t')[1]);
    }

    private static async Task<(int Status, string Output)> Run(params string[] arguments)
    {
        var verb = Assembly.Load("Palermo.Cli").GetType("Palermo.Cli.CountryVerb", throwOnError: true)!;
        var root = new RootCommand { (Command)verb.GetMethod("Create")!.Invoke(null, null)! };
        var (before, output) = (Console.Out, new StringWriter());
        Console.SetOut(output);
        try
        {
            return (await root.Parse(arguments).InvokeAsync(), output.ToString());
        }
        finally
        {
            Console.SetOut(before);
        }
    }
}
