namespace Palermo.Records.Countries;

/// <summary>The result of a search among the known keys: the nearest meaning, how far it is, and the nearest other.</summary>
internal readonly record struct NearResult(Meaning? Nearest, int Distance, Meaning? Rival);

/// <summary>
/// Search by optimal string alignment distance (insert, delete, substitute, swap neighbours; Damerau 1964 in the restricted form). A set of
/// letters as 64 bits rules out most keys before any distance is computed: one edit changes at most two bits.
/// </summary>
internal sealed class NearKeys
{
    /// <summary>How much farther than the nearest a usual name of another meaning may be asked to be.</summary>
    public const int WidestUsual = 3;

    /// <summary>The same for a name in a language unusual in the field.</summary>
    public const int WidestOther = 2;

    private const int ShortestKey = 4;
    private const int LongestKey = 60;

    private readonly Bucket[] _core;
    private readonly Bucket[] _other;

    public NearKeys(IReadOnlyDictionary<string, Meaning> keys)
    {
        var usable = keys.Where(p => p.Key.Length is >= ShortestKey and <= LongestKey && IsAlphabetic(p.Key)).ToLookup(p => p.Key.Length);
        _core = [.. Enumerable.Range(0, LongestKey + 1).Select(n => new Bucket(usable[n].Where(p => p.Value.IsCore)))];
        _other = [.. Enumerable.Range(0, LongestKey + 1).Select(n => new Bucket(usable[n].Where(p => !p.Value.IsCore)))];
    }

    /// <summary>How many letters off may a text of this length be: none below five letters.</summary>
    public static int Tolerance(int length) => length switch
    {
        < 5 => 0,
        < 9 => 1,
        < 14 => 2,
        _ => 3,
    };

    /// <summary>
    /// The nearest usual meaning within <see cref="Tolerance"/> that starts like the text, and any other meaning within <paramref name="margin"/>
    /// (of the nearest and the other) beyond its distance minus one.
    /// </summary>
    /// <param name="text">The folded text.</param>
    /// <param name="margin">How much farther a usual name of another meaning must be, and any name: at most <see cref="WidestUsual"/> and <see cref="WidestOther"/>.</param>
    public NearResult Find(string text, Func<Meaning, Meaning, bool, int> margin)
    {
        var tolerance = Tolerance(text.Length);
        if (tolerance == 0 || text.Length > LongestKey - 6 || !IsAlphabetic(text))
        {
            return default;
        }

        var letters = Letters(text);
        var distances = new EditDistances(text);
        var (nearest, best) = Nearest(text, letters, tolerance, in distances);
        if (nearest is null)
        {
            return default;
        }

        var rival = RivalIn(_core, text, letters, nearest, best, best + WidestUsual - 1, in distances, margin)
            ?? RivalIn(_other, text, letters, nearest, best, best + WidestOther - 1, in distances, margin);
        return new(nearest, best, rival);
    }

    /// <summary>A usual key of another meaning within the given distance, null when there is none.</summary>
    public Meaning? CoreRival(string key, Meaning meaning, Func<Meaning, int> reach)
    {
        if (!IsAlphabetic(key) || key.Length > LongestKey - 2)
        {
            return null;
        }

        var letters = Letters(key);
        var distances = new EditDistances(key);
        for (var length = Math.Max(ShortestKey, key.Length - 2); length <= key.Length + 2; length++)
        {
            var bucket = _core[length];
            for (var i = LetterSets.Next(bucket.Letters, 0, letters, 4); i >= 0; i = LetterSets.Next(bucket.Letters, i + 1, letters, 4))
            {
                var other = bucket.Meanings[i];
                if (other.Class is null && !meaning.SameAs(other) && reach(other) is var within && distances.To(bucket.Keys[i], within) <= within)
                {
                    return other;
                }
            }
        }

        return null;
    }

    private (Meaning? Nearest, int Distance) Nearest(string text, ulong letters, int tolerance, in EditDistances distances)
    {
        Meaning? nearest = null;
        var best = tolerance + 1;
        for (var length = Math.Max(ShortestKey, text.Length - tolerance); length <= text.Length + tolerance; length++)
        {
            var bucket = _core[length];
            for (var i = LetterSets.Next(bucket.Letters, 0, letters, 2 * tolerance); i >= 0; i = LetterSets.Next(bucket.Letters, i + 1, letters, 2 * tolerance))
            {
                if (StartsAlike(text, bucket.Keys[i]) && distances.To(bucket.Keys[i], best - 1) is var d && d < best)
                {
                    best = d;
                    nearest = bucket.Meanings[i];
                }
            }
        }

        return (nearest, best);
    }

    private static Meaning? RivalIn(Bucket[] buckets, string text, ulong letters, Meaning nearest, int best, int reach, in EditDistances distances, Func<Meaning, Meaning, bool, int> margin)
    {
        for (var length = Math.Max(ShortestKey, text.Length - reach); length <= text.Length + reach; length++)
        {
            var bucket = buckets[length];
            for (var i = LetterSets.Next(bucket.Letters, 0, letters, 2 * reach); i >= 0; i = LetterSets.Next(bucket.Letters, i + 1, letters, 2 * reach))
            {
                var other = bucket.Meanings[i];
                if (ReferenceEquals(nearest, other) || nearest.SameAs(other))
                {
                    continue;
                }

                var key = bucket.Keys[i];
                var within = best + margin(nearest, other, StartsAlike(text, key)) - 1;
                if (Math.Abs(key.Length - text.Length) <= within && LetterSets.Apart(bucket.Letters[i], letters) <= 2 * within && distances.To(key, within) <= within)
                {
                    return other;
                }
            }
        }

        return null;
    }

    private static bool StartsAlike(string a, string b) => a[0] == b[0] || (a[0] == b[1] && a[1] == b[0]);

    private static bool IsAlphabetic(string key)
    {
        foreach (var c in key)
        {
            if (c >= '\u2E80' || c == FoldedText.Lost)
            {
                return false;
            }
        }

        return true;
    }

    private static ulong Letters(string key)
    {
        ulong bits = 0;
        foreach (var c in key)
        {
            bits |= 1UL << (c is >= 'a' and <= 'z' ? c - 'a' : 26 + (c % 38));
        }

        return bits;
    }

    /// <summary>Keys of one length, in ordinal order.</summary>
    private sealed class Bucket
    {
        public Bucket(IEnumerable<KeyValuePair<string, Meaning>> keys)
        {
            var sorted = keys.OrderBy(p => p.Key, StringComparer.Ordinal).ToArray();
            Keys = [.. sorted.Select(p => p.Key)];
            Meanings = [.. sorted.Select(p => p.Value)];
            Letters = [.. Keys.Select(NearKeys.Letters)];
        }

        public ulong[] Letters { get; }

        public string[] Keys { get; }

        public Meaning[] Meanings { get; }
    }
}
