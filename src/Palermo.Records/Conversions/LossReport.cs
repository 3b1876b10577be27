using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Palermo.Records.Conversions;

/// <summary>What happened to a value on its way into another dialect.</summary>
public enum LossKind
{
    /// <summary>There is no word for it; it is gone.</summary>
    Dropped,

    /// <summary>It went into a word that means more than it, and cannot be told apart again.</summary>
    Merged,

    /// <summary>One value became several.</summary>
    Split,

    /// <summary>The two words do not mean quite the same; it was passed on by judgement and comes back whole.</summary>
    Guessed,
}

/// <summary>
/// One line: on the way from one dialect to another, this value of this column, what happened, how often, why. For columns
/// of free values (<paramref name="Value"/> null) the values are not named.
/// </summary>
public sealed record LossLine(string From, string To, string Column, string? Value, LossKind Kind, long Count, string Why)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Kind}: {Column}{(Value is null ? "" : " = " + Value)} ({From} to {To}): {Count}{(Why.Length == 0 ? "" : "; " + Why)}");
}

/// <summary>
/// What a conversion lost, counted value by value. It is measured, not declared: every row is converted back and compared.
/// Dropped and merged values are lost; split and guessed ones are not.
/// </summary>
public sealed class LossReport
{
    private readonly Dictionary<(string From, string To, string Column, string? Value, LossKind Kind), (long Count, string Why)> lines = [];

    public ImmutableArray<LossLine> Lines =>
    [
        .. lines
            .Select(l => new LossLine(l.Key.From, l.Key.To, l.Key.Column, l.Key.Value, l.Key.Kind, l.Value.Count, l.Value.Why))
            .OrderBy(l => l.Kind).ThenByDescending(l => l.Count).ThenBy(l => l.Column, StringComparer.Ordinal).ThenBy(l => l.Value, StringComparer.Ordinal).ThenBy(l => l.From, StringComparer.Ordinal),
    ];

    /// <summary>How many values are gone for good.</summary>
    public long Lost => lines.Where(l => l.Key.Kind is LossKind.Dropped or LossKind.Merged).Sum(l => l.Value.Count);

    internal void Add(string from, string to, string column, string? value, LossKind kind, string why)
    {
        ref var line = ref CollectionsMarshal.GetValueRefOrAddDefault(lines, (from, to, column, value, kind), out _);
        line = (line.Count + 1, why);
    }
}
