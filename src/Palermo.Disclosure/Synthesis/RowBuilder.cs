using System.Collections.Immutable;
using Palermo.Disclosure.Noise;

namespace Palermo.Disclosure.Synthesis;

/// <summary>
/// Builds rows from sparse views, most detailed first. What earlier rows already account for is taken off each view; what is left
/// completes rows that know a part of the view's columns, then starts new rows. Nothing but the measurements is read.
/// </summary>
internal sealed class RowBuilder(Domain domain, Measurements measured, BitSource bits)
{
    private readonly List<ushort[]> rows = [];
    private readonly List<ulong> known = [];

    /// <summary>For each row how much of it a sparse view gave whole: these rows are evidence, the others are modelled.</summary>
    public List<bool> Fixed { get; } = [];

    private static ulong Mask(ImmutableArray<int> columns) => columns.Aggregate(0UL, (m, c) => m | (1UL << c));

    private ulong Whole => domain.Width == 64 ? ulong.MaxValue : (1UL << domain.Width) - 1;

    public (List<ushort[]> Rows, List<bool> Fixed) Build()
    {
        foreach (var view in measured.Views)
        {
            Use(view);
        }

        // What no view accounts for: rows that know nothing yet, completed from the views as they stand and the single counts.
        while (rows.Count < measured.Total)
        {
            rows.Add(new ushort[domain.Width]);
            known.Add(0);
            Fixed.Add(false);
        }

        Complete();
        return (rows, Fixed);
    }

    private void Use(SparseView view)
    {
        var mask = Mask(view.Plan.Columns);
        var packer = new KeyPacker(domain, view.Plan.Columns);
        var counted = new Dictionary<UInt128, long>();
        long counting = 0;
        for (var r = 0; r < rows.Count; r++)
        {
            if ((known[r] & mask) == mask)
            {
                counting++;
                var key = packer.Pack(rows[r]);
                counted[key] = counted.GetValueOrDefault(key) + 1;
            }
        }

        var cells = view.Cells;
        var left = new double[cells.Length];
        for (var i = 0; i < left.Length; i++)
        {
            left[i] = cells[i].Count - counted.GetValueOrDefault(cells[i].Key);
        }

        Simplex.ProjectDown(left, Math.Max(0, measured.Total - counting));
        var weights = Simplex.Round(left);
        var codes = new ushort[domain.Width];
        var template = cells.Select(c =>
        {
            packer.Unpack(c.Key, codes);
            return (ushort[])codes.Clone();
        }).ToArray();

        CompleteRows(view, mask, template, weights);
        for (var i = 0; i < weights.Length; i++)
        {
            for (var n = 0L; n < weights[i] && rows.Count < measured.Total; n++)
            {
                rows.Add((ushort[])template[i].Clone());
                known.Add(mask);
                Fixed.Add(mask == Whole);
            }
        }
    }

    // Rows that know some, not all, of the view's columns take a cell that agrees on what they know, while its weight lasts.
    private void CompleteRows(SparseView view, ulong mask, ushort[][] template, long[] weights)
    {
        foreach (var shape in Enumerable.Range(0, rows.Count).Where(r => (known[r] & mask) != 0 && (known[r] & mask) != mask).GroupBy(r => known[r] & mask).OrderByDescending(g => System.Numerics.BitOperations.PopCount(g.Key)))
        {
            var overlap = new KeyPacker(domain, [.. view.Plan.Columns.Where(c => (shape.Key >> c & 1) != 0)]);
            var buckets = new Dictionary<UInt128, Urn>();
            for (var i = 0; i < template.Length; i++)
            {
                if (weights[i] > 0)
                {
                    var key = overlap.Pack(template[i]);
                    (buckets.TryGetValue(key, out var urn) ? urn : buckets[key] = new Urn()).Add(i, weights[i]);
                }
            }

            foreach (var r in Shuffle([.. shape]))
            {
                if (buckets.TryGetValue(overlap.Pack(rows[r]), out var urn) && urn.Total > 0)
                {
                    var cell = urn.Take(bits);
                    weights[cell]--;
                    Fill(r, template[cell], view.Plan.Columns, mask);
                }
            }
        }
    }

    // Leftovers: the largest overlap with any view decides, weights are not used up; single counts as the last resort.
    private void Complete()
    {
        var views = measured.Views.Select(v => (View: v, Mask: Mask(v.Plan.Columns))).ToArray();
        var indices = new Dictionary<(int View, ulong Overlap), Dictionary<UInt128, Urn>>();
        var templates = views.Select(v =>
        {
            var packer = new KeyPacker(domain, v.View.Plan.Columns);
            return v.View.Cells.Select(c =>
            {
                var codes = new ushort[domain.Width];
                packer.Unpack(c.Key, codes);
                return codes;
            }).ToArray();
        }).ToArray();
        for (var r = 0; r < rows.Count; r++)
        {
            foreach (var (v, overlap) in Enumerable.Range(0, views.Length).Select(v => (v, views[v].Mask & known[r])).OrderByDescending(p => System.Numerics.BitOperations.PopCount(p.Item2)))
            {
                if ((views[v].Mask & ~known[r]) == 0)
                {
                    continue;
                }

                // Known columns may have grown since the order was made.
                var now = views[v].Mask & known[r];
                var columns = views[v].View.Plan.Columns;
                var packer = new KeyPacker(domain, [.. columns.Where(c => (now >> c & 1) != 0)]);
                if (!indices.TryGetValue((v, now), out var index))
                {
                    index = [];
                    for (var i = 0; i < templates[v].Length; i++)
                    {
                        var key = packer.Pack(templates[v][i]);
                        (index.TryGetValue(key, out var known) ? known : index[key] = new Urn()).Add(i, views[v].View.Cells[i].Count);
                    }

                    indices[(v, now)] = index;
                }

                if (index.TryGetValue(packer.Pack(rows[r]), out var urn) && urn.Total > 0)
                {
                    Fill(r, templates[v][urn.Draw(bits)], columns, views[v].Mask);
                }
            }
        }

        FillSingles();
    }

    private void FillSingles()
    {
        var offsets = domain.Offsets;
        for (var c = 0; c < domain.Width; c++)
        {
            var column = c;
            var open = Enumerable.Range(0, rows.Count).Where(r => (known[r] >> column & 1) == 0).ToArray();
            if (open.Length == 0)
            {
                continue;
            }

            var left = new double[domain.Columns[c].Size];
            for (var v = 1; v < left.Length; v++)
            {
                left[v] = measured.Singles[offsets[c] + v - 1];
            }

            left[0] = measured.Total - left.Skip(1).Sum();
            for (var r = 0; r < rows.Count; r++)
            {
                if ((known[r] >> c & 1) != 0)
                {
                    left[rows[r][c]]--;
                }
            }

            Simplex.ProjectDown(left, open.Length);
            var urn = new Urn();
            var weights = Simplex.Round(left);
            for (var v = 0; v < weights.Length; v++)
            {
                urn.Add(v, weights[v]);
            }

            foreach (var r in Shuffle(open))
            {
                rows[r][c] = (ushort)(urn.Total > 0 ? urn.Take(bits) : 0);
                known[r] |= 1UL << c;
            }
        }
    }

    private void Fill(int row, ushort[] from, ImmutableArray<int> columns, ulong mask)
    {
        foreach (var c in columns)
        {
            if ((known[row] >> c & 1) == 0)
            {
                rows[row][c] = from[c];
            }
        }

        known[row] |= mask;
    }

    private int[] Shuffle(int[] order)
    {
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = (int)bits.Below((UInt128)(i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}
