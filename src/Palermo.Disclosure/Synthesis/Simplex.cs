namespace Palermo.Disclosure.Synthesis;

/// <summary>Projections that remove noise: counts are not negative and add up to what is left.</summary>
internal static class Simplex
{
    /// <summary>
    /// The nearest non-negative numbers (least squares) with this sum, written over <paramref name="values"/>. A sum that is
    /// larger than the positive part is left short: weight is taken away, never made up.
    /// </summary>
    public static void ProjectDown(Span<double> values, double sum)
    {
        var positive = 0.0;
        foreach (ref var v in values)
        {
            v = Math.Max(0, v);
            positive += v;
        }

        if (positive <= sum)
        {
            return;
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        Array.Reverse(sorted);
        double running = 0, cut = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            running += sorted[i];
            var next = (running - sum) / (i + 1);
            if (next >= sorted[i])
            {
                break;
            }

            cut = next;
        }

        foreach (ref var v in values)
        {
            v = Math.Max(0, v - cut);
        }
    }

    /// <summary>Rounds to whole numbers with the rounded sum: the largest remainders are rounded up.</summary>
    public static long[] Round(ReadOnlySpan<double> values)
    {
        var whole = new long[values.Length];
        var rest = new (double Remainder, int At)[values.Length];
        double sum = 0;
        long given = 0;
        for (var i = 0; i < values.Length; i++)
        {
            whole[i] = (long)Math.Floor(values[i]);
            rest[i] = (values[i] - whole[i], i);
            sum += values[i];
            given += whole[i];
        }

        Array.Sort(rest, (a, b) => b.Remainder != a.Remainder ? b.Remainder.CompareTo(a.Remainder) : a.At.CompareTo(b.At));
        var missing = (long)Math.Round(sum) - given;
        for (var i = 0; i < missing && i < rest.Length && rest[i].Remainder > 0; i++)
        {
            whole[rest[i].At]++;
        }

        return whole;
    }
}
