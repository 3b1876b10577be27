using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Palermo.Records.Dialects;

/// <summary>Which codes of a column say yes and which say no, where it says nothing else.</summary>
internal sealed record YesNo(FrozenSet<string> Yes, FrozenSet<string> No)
{
    private static readonly YesNo Words = new(Set("1", "true", "yes"), Set("0", "false", "no"));

    /// <summary>The words of a yes or no column; null for any other. A column that has a word for yes alone is one.</summary>
    public static YesNo? Of(ImmutableArray<DialectValue> values) =>
        values.Any(v => Words.Yes.Contains(v.Code)) && values.All(v => Words.Yes.Contains(v.Code) || Words.No.Contains(v.Code)) ? Words : null;

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
