using System.Collections.Frozen;

namespace Palermo.Estimation.Histories;

/// <summary>What is said about the lines of a table when it was read; a colon and the number of those it is said of follow, where there is one.</summary>
public static class ReadingNotes
{
    public const string NoCount = "there is no column 'count': every line was taken as one person";
    public const string Repeated = "lines that repeat a history given before, their counts added";
    public const string Unobservable = "the line of no list (count 0) was left out: it cannot be observed";
    public const string Nowhere = "people on none of the lists, left out, for an estimate rests on those seen on a list";
    public const string Unknown = "people not recorded as on or not on a list, left out, for not recorded is not the same as not on it";
    public const string Disagreed = "times two records of one person disagree on a category, taken as not recorded";

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
