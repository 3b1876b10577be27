namespace Palermo.Disclosure.Solving;

/// <summary>What the solutions found so far have shown: for each unknown the least and greatest value and, in narrow ranges, each value.</summary>
internal sealed class Witnesses
{
    private readonly long[] origin;
    private readonly ulong[] seen;

    public Witnesses(long[] low, long[] high)
    {
        origin = (long[])low.Clone();
        seen = new ulong[low.Length];
        Least = new long[low.Length];
        Greatest = new long[high.Length];
        Array.Fill(Least, long.MaxValue);
        Array.Fill(Greatest, long.MinValue);
    }

    /// <summary>Whether any solution was found.</summary>
    public bool Any { get; private set; }

    public long[] Least { get; }

    public long[] Greatest { get; }

    public void Add(ReadOnlySpan<long> solution)
    {
        Any = true;
        for (var v = 0; v < solution.Length; v++)
        {
            Least[v] = Math.Min(Least[v], solution[v]);
            Greatest[v] = Math.Max(Greatest[v], solution[v]);
            var offset = solution[v] - origin[v];
            if (offset is >= 0 and < 64)
            {
                seen[v] |= 1UL << (int)offset;
            }
        }
    }

    public bool Seen(int variable, long value)
    {
        var offset = value - origin[variable];
        return offset is >= 0 and < 64 && (seen[variable] >> (int)offset & 1) != 0;
    }
}
