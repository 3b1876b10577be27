using CsCheck;
using Palermo.Records.Times;

namespace Palermo.Tests.Records.Times;

public sealed class PartialDateTests
{
    private static readonly Gen<DateOnly> Day = Gen.Int[0, 60_000].Select(n => new DateOnly(1900, 1, 1).AddDays(n));

    [Theory]
    [InlineData("2019", "2019-01-01", "2019-12-31")]
    [InlineData("2019-06", "2019-06-01", "2019-06-30")]
    [InlineData("2020-02", "2020-02-01", "2020-02-29")]
    [InlineData("2019-06-24", "2019-06-24", "2019-06-24")]
    [InlineData("201X", "2010-01-01", "2019-12-31")]
    [InlineData("20XX", "2000-01-01", "2099-12-31")]
    [InlineData("2019-XX", "2019-01-01", "2019-12-31")]
    [InlineData("2019-1X", "2019-10-01", "2019-12-31")]
    [InlineData("2019-06-XX", "2019-06-01", "2019-06-30")]
    [InlineData("2019-XX-24", "2019-01-24", "2019-12-24")]
    [InlineData("2019-02-3X", null, null)]
    [InlineData("2019-XX-31", "2019-01-31", "2019-12-31")]
    [InlineData("2018/2019-06", "2018-01-01", "2019-06-30")]
    [InlineData("2018-05/2018-05", "2018-05-01", "2018-05-31")]
    [InlineData("2019-02-30", null, null)]
    [InlineData("2019-13", null, null)]
    [InlineData("2019-00", null, null)]
    [InlineData("0000", null, null)]
    [InlineData("2020/2019", null, null)]
    [InlineData("24/06/2019", null, null)]
    [InlineData("19", null, null)]
    [InlineData("/", null, null)]
    [InlineData("../..", null, null)]
    [InlineData("", null, null)]
    [InlineData("?", null, null)]
    public void Parse_Texts_GiveTheirBounds(string text, string? earliest, string? latest)
    {
        var read = PartialDate.TryParse(text, out var date);

        Assert.Equal(earliest is not null, read);
        Assert.Equal((earliest, latest), (date?.Earliest?.ToString("O", System.Globalization.CultureInfo.InvariantCulture), date?.Latest?.ToString("O", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Parse_OpenAndUnknownEnds_HaveNoBound()
    {
        Assert.True(PartialDate.TryParse("2018/..", out var open));
        Assert.Equal((new DateOnly(2018, 1, 1), null), (open.Earliest, open.Latest));
        Assert.True(PartialDate.TryParse("/2018", out var unknown));
        Assert.Equal((null, new DateOnly(2018, 12, 31)), (unknown.Earliest, unknown.Latest));
    }

    [Theory]
    [InlineData("2019?")]
    [InlineData("2019-06~")]
    [InlineData("2019-06-24%")]
    [InlineData("2018~/2019")]
    public void Parse_Qualified_IsUncertainAndNeverExact(string text)
    {
        Assert.True(PartialDate.TryParse(text, out var date));
        Assert.True(date.IsUncertain);
        Assert.False(date.IsExact);
    }

    [Fact]
    public void Write_ThenParse_GivesTheSameBounds() =>
        Gen.Select(Day, Day, Gen.Bool, Gen.Bool).Sample((a, b, uncertain, interval) =>
        {
            var date = new PartialDate(a < b ? a : b, a < b ? b : a, uncertain, interval);
            Assert.True(PartialDate.TryParse(date.ToString(), out var again), date.ToString());
            Assert.Equal((date.Earliest, date.Latest, date.IsUncertain), (again.Earliest, again.Latest, again.IsUncertain));
        });

    [Fact]
    public void Parse_AnyText_NeverCrashes() =>
        Gen.OneOf('0', '1', '2', '9', 'X', '-', '/', '.', '?', '~', '%', ' ', 'a').Array[0, 24].Sample(c =>
        {
            if (PartialDate.TryParse(new string(c), out var date))
            {
                Assert.True(date.Earliest is null || date.Latest is null || date.Earliest <= date.Latest);
            }
        }, iter: 20_000);

    [Fact]
    public void Parse_PatternWithX_BoundsAreTheExtremeDaysItMatches()
    {
        var digit = Gen.OneOf('0', '1', '2', '3', '9', 'X');
        Gen.Select(digit.Array[2], digit.Array[2]).Sample((month, day) =>
        {
            var text = $"2023-{new string(month)}-{new string(day)}";
            var matching = Enumerable.Range(0, 365).Select(n => new DateOnly(2023, 1, 1).AddDays(n))
                .Where(d => d.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).Zip(text).All(p => p.Second == 'X' || p.First == p.Second)).ToList();
            Assert.Equal(matching.Count > 0, PartialDate.TryParse(text, out var date));
            if (matching.Count > 0)
            {
                Assert.Equal((matching[0], matching[^1]), (date!.Earliest, date.Latest));
            }
        }, iter: 3_000);
    }
}
