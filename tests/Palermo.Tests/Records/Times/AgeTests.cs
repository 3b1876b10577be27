using CsCheck;
using Palermo.Records.Times;

namespace Palermo.Tests.Records.Times;

public sealed class AgeTests
{
    private static readonly Gen<DateOnly> Day = Gen.Int[0, 40_000].Select(n => new DateOnly(1930, 1, 1).AddDays(n));

    [Theory]
    [InlineData("0--8", 0, 8)]
    [InlineData("9—17", 9, 17)]
    [InlineData("33-35", 33, 35)]
    [InlineData("48+", 48, null)]
    [InlineData("66+", 66, null)]
    [InlineData("0 to 17 years", 0, 17)]
    [InlineData("18 years or over", 18, null)]
    [InlineData("17 and under", null, 17)]
    [InlineData("Child (17 or under)", null, 17)]
    [InlineData("Adult (18 or over)", 18, null)]
    [InlineData("40 and over", 40, null)]
    [InlineData("18 to 24", 18, 24)]
    [InlineData("Minor", null, 17)]
    [InlineData("Adult", 18, null)]
    [InlineData(" 17 ", 17, 17)]
    public void Read_BandsOfTheField_GiveTheirBounds(string text, int? least, int? most) => Assert.Equal(new AgeRange(least, most), AgeRange.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("Unknown")]
    [InlineData("17--9")]
    [InlineData("999")]
    [InlineData("-5")]
    [InlineData("Total")]
    public void Read_OtherTexts_GiveNothing(string text) => Assert.Null(AgeRange.Read(text));

    [Theory]
    [InlineData("9--17", true)]
    [InlineData("18--20", false)]
    [InlineData("17 to 18", null)]
    [InlineData("0--8", true)]
    [InlineData("48+", false)]
    public void IsUnder18_OfARange_IsKnownOnlyWhenTheWholeRangeAgrees(string text, bool? expected) => Assert.Equal(expected, AgeRange.Read(text)!.Value.IsUnder18);

    [Theory]
    [InlineData("2000-06-15", "2018-06-14", true)]
    [InlineData("2000-06-15", "2018-06-15", false)]
    [InlineData("2000-06", "2018-06", null)]
    [InlineData("2000", "2017", true)]
    [InlineData("2000", "2018", null)]
    [InlineData("2000", "2019", false)]
    [InlineData("2004-02-29", "2022-02-28", true)]
    [InlineData("2004-02-29", "2022-03-01", false)]
    [InlineData("2000?", "2010", null)]
    [InlineData("2000", "2010/..", null)]
    [InlineData("../1990", "2010/2012", false)]
    public void At_PartialDates_SaysUnder18OnlyWhenSure(string born, string on, bool? expected)
    {
        Assert.True(PartialDate.TryParse(born, out var b));
        Assert.True(PartialDate.TryParse(on, out var o));
        Assert.Equal(expected, AgeRange.At(b, o).IsUnder18);
    }

    [Fact]
    public void At_AnyDaysWithinTheBounds_AgeLiesInTheRange() =>
        Gen.Select(Day, Gen.Int[0, 900], Day, Gen.Int[0, 900], Gen.Double[0, 1], Gen.Double[0, 1]).Sample((b, bn, o, on, x, y) =>
        {
            var born = new PartialDate(b, b.AddDays(bn), false, false);
            var day = new PartialDate(o, o.AddDays(on), false, false);
            var range = AgeRange.At(born, day);
            var age = AgeRange.Years(b.AddDays((int)(bn * x)), o.AddDays((int)(on * y)));
            Assert.True(age < 0 || ((range.Least is null || age >= range.Least) && (range.Most is null || age <= range.Most)));
        });

    [Theory]
    [InlineData("Adult", "", "", null, false)]
    [InlineData("Minor", "", "", true, false)]
    [InlineData("Adult", "Minor", "", true, false)]
    [InlineData("Adult", "Adult", "Minor", true, false)]
    [InlineData("Adult", "Adult", "", false, false)]
    [InlineData("", "", "Adult", false, false)]
    [InlineData("Minor", "Adult", "", true, true)]
    [InlineData("", "Minor", "Adult", true, true)]
    [InlineData("Minor", "", "Adult", true, true)]
    public void AgeAtTheAct_ThreeTimes_FollowTheChildRule(string registration, string exploitation, string entry, bool? under18, bool contradictory)
    {
        var age = new AgeAtTheAct(Read(registration), Read(exploitation), Read(entry));

        Assert.Equal((under18, contradictory), (age.IsUnder18, age.IsContradictory));

        static AgeRange Read(string text) => AgeRange.Read(text) ?? AgeRange.Unknown;
    }
}
