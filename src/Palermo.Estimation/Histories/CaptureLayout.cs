using System.Collections.Immutable;

namespace Palermo.Estimation.Histories;

/// <summary>Which columns tell the capture histories. Three layouts: 0/1 columns, one column of list names a person, a line a record.</summary>
public sealed record CaptureLayout
{
    /// <summary>The list columns (0/1, yes/no, true/false); with <see cref="ListColumn"/> the lists to keep, in this order. Empty: all.</summary>
    public ImmutableArray<string> Lists { get; init; } = [];

    /// <summary>The column of counts; null: a last column named <c>count</c> if there is one, else every line is one person.</summary>
    public string? Count { get; init; }

    /// <summary>A column that names lists: one a line with <see cref="Person"/>, else all of a person's, joined by <see cref="Separator"/>.</summary>
    public string? ListColumn { get; init; }

    /// <summary>The column with the linked person's identity. It is used to group lines and never kept or shown.</summary>
    public string? Person { get; init; }

    public string Separator { get; init; } = ";";

    /// <summary>
    /// The counts are of person records: those whose membership is not recorded, or who are on no list, are left out and said, where a
    /// table of histories with such lines would be refused.
    /// </summary>
    public bool LeaveOutUnrecorded { get; init; }

    /// <summary>Columns whose categories split the people, such as sex and age group.</summary>
    public ImmutableArray<string> Strata { get; init; } = [];
}
