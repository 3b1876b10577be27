using Palermo.Law.Determinations;

namespace Palermo.Tests.Law;

public sealed class DecidedCasesTests
{
    public static TheoryData<string> Ids => [.. DecidedCases.All.Select(c => c.Id)];

    [Fact]
    public void DecidedCases_AreAllThere() => Assert.Equal(74, DecidedCases.All.Count);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Determine_DecidedCase_GivesTheRecordedProjection(string id)
    {
        var (_, facts, record) = DecidedCases.All.Single(c => c.Id == id);
        var expected = record.GetProperty("palermo_projection");

        var determination = Determiner.Determine(facts.Findings, Laws.Library.Protocol, new Query());

        Assert.Equal(expected.GetProperty("result").GetString(), determination.Result.ToString());
        Assert.Equal(expected.GetProperty("act").GetString(), determination.Act.Value.ToString());
        Assert.Equal(expected.GetProperty("means").GetString(), determination.Means.Value.ToString());
        Assert.Equal(expected.GetProperty("purpose").GetString(), determination.Purpose.Value.ToString());
    }
}
