using System.Globalization;

namespace Palermo.Disclosure.Gates;

/// <summary>What a reader is told of a count.</summary>
public enum Showing
{
    /// <summary>Withheld to protect people: a symbol with a legend.</summary>
    Withheld = 0,

    /// <summary>Few or none: too few to print, and not told apart from zero.</summary>
    Few = 1,

    /// <summary>A number.</summary>
    Number = 2,
}

/// <summary>
/// A count as it may be seen. Only the gate makes one that shows anything: <c>default</c> is withheld, so a forgotten assignment hides.
/// Nothing of the true count is inside, and its text is what a page prints.
/// </summary>
public readonly record struct ReleasedCount
{
    private readonly long number;

    private ReleasedCount(Showing showing, long number) => (Showing, this.number) = (showing, number);

    public Showing Showing { get; }

    /// <summary>The number shown; null where none is.</summary>
    public long? Number => Showing == Showing.Number ? number : null;

    internal static ReleasedCount Few { get; } = new(Showing.Few, 0);

    internal static ReleasedCount Withheld => default;

    internal static ReleasedCount Of(long number) => new(Showing.Number, number);

    /// <summary>The plain form for files and consoles: digits, <c>&lt;</c> for few or none, <c>*</c> for withheld.</summary>
    public override string ToString() => Showing switch
    {
        Showing.Number => number.ToString(CultureInfo.InvariantCulture),
        Showing.Few => "<",
        _ => "*",
    };
}
