using System.Collections.Frozen;

namespace Palermo.Estimation.Histories;

/// <summary>What is said about the lines of a table when it was read, after the number of those it is said of.</summary>
public static class ReadingNotes
{
    public const string NoCount = "there is no column 'count': every line was taken as one person";
    public const string Repeated = "lines repeat a history given before; their counts were added";
    public const string Unobservable = "line of no list (count 0) was left out: it cannot be observed";
    public const string Nowhere = "people are on none of the lists and were left out: an estimate rests on those seen on a list";
    public const string Unknown = "people are not recorded as on or not on a list, and were left out: not recorded is not the same as not on it";
    public const string Disagreed = "times two records of one person disagree on a category; it was taken as not recorded";

    /// <summary>Every note by a key, for those who say them in another language.</summary>
    public static FrozenDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["no_count"] = NoCount,
        ["repeated"] = Repeated,
        ["unobservable"] = Unobservable,
        ["nowhere"] = Nowhere,
        ["unknown"] = Unknown,
        ["disagreed"] = Disagreed,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
