namespace Palermo.Disclosure.Synthesis;

/// <summary>
/// What the measurements say about single values and pairs of values: a target, its noise, and whether the pair has any support.
/// Support comes from a sparse view's cell (someone stands in it) or from a noisy count that noise alone would rarely reach.
/// </summary>
internal sealed class PairTargets
{
    public PairTargets(Domain domain, Measurements measured, double supportSigmas)
    {
        var offsets = domain.Offsets;
        var n = domain.Values;
        Single = new float[n];
        SingleScale = (float)(1 / Sigma(measured.SinglesVariance));
        Target = new float[n, n];
        Scale = new float[n, n];
        Allowed = new bool[n, n];
        for (var v = 0; v < n; v++)
        {
            Single[v] = Math.Max(0, measured.Singles[v]);
        }

        FromViews(domain, measured, [.. offsets], n);
        var sigma = Sigma(measured.PairsVariance);
        foreach (var (a, b) in PrivateCounts.MeasuredPairs(domain))
        {
            var noisy = measured.Pairs[a, b];
            var allowed = Allowed[a, b] || noisy >= supportSigmas * sigma;
            Set(a, b, Math.Max(0, noisy), 1 / sigma, allowed);
        }

        foreach (var rule in domain.Impossible)
        {
            var (a, b) = (offsets[rule.ColumnA] + rule.CodeA - 1, offsets[rule.ColumnB] + rule.CodeB - 1);
            Set(a, b, 0, 1, false);
        }
    }

    public float[] Single { get; }

    public float SingleScale { get; }

    public float[,] Target { get; }

    /// <summary>One over the standard deviation of the target's noise; 0 where nothing was measured.</summary>
    public float[,] Scale { get; }

    public bool[,] Allowed { get; }

    private static double Sigma(Noise.Variance v) => Math.Sqrt((double)v.Numerator / v.Denominator);

    private void Set(int a, int b, double target, double scale, bool allowed)
    {
        Target[a, b] = Target[b, a] = (float)target;
        Scale[a, b] = Scale[b, a] = (float)scale;
        Allowed[a, b] = Allowed[b, a] = allowed;
    }

    // Pairs of categories are not measured on their own: the view with the least noise over the pair's cells gives the target.
    private void FromViews(Domain domain, Measurements measured, int[] offsets, int n)
    {
        var codes = new ushort[domain.Width];
        var present = new List<int>();
        foreach (var view in measured.Views)
        {
            var packer = new KeyPacker(domain, view.Plan.Columns);
            var sum = new float[n, n];
            var cells = new int[n, n];
            foreach (var (key, count) in view.Cells)
            {
                packer.Unpack(key, codes);
                present.Clear();
                foreach (var c in view.Plan.Columns)
                {
                    if (codes[c] != 0)
                    {
                        present.Add(offsets[c] + codes[c] - 1);
                    }
                }

                for (var i = 0; i < present.Count; i++)
                {
                    for (var j = 0; j < i; j++)
                    {
                        var (a, b) = (Math.Min(present[i], present[j]), Math.Max(present[i], present[j]));
                        sum[a, b] += count;
                        cells[a, b]++;
                        Allowed[a, b] = Allowed[b, a] = true;
                    }
                }
            }

            for (var a = 0; a < n; a++)
            {
                for (var b = a + 1; b < n; b++)
                {
                    if (cells[a, b] > 0 && sum[a, b] > Target[a, b])
                    {
                        // What the threshold hides adds to the noise of the sum.
                        var sigma = Math.Sqrt((view.Sigma * view.Sigma * cells[a, b]) + ((double)view.Threshold * view.Threshold));
                        Set(a, b, sum[a, b], 1 / sigma, true);
                    }
                }
            }
        }
    }
}
