namespace Palermo.Records.Countries;

/// <summary>
/// Optimal string alignment distances from one text to many (insert, delete, substitute, swap neighbours), a column of the table
/// at a time as bits of a word: Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances",
/// Nordic Journal of Computing 10 (2003). The text has at most 64 letters.
/// </summary>
internal readonly ref struct EditDistances
{
    private const int Direct = 128;

    private readonly ReadOnlySpan<char> text;
    private readonly ulong[] places;
    private readonly bool isAscii;

    public EditDistances(ReadOnlySpan<char> text)
    {
        this.text = text;
        places = new ulong[Direct];
        isAscii = !text.ContainsAnyExceptInRange('\0', '\u007F');
        for (var i = 0; i < text.Length; i++)
        {
            places[text[i] % Direct] |= 1UL << i;
        }
    }

    /// <summary>The distance to another text of any length when it is at most <paramref name="limit"/>, else some number above it.</summary>
    public int To(ReadOnlySpan<char> other, int limit)
    {
        if (text.IsEmpty)
        {
            return other.Length;
        }

        var last = 1UL << (text.Length - 1);
        ulong up = ulong.MaxValue, down = 0, diagonal = 0, before = 0;
        var distance = text.Length;
        var most = limit + other.Length;
        foreach (var letter in other)
        {
            var at = PlacesOf(letter);
            var swapped = ((~diagonal & at) << 1) & before;
            diagonal = (((at & up) + up) ^ up) | at | down | swapped;
            var right = down | ~(diagonal | up);
            var left = diagonal & up;
            distance += (right & last) != 0 ? 1 : (left & last) != 0 ? -1 : 0;
            if (distance > --most)
            {
                // Every letter left can bring it down by one at most.
                return limit + 1;
            }

            right = (right << 1) | 1;
            left <<= 1;
            up = left | ~(diagonal | right);
            down = diagonal & right;
            before = at;
        }

        return distance;
    }

    // Letters beyond ASCII share a slot with others: only the places that really hold the letter count.
    private ulong PlacesOf(char letter)
    {
        var shared = places[letter % Direct];
        if (shared == 0 || (letter < Direct && isAscii))
        {
            return shared;
        }

        var exact = 0UL;
        for (var rest = shared; rest != 0; rest &= rest - 1)
        {
            var i = System.Numerics.BitOperations.TrailingZeroCount(rest);
            exact |= text[i] == letter ? 1UL << i : 0;
        }

        return exact;
    }
}
