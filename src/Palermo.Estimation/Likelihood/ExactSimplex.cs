using System.Numerics;

namespace Palermo.Estimation.Likelihood;

/// <summary>
/// The existence program in exact integer arithmetic: a two-phase simplex with Bland's rule on a fraction-free tableau
/// (every pivot divides exactly by the pivot before). With x = u + s the program has one equality a term and the
/// non-negative variables u and s. For tables up to six lists it is a few dozen columns wide.
/// </summary>
internal static class ExactSimplex
{
    /// <summary>The maximal s as a fraction, or null when the integers outgrew 128 bits.</summary>
    public static (Int128 Numerator, Int128 Denominator)? Maximum(ExistenceProblem problem)
    {
        try
        {
            var (numerator, denominator) = Solve<long>(problem);
            return (numerator, denominator);
        }
        catch (OverflowException)
        {
            // 64 bits are enough for all but a few tables; 128 bits for nearly all of those.
        }

        try
        {
            return Solve<Int128>(problem);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static (T, T) Solve<T>(ExistenceProblem problem)
        where T : struct, IBinaryInteger<T>
    {
        var rows = problem.Terms.Length;
        var cells = problem.Cells.Length;
        var width = cells + 2;
        var (s, right) = (cells, cells + 1);
        var a = new T[rows][];
        for (var i = 0; i < rows; i++)
        {
            var row = a[i] = new T[width];
            for (var j = 0; j < cells; j++)
            {
                if (problem.Entry(i, j))
                {
                    row[j] = T.One;
                    row[s] += T.One;
                    row[right] += T.CreateChecked(problem.Counts[j]);
                }
            }
        }

        // Phase one: a basis. x = n solves the equalities with u = n, s = 0, so columns of histories seen are tried first;
        // each row starts on an artificial variable, driven out while the infeasibility, their sum, falls to zero.
        var basis = Enumerable.Range(0, rows).Select(i => -1 - i).ToArray();
        var infeasible = new T[width];
        foreach (var row in a)
        {
            for (var j = 0; j < width; j++)
            {
                infeasible[j] += row[j];
            }
        }

        var determinant = T.One;
        while (infeasible[right] > T.Zero)
        {
            var column = Array.FindIndex(infeasible, 0, cells + 1, v => v > T.Zero);
            if (column < 0)
            {
                throw new InvalidOperationException("the observed table itself satisfies the equalities, so phase one cannot stop above zero");
            }

            Pivot(a, infeasible, basis, Leaving(a, basis, column, right), column, ref determinant);
        }

        // Artificial variables still basic stand at zero: pivot them out, or drop their redundant rows.
        for (var i = 0; i < a.Length; i++)
        {
            if (basis[i] >= 0)
            {
                continue;
            }

            var column = Array.FindIndex(a[i], 0, cells + 1, v => !T.IsZero(v));
            if (column >= 0)
            {
                Pivot(a, infeasible, basis, i, column, ref determinant);
            }
            else
            {
                a = [.. a.Where((_, r) => r != i)];
                basis = [.. basis.Where((_, r) => r != i)];
                i--;
            }
        }

        // Phase two: maximise s. The objective row holds reduced gains, scaled by the common determinant.
        var gain = new T[width];
        var sRow = Array.IndexOf(basis, s);
        if (sRow < 0)
        {
            gain[s] = determinant;
        }
        else
        {
            for (var j = 0; j < width; j++)
            {
                gain[j] = -a[sRow][j];
            }

            gain[s] = T.Zero;
        }

        while (true)
        {
            var column = Array.FindIndex(gain, 0, cells + 1, v => v > T.Zero);
            if (column < 0)
            {
                break;
            }

            var leaving = Leaving(a, basis, column, right);
            Pivot(a, gain, basis, leaving, column, ref determinant);
        }

        sRow = Array.IndexOf(basis, s);
        return sRow < 0 ? (T.Zero, T.One) : (a[sRow][right], determinant);
    }

    /// <summary>The row that limits a column's growth; ties go to the lowest variable (Bland), artificial ones first.</summary>
    private static int Leaving<T>(T[][] a, int[] basis, int column, int right)
        where T : struct, IBinaryInteger<T>
    {
        var best = -1;
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i][column] <= T.Zero)
            {
                continue;
            }

            if (best < 0)
            {
                best = i;
                continue;
            }

            var ahead = checked(a[i][right] * a[best][column]) - checked(a[best][right] * a[i][column]);
            if (ahead < T.Zero || (T.IsZero(ahead) && basis[i] < basis[best]))
            {
                best = i;
            }
        }

        return best >= 0 ? best : throw new InvalidOperationException("s is bounded by the smallest margin, so a column always meets a limit");
    }

    private static void Pivot<T>(T[][] a, T[] objective, int[] basis, int row, int column, ref T determinant)
        where T : struct, IBinaryInteger<T>
    {
        var pivotRow = a[row];
        var pivot = pivotRow[column];
        for (var i = 0; i < a.Length; i++)
        {
            if (i != row)
            {
                Eliminate(a[i], pivotRow, pivot, column, determinant);
            }
        }

        Eliminate(objective, pivotRow, pivot, column, determinant);
        basis[row] = column;
        determinant = pivot;
        if (pivot < T.Zero)
        {
            determinant = -pivot;
            foreach (var r in a)
            {
                Negate(r);
            }

            Negate(objective);
        }
    }

    private static void Eliminate<T>(T[] target, T[] pivotRow, T pivot, int column, T determinant)
        where T : struct, IBinaryInteger<T>
    {
        var factor = target[column];
        if (T.IsZero(factor) && pivot == determinant)
        {
            return;
        }

        var exact = determinant == T.One;
        for (var j = 0; j < target.Length; j++)
        {
            var scaled = T.IsZero(target[j]) ? T.Zero : checked(target[j] * pivot);
            if (!T.IsZero(factor) && !T.IsZero(pivotRow[j]))
            {
                scaled = checked(scaled - checked(factor * pivotRow[j]));
            }

            target[j] = exact ? scaled : scaled / determinant;
        }
    }

    private static void Negate<T>(T[] row)
        where T : struct, IBinaryInteger<T>
    {
        for (var j = 0; j < row.Length; j++)
        {
            row[j] = -row[j];
        }
    }
}
