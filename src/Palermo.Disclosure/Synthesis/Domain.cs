using System.Collections.Immutable;
using System.Numerics;

namespace Palermo.Disclosure.Synthesis;

/// <summary>
/// One column of a private release as the public code book has it. Code 0 is "not recorded" (for a flag: not marked) and is
/// never a category. The labels come from the code book, never from the data: a list read from the data is itself a leak.
/// </summary>
public sealed record DomainColumn(string Name, ImmutableArray<string> Labels)
{
    /// <summary>Whether the column is a mark: set or not.</summary>
    public bool IsFlag => Labels.Length == 1;

    /// <summary>Codes 0 to <c>Size - 1</c>.</summary>
    public int Size => Labels.Length + 1;

    internal int Bits => BitOperations.Log2((uint)(Size - 1)) + 1;
}

/// <summary>Two values that the data model rules out together: a structural zero, public knowledge.</summary>
public sealed record ImpossiblePair(int ColumnA, int CodeA, int ColumnB, int CodeB);

/// <summary>The public frame of a private release: columns, and what cannot occur.</summary>
public sealed record Domain(ImmutableArray<DomainColumn> Columns, ImmutableArray<ImpossiblePair> Impossible)
{
    /// <summary>The most bits that one row, packed into one number, may take.</summary>
    public const int MostBits = 128;

    public int Width => Columns.Length;

    /// <summary>Bits of one row; a domain with more than <see cref="MostBits"/> cannot be measured as a whole.</summary>
    public int Bits => Columns.Sum(c => c.Bits);

    /// <summary>Number of recorded values over all columns.</summary>
    public int Values => Columns.Sum(c => c.Labels.Length);

    /// <summary>For each column the index of its first recorded value in one list of all values.</summary>
    public ImmutableArray<int> Offsets => [.. Columns.Select((_, i) => Columns.Take(i).Sum(c => c.Labels.Length))];
}
