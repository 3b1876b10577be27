using System.Collections.Immutable;

namespace Palermo.Web.Charts;

/// <summary>Round numbers for axes and classes.</summary>
public static class Scale
{
    /// <summary>
    /// The marks of an axis from zero: 0, step, ... up to the first at or above <paramref name="most"/>; the step is 1, 2, 2.5
    /// or 5 times a power of ten, and whole while the amounts are.
    /// </summary>
    /// <param name="most">The largest amount, at least 0.</param>
    /// <param name="parts">About how many steps.</param>
    public static ImmutableArray<double> Marks(double most, int parts = 4)
    {
        if (most <= 0)
        {
            return [0, 1];
        }

        var raw = most / parts;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = new[] { 1, 2, 2.5, 5, 10 }.Select(s => s * power).First(s => s >= raw - (power * 1e-9));
        if (most >= parts)
        {
            step = Math.Max(1, Math.Ceiling(step - (power * 1e-9)));
        }

        var marks = ImmutableArray.CreateBuilder<double>();
        for (var i = 0; ; i++)
        {
            marks.Add(i * step);
            if (i * step >= most - (step * 1e-9))
            {
                return marks.ToImmutable();
            }
        }
    }

    /// <summary>
    /// Lower bounds of at most five classes of amounts above zero, each about the same times the one before, rounded to one
    /// figure; the first is the smallest amount's. Flows differ by powers of ten, so classes of equal width would show one
    /// country and nothing else.
    /// </summary>
    public static ImmutableArray<double> Classes(IEnumerable<double> amounts)
    {
        var positive = amounts.Where(a => a > 0).ToList();
        if (positive.Count == 0)
        {
            return [];
        }

        var (least, most) = (Round(positive.Min()), positive.Max());
        var ratio = Math.Pow(Math.Max(1, most / least), 1.0 / 5);
        return [.. Enumerable.Range(0, 5).Select(i => Round(least * Math.Pow(ratio, i))).Distinct().Where(b => b <= most)];
    }

    /// <summary>The class of an amount, from 0; the amount is at least the first bound.</summary>
    public static int ClassOf(double amount, ImmutableArray<double> bounds)
    {
        var at = 0;
        while (at + 1 < bounds.Length && amount >= bounds[at + 1])
        {
            at++;
        }

        return at;
    }

    private static double Round(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return Math.Floor(value / power) * power;
    }
}
