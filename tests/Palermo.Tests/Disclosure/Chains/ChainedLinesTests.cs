using System.Text.Json;
using Palermo.Disclosure.Chains;

namespace Palermo.Tests.Disclosure.Chains;

public sealed class ChainedLinesTests
{
    private sealed record Entry(string Word, string Previous);

    private static string[] Written()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("palermo-chain-").FullName, "chain.jsonl");
        Assert.Empty(Read([.. ChainedLines.Of(path)]));
        foreach (var word in new[] { "one", "two", "three" })
        {
            ChainedLines.Append(path, JsonSerializerOptions.Web, previous => new Entry(word, previous));
        }

        return [.. ChainedLines.Of(path)];
    }

    private static string[] Read(string[] lines) =>
        [.. ChainedLines.Read<Entry>(lines, JsonSerializerOptions.Web, e => e.Previous, at => new InvalidDataException("line " + at)).Select(e => e.Word)];

    [Fact]
    public void Lines_AsWritten_AreRead() => Assert.Equal(["one", "two", "three"], Read(Written()));

    public static TheoryData<string, int> Harms => new()
    {
        { "first taken out", 1 }, { "middle taken out", 2 }, { "two changed places", 2 }, { "word changed", 2 }, { "one put in twice", 2 }, { "cut off", 3 }, { "null", 1 },
    };

    /// <summary>What no chain can tell from its lines alone is the last one taken out: whoever needs that keeps the last hash elsewhere.</summary>
    [Theory]
    [MemberData(nameof(Harms))]
    public void Lines_Harmed_AreNoticedAtTheirPlace(string harm, int line)
    {
        var l = Written();
        string[] harmed = harm switch
        {
            "first taken out" => l[1..],
            "middle taken out" => [l[0], l[2]],
            "two changed places" => [l[0], l[2], l[1]],
            "word changed" => [l[0].Replace("one", "won", StringComparison.Ordinal), l[1], l[2]],
            "one put in twice" => [l[0], l[0], l[1], l[2]],
            "cut off" => [l[0], l[1], l[2][..20]],
            _ => ["null"],
        };
        Assert.Equal("line " + line, Assert.Throws<InvalidDataException>(() => Read(harmed)).Message);
    }
}
