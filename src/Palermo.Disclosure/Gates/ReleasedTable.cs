using System.Collections.Immutable;

namespace Palermo.Disclosure.Gates;

/// <summary>A column of a released table.</summary>
/// <param name="Name">Name in the dataset.</param>
/// <param name="Labels">Label of each code from 1; code 0 is "not recorded" and has no label, <see cref="ReleasedTable.All"/> is the margin.</param>
/// <param name="IsOpen">
/// The labels were read from the data and not from a public code list: that one of them occurs may itself point at a person, so those
/// that few people have are left blank in what is released.
/// </param>
public sealed record ReleasedColumn(string Name, ImmutableArray<string> Labels, bool IsOpen = false)
{
    /// <summary>Whether a code is named in what is released; "not recorded" and the margin always are.</summary>
    public bool Names(int code) => code <= 0 || Labels[code - 1].Length > 0;

    /// <summary>The label of a code; null for "not recorded" and for the margin, which pages put into words.</summary>
    public string? Label(int code) => code > 0 ? Labels[code - 1] : null;
}

/// <summary>One cell: a code a column, and the count as it may be seen.</summary>
public sealed record ReleasedCell(ImmutableArray<int> Codes, ReleasedCount Count);

/// <summary>
/// Counts that may leave, made by the <see cref="Gate"/> alone. Tables, charts, flows, tooltips, reports and downloads take this type,
/// never counts of their own. Sums and shares of it are harmless: they are computed from what is shown.
/// </summary>
public sealed class ReleasedTable
{
    /// <summary>The code that stands for all values of a column.</summary>
    public const int All = -1;

    /// <summary>The label of all values of an open column that are not named.</summary>
    public const string Others = "(other values)";

    private readonly Dictionary<string, ReleasedCount> cells;
    private readonly ReleasedCount absent;

    internal ReleasedTable(Clearance clearance, ImmutableArray<ReleasedColumn> columns, ImmutableArray<(string Column, string? Label)> where, ImmutableArray<ReleasedCell> rows, ReleasedCount absent)
    {
        Clearance = clearance;
        Columns = columns;
        Where = where;
        Cells = rows;
        this.absent = absent;
        cells = rows.ToDictionary(r => Key(r.Codes.AsSpan()), r => r.Count, StringComparer.Ordinal);
    }

    public Clearance Clearance { get; }

    public ImmutableArray<ReleasedColumn> Columns { get; }

    /// <summary>The values that everyone counted here has; a null label is "not recorded".</summary>
    public ImmutableArray<(string Column, string? Label)> Where { get; }

    /// <summary>All cells, margins included, in the order of their codes (margins first).</summary>
    public ImmutableArray<ReleasedCell> Cells { get; }

    /// <summary>Cells without a margin.</summary>
    public IEnumerable<ReleasedCell> Inner => Cells.Where(c => !c.Codes.Contains(All));

    /// <summary>Everyone counted here.</summary>
    public ReleasedCount Total => this[[.. Columns.Select(_ => All)]];

    /// <summary>The count of a combination of codes; a combination that the table does not list is few or none (none, where counts are exact).</summary>
    public ReleasedCount this[params ReadOnlySpan<int> codes] => cells.GetValueOrDefault(Key(codes), absent);

    private static string Key(ReadOnlySpan<int> codes) => string.Join(',', codes.ToArray());
}

/// <summary>Something computed from people's records that is not a count of them (an estimate, a model) and that the gate let out.</summary>
public sealed class Released<T>
{
    internal Released(T value, Clearance clearance) => (Value, Clearance) = (value, clearance);

    public T Value { get; }

    public Clearance Clearance { get; }

    /// <summary>Works on what is released; costs nothing, since nothing but the released value goes in.</summary>
    public Released<TOther> Select<TOther>(Func<T, TOther> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new Released<TOther>(map(Value), Clearance);
    }
}
