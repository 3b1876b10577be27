namespace Palermo.Estimation.Histories;

/// <summary>One line of a record table: its number in the file and its cells, null or empty where not recorded.</summary>
public readonly record struct CaptureRow(int Line, IReadOnlyList<string?> Cells);
