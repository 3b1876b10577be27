using System.Collections.Immutable;
using Palermo.Statistics.Reports;

namespace Palermo.Disclosure.Gates;

/// <summary>
/// Says by single columns whom a figure of flows counts (within a country, out of it, into it): exploring asks by single columns, and so
/// tells of these people too.
/// </summary>
internal sealed class ColumnWords
{
    private readonly FrozenCube cube;
    private readonly (string One, string Other)? pair;

    public ColumnWords(FrozenCube cube, LinkedCells cells)
    {
        this.cube = cube;
        pair = cells.People.SelectMany(p => p).Select(FlowTraits.Compared).FirstOrDefault(p => p is not null);
        if (pair is { } both && Codes(both.One).Concat(Codes(both.Other)).Any(c => c.Contains(';', StringComparison.Ordinal)))
        {
            // Of several origins one may be the destination: the columns alone do not tell.
            pair = null;
        }
    }

    /// <summary>The same people by single columns; as they are where those cannot tell them.</summary>
    public ImmutableArray<Trait> Of(ImmutableArray<Trait> people)
    {
        var border = people.FirstOrDefault(t => FlowTraits.Compared(t) is not null);
        var corridor = people.FirstOrDefault(t => t.Of == FlowTraits.Corridors);
        if (pair is not { } both || (border ?? corridor) is not { } told || people.Where(t => t.Of == both.One || t.Of == both.Other).ToArray() is not [{ Codes: [{ Length: > 0 } country] } named])
        {
            return people;
        }

        var other = named.Of == both.One ? both.Other : both.One;
        var own = people.FirstOrDefault(t => t.Of == FlowTraits.FromOrTo)?.Codes[0];
        ImmutableArray<Trait> rest = [.. people.Where(t => t != told && t.Of != FlowTraits.FromOrTo)];
        if (told.Of != FlowTraits.Corridors && told.Codes is [FlowTraits.Domestic])
        {
            return own is null || own == country ? rest.Add(new Trait(other, [country])) : people;
        }

        return told.Of != FlowTraits.Corridors && told.Codes is not [FlowTraits.CrossBorder] ? people
            : rest.Add(new Trait(other, own is null || own == country ? [.. Codes(other).Where(c => c != country)] : [own]));
    }

    private IEnumerable<string> Codes(string column) => cube.Columns.FirstOrDefault(c => c.Name == column)?.Labels.Where(l => l.Length > 0) ?? [];
}
