using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Palermo.Statistics.Counts;

/// <summary>
/// One way of dividing records: a code list. Code 0 is "not recorded", a category of its own in every table and never
/// "no"; code k (from 1) is <c>Codes[k - 1]</c>.
/// </summary>
/// <param name="name">The column's name, the same wherever the codes mean the same.</param>
/// <param name="codes">The code texts of codes 1, 2, ...; no two are equal.</param>
public sealed class Dimension(string name, ImmutableArray<string> codes)
{
    /// <summary>The code of records that do not say.</summary>
    public const int NotRecorded = 0;

    private FrozenDictionary<string, int>? byText;

    public string Name { get; } = name;

    public ImmutableArray<string> Codes { get; } = codes;

    /// <summary>What joins the parts of a list in a code text; null when a code is a single value.</summary>
    public string? ListSeparator { get; init; }

    /// <summary>Whether further codes may occur elsewhere (countries, years). In a closed list an unknown code is an error.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether a record may stand under several codes, so that the cells do not add up to the records.</summary>
    public bool IsMultiple { get; init; }

    /// <summary>Codes with "not recorded".</summary>
    public int Size => Codes.Length + 1;

    /// <summary>The text of a code; null for "not recorded".</summary>
    public string? Text(int code) => code == NotRecorded ? null : Codes[code - 1];

    /// <summary>The code of a text; null when the list has no such code.</summary>
    public int? Code(string text) =>
        (byText ??= Codes.Select((t, i) => KeyValuePair.Create(t, i + 1)).ToFrozenDictionary(StringComparer.Ordinal)).TryGetValue(text, out var code) ? code : null;

    /// <summary>The parts of a code text: several for a list, itself otherwise.</summary>
    public ImmutableArray<string> Parts(int code) => code == NotRecorded ? []
        : ListSeparator is { } by ? [.. Codes[code - 1].Split(by, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]
        : [Codes[code - 1]];

    /// <summary>The same list under another name.</summary>
    public Dimension Named(string other) => new(other, Codes) { ListSeparator = ListSeparator, IsOpen = IsOpen, IsMultiple = IsMultiple };

    public override string ToString() => Name;
}
