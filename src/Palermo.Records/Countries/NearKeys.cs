using System.Numerics;

namespace Palermo.Records.Countries;

/// <summary>The result of a search among the known keys: the nearest meaning, how far it is, and the nearest other.</summary>
internal readonly record struct NearResult(Meaning? Nearest, int Distance, Meaning? Rival);

/// <summary>
/// Search by optimal string alignment distance (insert, delete, substitute, swap neighbours; Damerau 1964 in the restricted form). A set of
/// letters as 64 bits rules out most keys before any distance is computed: one edit changes at most two bits.
/// </summary>
internal sealed class NearKeys
{
    private const int ShortestKey = 4;
    private const int LongestKey = 60;

    private readonly Bucket[] _all;
    private readonly Bucket[] _core;

    public NearKeys(IReadOnlyDictionary<string, Meaning> keys)
    {
        var usable = keys.Where(p => p.Key.Length is >= ShortestKey and <= LongestKey && IsAlphabetic(p.Key)).ToLookup(p => p.Key.Length);
        _all = [.. Enumerable.Range(0, LongestKey + 1).Select(n => new Bucket(usable[n]))];
        _core = [.. Enumerable.Range(0, LongestKey + 1).Select(n => new Bucket(usable[n].Where(p => p.Value.IsCore)))];
    }

    /// <summary>How many letters off may a text of this length be: none below six letters.</summary>
    public static int Tolerance(int length) => length switch
    {
        < 6 => 0,
        < 9 => 1,
        < 14 => 2,
        _ => 3,
    };

    /// <summary>
    /// The nearest usual meaning within <see cref="Tolerance"/> that starts like the text, and any other meaning within <paramref name="margin"/>
    /// (of the nearest and the other) beyond its distance minus one.
    /// </summary>
    public NearResult Find(string text, Func<Meaning, Meaning, bool, int> margin)
    {
        var tolerance = Tolerance(text.Length);
        if (tolerance == 0 || text.Length > LongestKey - 6 || !IsAlphabetic(text))
        {
            return default;
        }

        var letters = Letters(text);
        Meaning? nearest = null;
        var best = tolerance + 1;
        for (var length = Math.Max(ShortestKey, text.Length - tolerance); length <= text.Length + tolerance; length++)
        {
            var bucket = _core[length];
            for (var i = 0; i < bucket.Letters.Length; i++)
            {
                if (BitOperations.PopCount(bucket.Letters[i] ^ letters) > 2 * tolerance || !StartsAlike(text, bucket.Keys[i]))
                {
                    continue;
                }

                var d = Distance(text, bucket.Keys[i], Math.Min(best, tolerance));
                if (d < best)
                {
                    best = d;
                    nearest = bucket.Meanings[i];
                }
            }
        }

        if (nearest is null)
        {
            return default;
        }

        const int widest = 3;
        var reach = best + widest - 1;
        for (var length = Math.Max(ShortestKey, text.Length - reach); length <= text.Length + reach; length++)
        {
            var bucket = _all[length];
            for (var i = 0; i < bucket.Letters.Length; i++)
            {
                var apart = BitOperations.PopCount(bucket.Letters[i] ^ letters);
                if (apart > 2 * reach || ReferenceEquals(nearest, bucket.Meanings[i]) || nearest.SameAs(bucket.Meanings[i]))
                {
                    continue;
                }

                var (key, other) = (bucket.Keys[i], bucket.Meanings[i]);
                var within = best + margin(nearest, other, StartsAlike(text, key)) - 1;
                if (apart <= 2 * within && Math.Abs(key.Length - text.Length) <= within && Distance(text, key, within) <= within)
                {
                    return new(nearest, best, other);
                }
            }
        }

        return new(nearest, best, null);
    }

    /// <summary>A usual key of another meaning within the given distance, null when there is none.</summary>
    public Meaning? CoreRival(string key, Meaning meaning, Func<Meaning, int> reach)
    {
        if (!IsAlphabetic(key) || key.Length > LongestKey - 2)
        {
            return null;
        }

        var letters = Letters(key);
        for (var length = Math.Max(ShortestKey, key.Length - 2); length <= key.Length + 2; length++)
        {
            var bucket = _core[length];
            for (var i = 0; i < bucket.Letters.Length; i++)
            {
                var other = bucket.Meanings[i];
                if (BitOperations.PopCount(bucket.Letters[i] ^ letters) <= 4 && other.Class is null && !meaning.SameAs(other)
                    && reach(other) is var within && Distance(key, bucket.Keys[i], within) <= within)
                {
                    return other;
                }
            }
        }

        return null;
    }

    /// <summary>The distance when it is at most <paramref name="limit"/>, else some number above it.</summary>
    public static int Distance(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) > limit)
        {
            return limit + 1;
        }

        var width = b.Length + 1;
        Span<int> before = stackalloc int[width];
        Span<int> last = stackalloc int[width];
        Span<int> row = stackalloc int[width];
        for (var j = 0; j < width; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            var lowest = i;
            var from = Math.Max(1, i - limit);
            var to = Math.Min(b.Length, i + limit);
            if (from > 1)
            {
                row[from - 1] = limit + 1;
            }

            for (var j = from; j <= to; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                var d = last[j - 1] + cost;
                d = Math.Min(d, (j < i + limit ? last[j] : limit) + 1);
                d = Math.Min(d, row[j - 1] + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d = Math.Min(d, before[j - 2] + 1);
                }

                row[j] = d;
                lowest = Math.Min(lowest, d);
            }

            if (lowest > limit)
            {
                return limit + 1;
            }

            var spare = before;
            before = last;
            last = row;
            row = spare;
        }

        return last[b.Length];
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
