using Palermo.Disclosure.Noise;

namespace Palermo.Disclosure.Synthesis;

/// <summary>How far and how long the modelled rows are moved towards the measured singles and pairs.</summary>
/// <param name="Sweeps">Proposals a modelled row and column.</param>
/// <param name="DeadZone">Deviations up to this many standard deviations of the noise cost nothing: noise is not fitted.</param>
/// <param name="SingleDeadZone">The same for single values.</param>
/// <param name="SupportSigmas">A pair that no sparse view shows is allowed when its noisy count reaches this many standard deviations.</param>
/// <param name="InventCost">What making a pair without support costs, in squared standard deviations; infinite: never made.</param>
/// <param name="UnsupportedCost">What each occurrence of a pair without support costs, so that completion's inventions are taken back.</param>
/// <param name="Heat">Starting temperature of the annealing; it falls to zero.</param>
public sealed record RefinementPlan(
    int Sweeps = 40, double DeadZone = 0.5, double SingleDeadZone = 0, double SupportSigmas = 2, double Heat = 0.3, double InventCost = double.PositiveInfinity, double UnsupportedCost = 0.3)
{
    /// <summary>The plan for an epsilon: with little budget some pairs without support are worth their error in weight.</summary>
    public static RefinementPlan For(double epsilon) =>
        epsilon >= Recipe.SmallEpsilon ? new() : new(Sweeps: 25, InventCost: 8, UnsupportedCost: 0.05);
}

/// <summary>
/// Moves modelled rows, one value at a time, until the counts of single values and pairs agree with the noisy counts within their
/// noise. Pairs without support are never made. Post-processing of the measurements: costs no privacy.
/// </summary>
internal sealed class Refinement
{
    private readonly Domain domain;
    private readonly PairTargets targets;
    private readonly List<ushort[]> rows;
    private readonly int[] offsets;
    private readonly int[] single;
    private readonly int[,] pair;
    private readonly float invent;
    private readonly float unsupported;
    private readonly float dead;
    private readonly float singleDead;

    public Refinement(Domain domain, PairTargets targets, List<ushort[]> rows, RefinementPlan plan)
    {
        this.domain = domain;
        this.targets = targets;
        this.rows = rows;
        offsets = [.. domain.Offsets];
        single = new int[domain.Values];
        pair = new int[domain.Values, domain.Values];
        invent = (float)plan.InventCost;
        unsupported = (float)plan.UnsupportedCost;
        dead = (float)plan.DeadZone;
        singleDead = (float)plan.SingleDeadZone;
        Span<int> present = stackalloc int[domain.Width];
        foreach (var row in rows)
        {
            var n = Present(row, -1, present);
            for (var i = 0; i < n; i++)
            {
                single[present[i]]++;
                for (var j = 0; j < i; j++)
                {
                    pair[present[i], present[j]]++;
                    pair[present[j], present[i]]++;
                }
            }
        }
    }

    public void Run(List<bool> @fixed, RefinementPlan plan, BitSource bits, CancellationToken stop)
    {
        var open = Enumerable.Range(0, rows.Count).Where(r => !@fixed[r]).ToArray();
        if (open.Length == 0)
        {
            return;
        }

        Span<int> present = stackalloc int[domain.Width];
        var proposals = (long)plan.Sweeps * open.Length * domain.Width;
        for (var step = 0L; step < proposals; step++)
        {
            if ((step & 0xFFFF) == 0)
            {
                stop.ThrowIfCancellationRequested();
            }

            var draw = bits.Next();
            var row = rows[open[(int)((draw >> 32) * (ulong)open.Length >> 32)]];
            var column = (int)((draw & 0xFFFFFFFF) * (ulong)domain.Width >> 32);
            var old = row[column];
            var next = Propose(column, old, open, bits);
            if (next == old)
            {
                continue;
            }

            var n = Present(row, column, present);
            var heat = plan.Heat * (1 - ((double)step / proposals));
            if (Change(column, old, next, present[..n], out var cost) && (cost < 0 || (heat > 0 && Math.Exp(-cost / heat) * uint.MaxValue > (uint)bits.Next())))
            {
                Apply(column, old, next, present[..n]);
                row[column] = next;
            }
        }
    }

    private ushort Propose(int column, ushort old, int[] open, BitSource bits)
    {
        if (domain.Columns[column].IsFlag)
        {
            return (ushort)(1 - old);
        }

        var draw = bits.Next();
        // Half from another modelled row (common values), half uniform (values that went missing).
        return (draw & 1) == 0
            ? rows[open[(int)((draw >> 32) * (ulong)open.Length >> 32)]][column]
            : (ushort)((draw >> 32) * (ulong)domain.Columns[column].Size >> 32);
    }

    private int Present(ushort[] row, int except, Span<int> into)
    {
        var n = 0;
        for (var c = 0; c < row.Length; c++)
        {
            if (row[c] != 0 && c != except)
            {
                into[n++] = offsets[c] + row[c] - 1;
            }
        }

        return n;
    }

    private bool Change(int column, ushort old, ushort next, ReadOnlySpan<int> present, out float cost)
    {
        cost = 0;
        if (next != 0)
        {
            var v = offsets[column] + next - 1;
            cost += Step(single[v], targets.Single[v], targets.SingleScale, singleDead, 1);
            foreach (var g in present)
            {
                if (!targets.Allowed[v, g])
                {
                    if (float.IsInfinity(invent))
                    {
                        return false;
                    }

                    cost += unsupported + (pair[v, g] == 0 ? invent : 0);
                }

                cost += Step(pair[v, g], targets.Target[v, g], targets.Scale[v, g], dead, 1);
            }
        }

        if (old != 0)
        {
            var v = offsets[column] + old - 1;
            cost += Step(single[v], targets.Single[v], targets.SingleScale, singleDead, -1);
            foreach (var g in present)
            {
                if (!targets.Allowed[v, g])
                {
                    cost -= unsupported + (pair[v, g] == 1 && !float.IsInfinity(invent) ? invent : 0);
                }

                cost += Step(pair[v, g], targets.Target[v, g], targets.Scale[v, g], dead, -1);
            }
        }

        return true;
    }

    private static float Step(int count, float target, float scale, float dead, int by)
    {
        var before = MathF.Max(0, (MathF.Abs(count - target) * scale) - dead);
        var after = MathF.Max(0, (MathF.Abs(count + by - target) * scale) - dead);
        return (after * after) - (before * before);
    }

    private void Apply(int column, ushort old, ushort next, ReadOnlySpan<int> present)
    {
        if (next != 0)
        {
            Count(offsets[column] + next - 1, present, 1);
        }

        if (old != 0)
        {
            Count(offsets[column] + old - 1, present, -1);
        }
    }

    private void Count(int v, ReadOnlySpan<int> present, int by)
    {
        single[v] += by;
        foreach (var g in present)
        {
            pair[v, g] += by;
            pair[g, v] += by;
        }
    }
}
