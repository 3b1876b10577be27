using System.Collections.Immutable;
using Palermo.Statistics.Tables;

namespace Palermo.Statistics.Reports;

/// <summary>One thing that all people of a figure have in common.</summary>
/// <param name="Of">The column of the data, or the rule over columns, that it is read from.</param>
/// <param name="Codes">The codes of it that count, in order; the empty text is "not recorded".</param>
public sealed record Trait(string Of, ImmutableArray<string> Codes)
{
    /// <summary>Begins the code of a category that the data have no code for: nobody can stand in it, which everybody can know.</summary>
    public const string Nobody = "no code of ";

    public override string ToString() => Of + "=" + string.Join('|', Codes);
}

/// <summary>
/// A table with whom each of its figures counts: two figures with the same traits count the same people, whichever tables they stand
/// in, and traits tell which figures are parts of which. That is what protecting the tables of a report together needs.
/// </summary>
/// <param name="Table">The table as filled, nothing hidden.</param>
/// <param name="People">The traits of each observation's people, in the order of the observations.</param>
/// <param name="Axes">The traits of each axis' codes, the total left out: codes of one axis divide the people among them.</param>
public sealed record FiguredTable(StatTable Table, ImmutableArray<ImmutableArray<Trait>> People, ImmutableArray<ImmutableArray<Trait>> Axes)
{
    /// <summary>Nobody is owed it: where something has to be hidden it is hidden here, and no figure of another table for its sake.</summary>
    public bool Yields { get; init; }
}
