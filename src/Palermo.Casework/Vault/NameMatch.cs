namespace Palermo.Casework.Vault;

/// <summary>
/// Decides after decryption, in memory, whether a candidate's name is what was looked for, and how well it fits.
/// </summary>
public static class NameMatch
{
    /// <summary>
    /// How well a name fits what was typed: 1 where every typed word stands in the name as it is (in any script), less where
    /// only the skeleton is the same or one consonant away; 0 where a typed word is not in the name at all.
    /// </summary>
    public static double Fit(string typed, string name)
    {
        var wanted = Romanised.Words(typed).ToList();
        var present = Romanised.Words(name).Select(w => (Word: w, Skeletons: Skeleton.Of(w).ToHashSet(StringComparer.Ordinal))).ToList();
        return wanted.Count == 0 ? 0 : wanted.Min(Best) == 0 ? 0 : wanted.Average(Best);

        double Best(string word)
        {
            var skeletons = Skeleton.Of(word).ToList();
            return present.Select(p =>
                    p.Word == word ? 1
                    : p.Skeletons.Overlaps(skeletons) ? 0.8
                    : skeletons.Any(s => p.Skeletons.Overlaps(Skeleton.Near(s))) ? 0.5
                    : 0)
                .DefaultIfEmpty(0)
                .Max();
        }
    }
}
