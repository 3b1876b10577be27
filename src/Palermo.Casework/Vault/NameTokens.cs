using System.Collections.Immutable;

namespace Palermo.Casework.Vault;

/// <summary>
/// From a name in any script to the tokens by which it is found: each word's consonant skeleton after romanising, so that
/// Mohammed, Muhamad, محمد and Мухаммед are one token. Vowels, doubled letters and most spelling habits fall away.
/// </summary>
public static class NameTokens
{
    /// <summary>The tokens to store: one a word (a second one where a letter is read in two ways).</summary>
    public static ImmutableArray<string> Stored(string name) => [.. Romanised.Words(name).SelectMany(Skeleton.Of).Distinct(StringComparer.Ordinal)];

    /// <summary>The tokens to look for, a group for each word.</summary>
    /// <param name="name">The name as typed.</param>
    /// <param name="tolerant">Also every skeleton one consonant away (left out, put in, exchanged, swapped with its neighbour).</param>
    public static ImmutableArray<ImmutableArray<string>> Searched(string name, bool tolerant) =>
        [.. Romanised.Words(name)
            .Select(word => Skeleton.Of(word).SelectMany(s => tolerant ? Skeleton.Near(s) : [s]).Distinct(StringComparer.Ordinal).ToImmutableArray())
            .Where(tokens => !tokens.IsEmpty)];
}
