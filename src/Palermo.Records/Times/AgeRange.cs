using System.Globalization;
using System.Text.RegularExpressions;

namespace Palermo.Records.Times;

/// <summary>An age in whole years as far as it is known. A null bound is no bound.</summary>
public readonly partial record struct AgeRange(int? Least, int? Most)
{
    private const int Oldest = 130;

    /// <summary>The age at which childhood ends in the Protocol, Art. 3(d).</summary>
    public const int Majority = 18;

    public static AgeRange Unknown => default;

    /// <summary>True: under eighteen for sure. False: eighteen or over for sure. Null: the range allows both.</summary>
    public bool? IsUnder18 => Most < Majority ? true : Least >= Majority ? false : null;

    /// <summary>
    /// Reads the bands and words of the field: <c>9--17</c> with any dash, <c>33-35</c>, <c>48+</c>, <c>17</c>, <c>0 to 17
    /// years</c>, <c>18 years or over</c>, <c>17 and under</c>, <c>Child (17 or under)</c>, <c>Adult (18 or over)</c>,
    /// <c>Minor</c>, <c>Adult</c>. Null for anything else.
    /// </summary>
    public static AgeRange? Read(string text)
    {
        var t = text.Trim();
        if (t.Equals("Minor", StringComparison.OrdinalIgnoreCase) || t.Equals("Child", StringComparison.OrdinalIgnoreCase))
        {
            return new AgeRange(null, Majority - 1);
        }

        if (t.Equals("Adult", StringComparison.OrdinalIgnoreCase))
        {
            return new AgeRange(Majority, null);
        }

        if (Band().Match(t) is { Success: true } band)
        {
            var (from, until) = (Number(band, "a"), Number(band, "b"));
            return from <= until && until <= Oldest ? new AgeRange(from, until) : null;
        }

        if (Over().Match(t) is { Success: true } over && Number(over, "a") is <= Oldest and var least)
        {
            return new AgeRange(least, null);
        }

        if (Under().Match(t) is { Success: true } under && Number(under, "a") is <= Oldest and var most)
        {
            return new AgeRange(null, most);
        }

        return One().Match(t) is { Success: true } one && Number(one, "a") is <= Oldest and var age ? new AgeRange(age, age) : null;
    }

    /// <summary>The age on a day of a person born on a day, both as far as known.</summary>
    public static AgeRange At(PartialDate born, PartialDate on)
    {
        if (born.IsUncertain || on.IsUncertain)
        {
            return Unknown;
        }

        var most = born.Earliest is { } first && on.Latest is { } last ? Years(first, last) : (int?)null;
        var least = born.Latest is { } late && on.Earliest is { } early ? Math.Max(Years(late, early), 0) : (int?)null;
        return most < 0 ? Unknown : new AgeRange(least, most);
    }

    /// <summary>Whole years from one day to another. A birthday of 29 February is kept on 1 March in other years.</summary>
    public static int Years(DateOnly born, DateOnly on)
    {
        var years = on.Year - born.Year;
        return (on.Month, on.Day).CompareTo((born.Month, born.Day)) < 0 ? years - 1 : years;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<a>[0-9]{1,3})\s*(--|[-—–]|to)\s*(?<b>[0-9]{1,3})(\s*years?)?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Band();

    [GeneratedRegex(@"^(adult\s*\()?(?<a>[0-9]{1,3})(\s*years?)?\s*(\+|(or|and) over)\)?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Over();

    [GeneratedRegex(@"^(child\s*\()?(?<a>[0-9]{1,3})(\s*years?)?\s*(or|and) under\)?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Under();

    [GeneratedRegex(@"^(?<a>[0-9]{1,3})(\s*years?)?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex One();
}
