using System.Collections.Immutable;

namespace Palermo.Disclosure.Gates;

/// <summary>A cell of a table that left.</summary>
/// <param name="Values">One a column: a label, the empty text for "not recorded", null for all.</param>
/// <param name="People">The number printed; null where it is withheld.</param>
public sealed record TableCell(ImmutableArray<string?> Values, long? People);

/// <summary>A table that left on its own, as it was printed: what the ledger keeps of it anyone may read.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="MostNoise">Greatest distance of a printed number from the true one; 0 where they are exact.</param>
/// <param name="Cells">Its cells, margins included.</param>
public sealed record TableEntry(ImmutableArray<string> Columns, long MostNoise, ImmutableArray<TableCell> Cells)
{
    internal static TableEntry Of(ReleasedTable table) => new(
        [.. table.Columns.Select(c => c.Name)],
        table.Clearance.MostNoise ?? 0,
        [
            .. table.Cells.Select(cell => new TableCell(
                [.. cell.Codes.Select((code, i) => code == ReleasedTable.All ? null : table.Columns[i].Label(code) ?? "")],
                cell.Count.Number)),
        ]);

    internal bool IsSame(TableEntry other) =>
        MostNoise == other.MostNoise && Columns.SequenceEqual(other.Columns) && Cells.Length == other.Cells.Length
        && Cells.Zip(other.Cells).All(pair => pair.First.People == pair.Second.People && pair.First.Values.SequenceEqual(pair.Second.Values));
}
