using System.Collections.Immutable;

namespace Palermo.Records.Crosswalks;

/// <summary>
/// The facts that a crosswalk may set, in a fixed order: the index of a fact is its bit in a mask. Read from
/// <c>data/dialects/facts.json</c>; new facts are only ever added at the end.
/// </summary>
public sealed record FactList
{
    public required string Version { get; init; }

    public required ImmutableArray<FactDefinition> Facts { get; init; }

    /// <summary>The index (and bit) of a fact, or -1.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Facts.Length; i++)
        {
            if (Facts[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The bit of a fact that must exist.</summary>
    public ulong Bit(string name) => IndexOf(name) is >= 0 and var i ? 1UL << i : throw new ArgumentException($"There is no fact '{name}'.", nameof(name));

    /// <summary>The bits of all facts in a group (<c>act</c>, <c>means</c>, <c>purpose</c>, <c>scope</c>, <c>extra</c>), the group's own fact included.</summary>
    public ulong Group(string group)
    {
        var mask = 0UL;
        for (var i = 0; i < Facts.Length; i++)
        {
            mask |= Facts[i].Group == group ? 1UL << i : 0;
        }

        return mask;
    }

    internal static FactList Read(string folder)
    {
        var file = Path.Combine(folder, "facts.json");
        var list = DataFile.Read<FactList>(file);
        if (list.Facts.Length > 64)
        {
            throw DataFile.Wrong(file, "$.facts", "there are more than 64 facts", "A fact is one bit of a 64-bit mask.");
        }

        var twice = list.Facts.GroupBy(f => f.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Skip(1).Any());
        return twice is null ? list : throw DataFile.Wrong(file, "$.facts", $"the fact '{twice.Key}' occurs twice", "Name every fact once.");
    }
}

/// <summary>A fact: its name, its group, what it says, and where the term stands.</summary>
/// <param name="Name">The name used in masks, files and outputs.</param>
/// <param name="Group"><c>act</c>, <c>means</c>, <c>purpose</c>, <c>scope</c> or <c>extra</c>.</param>
/// <param name="Says">The statement that "true" makes.</param>
/// <param name="Source">The article or law the word comes from.</param>
public sealed record FactDefinition(string Name, string Group, string Says, string Source);
