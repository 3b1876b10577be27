namespace Palermo.Estimation.Likelihood;

/// <summary>
/// The rank of the 0/1 design matrix by elimination modulo the prime 2^61 - 1. A rank found full is full over the rationals;
/// a deficiency could in principle be a multiple of that prime, which no minor of these sizes has been seen to be.
/// </summary>
internal static class DesignRank
{
    private const ulong Prime = (1UL << 61) - 1;

    public static bool IsFull(ExistenceProblem problem)
    {
        var (rows, columns) = (problem.Terms.Length, problem.Cells.Length);
        if (rows > columns)
        {
            return false;
        }

        var a = new ulong[rows][];
        for (var i = 0; i < rows; i++)
        {
            a[i] = new ulong[columns];
            for (var j = 0; j < columns; j++)
            {
                a[i][j] = problem.Entry(i, j) ? 1UL : 0UL;
            }
        }

        for (var (rank, column) = (0, 0); rank < rows; column++)
        {
            if (column == columns)
            {
                return false;
            }

            var pivot = Array.FindIndex(a, rank, r => r[column] != 0);
            if (pivot < 0)
            {
                continue;
            }

            (a[rank], a[pivot]) = (a[pivot], a[rank]);
            var inverse = Power(a[rank][column], Prime - 2);
            for (var i = rank + 1; i < rows; i++)
            {
                if (a[i][column] == 0)
                {
                    continue;
                }

                var factor = Multiply(a[i][column], inverse);
                for (var j = column; j < columns; j++)
                {
                    var product = Multiply(factor, a[rank][j]);
                    a[i][j] = a[i][j] >= product ? a[i][j] - product : a[i][j] + Prime - product;
                }
            }

            rank++;
        }

        return true;
    }

    private static ulong Multiply(ulong x, ulong y) => (ulong)((UInt128)x * y % Prime);

    private static ulong Power(ulong x, ulong exponent)
    {
        var result = 1UL;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1)
            {
                result = Multiply(result, x);
            }

            x = Multiply(x, x);
        }

        return result;
    }
}
