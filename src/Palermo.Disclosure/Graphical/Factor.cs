using System.Collections.Immutable;

namespace Palermo.Disclosure.Graphical;

/// <summary>A table of numbers over some columns, the last column running fastest.</summary>
internal sealed class Factor
{
    public Factor(ImmutableArray<int> columns, ImmutableArray<int> sizes, double[]? values = null)
    {
        (Columns, Sizes) = (columns, sizes);
        Values = values ?? new double[sizes.Aggregate(1, (a, s) => checked(a * s))];
    }

    /// <summary>The columns, ascending.</summary>
    public ImmutableArray<int> Columns { get; }

    /// <summary>Codes of each column.</summary>
    public ImmutableArray<int> Sizes { get; }

    public double[] Values { get; }

    /// <summary>For each cell the cell of a table over a subset of the columns that it falls into.</summary>
    public int[] MapTo(ImmutableArray<int> subset)
    {
        var steps = new int[Columns.Length];
        var step = 1;
        for (var i = subset.Length - 1; i >= 0; i--)
        {
            var at = Columns.IndexOf(subset[i]);
            steps[at] = step;
            step *= Sizes[at];
        }

        var map = new int[Values.Length];
        var codes = new int[Columns.Length];
        var target = 0;
        for (var cell = 0; cell < map.Length; cell++)
        {
            map[cell] = target;
            for (var d = codes.Length - 1; d >= 0; d--)
            {
                target += steps[d];
                if (++codes[d] < Sizes[d])
                {
                    break;
                }

                target -= steps[d] * Sizes[d];
                codes[d] = 0;
            }
        }

        return map;
    }

    /// <summary>log(sum(exp)) over all cells.</summary>
    public static double LogSum(ReadOnlySpan<double> values)
    {
        var top = double.NegativeInfinity;
        foreach (var v in values)
        {
            top = Math.Max(top, v);
        }

        if (double.IsNegativeInfinity(top))
        {
            return top;
        }

        double sum = 0;
        foreach (var v in values)
        {
            sum += Math.Exp(v - top);
        }

        return top + Math.Log(sum);
    }

    /// <summary>log(sum(exp)) of the cells that fall into each cell of a smaller table.</summary>
    public static double[] LogSum(double[] values, int[] map, int size)
    {
        var top = new double[size];
        Array.Fill(top, double.NegativeInfinity);
        for (var i = 0; i < values.Length; i++)
        {
            top[map[i]] = Math.Max(top[map[i]], values[i]);
        }

        var sum = new double[size];
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsNegativeInfinity(values[i]))
            {
                sum[map[i]] += Math.Exp(values[i] - top[map[i]]);
            }
        }

        for (var s = 0; s < size; s++)
        {
            sum[s] = double.IsNegativeInfinity(top[s]) ? top[s] : top[s] + Math.Log(sum[s]);
        }

        return sum;
    }
}
