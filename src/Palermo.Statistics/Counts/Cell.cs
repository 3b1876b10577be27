using System.Globalization;

namespace Palermo.Statistics.Counts;

/// <summary>What a published cell is. Five different things in every table and every file.</summary>
public enum CellState : byte
{
    /// <summary>Nobody knows: no figure was collected or supplied, or the question does not arise.</summary>
    Blank,

    /// <summary>Records were counted, and none of them says what this cell asks.</summary>
    NotRecorded,

    /// <summary>A figure is known and is not shown.</summary>
    Suppressed,

    /// <summary>Counted, and there are none.</summary>
    Zero,

    /// <summary>A count from 1.</summary>
    Value,
}

/// <summary>A cell: its state, and the number where there is one. The default is blank.</summary>
public readonly record struct Cell
{
    private Cell(CellState state, long count) => (State, Count) = (state, count);

    public CellState State { get; }

    /// <summary>The number; 0 unless <see cref="IsNumber"/>.</summary>
    public long Count { get; }

    public bool IsNumber => State >= CellState.Zero;

    public static Cell Blank => default;

    public static Cell NotRecorded => new(CellState.NotRecorded, 0);

    public static Cell Suppressed => new(CellState.Suppressed, 0);

    /// <summary>A counted number, zero included.</summary>
    public static Cell Of(long count) => count == 0 ? new(CellState.Zero, 0)
        : count > 0 ? new(CellState.Value, count) : throw new ArgumentOutOfRangeException(nameof(count), "A count is not negative.");

    /// <summary>
    /// The sum of cells is a number only when each of them is one; otherwise the strongest reason why not: suppressed,
    /// blank, not recorded.
    /// </summary>
    public static Cell operator +(Cell a, Cell b) => (a.State, b.State) switch
    {
        ( >= CellState.Zero, >= CellState.Zero) => Of(a.Count + b.Count),
        (CellState.Suppressed, _) or (_, CellState.Suppressed) => Suppressed,
        (CellState.Blank, _) or (_, CellState.Blank) => Blank,
        _ => NotRecorded,
    };

    public static Cell Add(Cell left, Cell right) => left + right;

    public override string ToString() => State switch
    {
        CellState.Blank => "blank",
        CellState.NotRecorded => "not recorded",
        CellState.Suppressed => "suppressed",
        _ => Count.ToString(CultureInfo.InvariantCulture),
    };
}
