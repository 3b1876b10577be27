namespace Palermo.Disclosure.Tables;

/// <summary>What a published table says about one cell.</summary>
public enum CellState : byte
{
    /// <summary>Blank, or no row: the table says nothing. Never zero.</summary>
    NotPublished = 0,

    /// <summary>A count is printed.</summary>
    Shown = 1,

    /// <summary>A suppression mark is printed; the count lies in the table's known range for that mark.</summary>
    Hidden = 2,

    /// <summary>Neither a count nor a known mark; the cell takes part in no relation.</summary>
    Unreadable = 3,
}
