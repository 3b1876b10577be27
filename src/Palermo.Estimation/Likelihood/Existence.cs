using Palermo.Estimation.Histories;
using Palermo.Estimation.Models;

namespace Palermo.Estimation.Likelihood;

/// <summary>The gate before a model's estimate: existence by linear program, identifiability by rank.</summary>
public static class Existence
{
    /// <summary>Positive optima of the program below this count as zero (floating-point solver only).</summary>
    public const double Tolerance = 1e-9;

    /// <summary>Above this many histories the floating-point solver takes over from the exact one.</summary>
    private const int ExactCells = 63;

    public static ExistenceVerdict Check(CaptureTable table, HierarchicalModel model) => Check(ExistenceProblem.Of(table, model));

    /// <summary>The optimum of the program with the table's own counts: how far from the border of existence the table is.</summary>
    public static double Margin(CaptureTable table, HierarchicalModel model)
    {
        var problem = ExistenceProblem.Of(table, model);
        return problem.Cells.Length <= ExactCells && ExactSimplex.Maximum(problem) is var (numerator, denominator)
            ? (double)numerator / (double)denominator
            : GlopExistence.Maximum(problem);
    }

    internal static ExistenceVerdict Check(ExistenceProblem problem) => new(Exists(problem), DesignRank.IsFull(problem));

    internal static bool Exists(ExistenceProblem problem)
    {
        if (problem.Counts.All(c => c > 0))
        {
            return true;
        }

        return problem.Cells.Length <= ExactCells && ExactSimplex.Maximum(problem.Pattern()) is var (numerator, _)
            ? numerator > 0
            : GlopExistence.Maximum(problem) > Tolerance;
    }
}
