using System.Collections.Immutable;

namespace Palermo.Disclosure.Tables;

/// <summary>One dimension of a published table and its labels as printed.</summary>
public sealed record Dimension(string Name, ImmutableArray<string> Labels)
{
    /// <summary>The code of a label, or -1.</summary>
    public int CodeOf(string label) => Labels.IndexOf(label, StringComparer.Ordinal);
}

/// <summary>How one text that is no count was read, and how often it stands in the table.</summary>
/// <param name="Mark">The text as printed; empty for a blank cell.</param>
/// <param name="Rows">Rows that carry it.</param>
/// <param name="State">Hidden, or not published.</param>
/// <param name="Low">The least count it admits.</param>
/// <param name="High">The greatest count it admits; null for none.</param>
public sealed record MarkCount(string Mark, long Rows, CellState State, long Low, long? High);

/// <summary>
/// A published table in long form: one cell a row, dimensions coded, and for each cell what is printed.
/// A cell that occurs more than once with the same labels is ambiguous: it is counted in
/// <see cref="AmbiguousCells"/> and left out, because nothing sound can be said about it.
/// </summary>
public sealed class PublishedTable
{
    private readonly int[] codes;
    private readonly CellState[] states;
    private readonly long[] lows;
    private readonly long[] highs;

    internal PublishedTable(string name, ImmutableArray<Dimension> dimensions, int[] codes, CellState[] states, long[] lows, long[] highs, long rows, int ambiguousCells, ImmutableArray<MarkCount> marks)
    {
        Name = name;
        Dimensions = dimensions;
        this.codes = codes;
        this.states = states;
        this.lows = lows;
        this.highs = highs;
        Rows = rows;
        AmbiguousCells = ambiguousCells;
        Marks = marks;
    }

    /// <summary>The file name or the title.</summary>
    public string Name { get; }

    public ImmutableArray<Dimension> Dimensions { get; }

    /// <summary>Rows read, ambiguous ones included.</summary>
    public long Rows { get; }

    /// <summary>Distinct cells that occur more than once, left out.</summary>
    public int AmbiguousCells { get; }

    /// <summary>The texts other than counts, and how each was read; the most frequent first. Empty for a table that was not read from text.</summary>
    public ImmutableArray<MarkCount> Marks { get; }

    /// <summary>Cells that occur once.</summary>
    public int Cells => states.Length;

    public CellState State(int cell) => states[cell];

    /// <summary>The least count the printed text admits.</summary>
    public long Low(int cell) => lows[cell];

    /// <summary>The greatest count the printed text admits.</summary>
    public long High(int cell) => highs[cell];

    /// <summary>The label codes of a cell, one a dimension.</summary>
    public ReadOnlySpan<int> Codes(int cell) => codes.AsSpan(cell * Dimensions.Length, Dimensions.Length);

    /// <summary>The labels of a cell, for a person.</summary>
    public string Describe(int cell)
    {
        var parts = new string[Dimensions.Length];
        for (var d = 0; d < parts.Length; d++)
        {
            parts[d] = Dimensions[d].Labels[codes[(cell * Dimensions.Length) + d]];
        }

        return string.Join(" / ", parts);
    }
}
