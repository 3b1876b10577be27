using System.Collections.Immutable;
using System.Globalization;

namespace Palermo.Estimation.Histories;

/// <summary>Something the reader of a file must look at: where, why, and what to do. Never a cell's value.</summary>
/// <remarks>Row is the 1-based line of the file, 0 when the whole file is meant; Column a column's name, or null.</remarks>
public sealed record TableProblem(int Row, string? Column, string Why, string WhatToDo)
{
    public override string ToString() =>
        (Row > 0 ? string.Create(CultureInfo.InvariantCulture, $"line {Row}") : "file")
        + (Column is null ? "" : $", column '{Column}'") + ": " + Why + "; " + WhatToDo;
}

/// <summary>One part of the people: its categories, in the order of the strata asked for, and its capture histories.</summary>
/// <remarks>A category not recorded is "not recorded": a category of its own.</remarks>
public sealed record StratumTable(ImmutableArray<string> Categories, CaptureTable Table)
{
    public string Name => string.Join(", ", Categories);
}

/// <summary>A table read, or the problems why not; notes say what was done to the rows (repeated histories added up).</summary>
public sealed record CaptureReading(CaptureTable? Table, ImmutableArray<TableProblem> Problems, ImmutableArray<string> Notes)
{
    /// <summary>The table by stratum, in the order of their names; empty when no strata were asked for.</summary>
    public ImmutableArray<StratumTable> Strata { get; init; } = [];

    /// <summary>The history of every line of a count table, that of no list included, in the order of the file: the order of resamples without a header.</summary>
    public ImmutableArray<int> Lines { get; init; } = [];
}
