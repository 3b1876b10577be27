using Palermo.Estimation.Histories;
using Palermo.Estimation.Models;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Likelihood;

/// <summary>
/// The extended maximum likelihood fit of one model to one table (Chan, Silverman and Vincent, JASA 116, 2021): interactions of
/// lists nobody shares are at minus infinity, the histories that contain them are dropped, the rest is a Poisson log-linear fit.
/// </summary>
public sealed class ExtendedFit
{
    private ExtendedFit(CaptureTable table, HierarchicalModel model, ExistenceVerdict verdict)
    {
        Table = table;
        Model = model;
        Verdict = verdict;
    }

    public CaptureTable Table { get; }

    public HierarchicalModel Model { get; }

    public ExistenceVerdict Verdict { get; }

    /// <summary>Terms at minus infinity.</summary>
    public IReadOnlyList<int> MinusInfinity { get; private init; } = [];

    /// <summary>Coefficients by term (0: the intercept); empty without an estimate.</summary>
    public IReadOnlyDictionary<int, double> Coefficients { get; private init; } = new Dictionary<int, double>();

    /// <summary>Fitted means by history; [0] is the estimate of those never seen.</summary>
    public IReadOnlyList<double> Fitted { get; private init; } = [];

    /// <summary>n0: exp(intercept), the number never seen.</summary>
    public double Unseen { get; private init; } = double.NaN;

    /// <summary>N = n + n0.</summary>
    public double Estimate => Table.Observed + Unseen;

    /// <summary>Standard error of ln n0.</summary>
    public double LogUnseenError { get; private init; } = double.NaN;

    public double Deviance { get; private init; } = double.NaN;

    /// <summary>Pearson's chi-square over the histories kept.</summary>
    public double Pearson { get; private init; } = double.NaN;

    /// <summary>Poisson log-likelihood with ln y!, over the histories kept.</summary>
    public double LogLikelihood { get; private init; } = double.NaN;

    /// <summary>Histories kept less finite parameters.</summary>
    public int ResidualDegrees { get; private init; }

    public double Aic => 2.0 * Model.ParameterCount - 2 * LogLikelihood;

    /// <summary>AIC with the small-sample correction; infinite when there are no more individuals than parameters.</summary>
    public double AicCorrected => Table.Observed - Model.ParameterCount - 1 is var rest and > 0
        ? Aic + 2.0 * Model.ParameterCount * (Model.ParameterCount + 1) / rest
        : double.PositiveInfinity;

    /// <summary>k ln n - 2 l, with n individuals and k all parameters, those at minus infinity included.</summary>
    public double Bic => Model.ParameterCount * Math.Log(Table.Observed) - 2 * LogLikelihood;

    /// <summary>Standard error of N with the Poisson spread of those unseen: sqrt(n0 + n0^2 se^2).</summary>
    public double StandardError => Math.Sqrt(Unseen + Unseen * Unseen * LogUnseenError * LogUnseenError);

    /// <summary>n + exp(intercept -+ z se), z = 1.959964.</summary>
    public (double Low, double High) Wald => (Table.Observed + Unseen * Math.Exp(-Gaussian.Upper95 * LogUnseenError), Table.Observed + Unseen * Math.Exp(Gaussian.Upper95 * LogUnseenError));

    /// <summary>Fitted number seen on all lists of a subset, whatever else they were on.</summary>
    public double ExpectedOnAll(int subset) => Fitted.Where((_, h) => h != 0 && (h & subset) == subset).Sum();

    /// <summary>Fits a model, existence and identifiability first. Without both there is no number, only the verdict.</summary>
    public static ExtendedFit Of(CaptureTable table, HierarchicalModel model)
    {
        if (table.Observed == 0)
        {
            return new ExtendedFit(table, model, new ExistenceVerdict(false, false));
        }

        var problem = ExistenceProblem.Of(table, model);
        var verdict = Existence.Check(problem);
        return verdict.Usable ? Fit(table, model, problem, verdict) : new ExtendedFit(table, model, verdict) { MinusInfinity = problem.Dropped };
    }

    private static ExtendedFit Fit(CaptureTable table, HierarchicalModel model, ExistenceProblem problem, ExistenceVerdict verdict)
    {
        var kernel = new FitKernel(table.ListCount);
        var y = table.ToDoubles();
        kernel.Bind(y);
        if (kernel.Fit(problem.Terms, problem.Dropped) != FitEnd.Converged || !kernel.Refresh())
        {
            // The estimate exists but lies so far out that doubles cannot reach it: no number rather than a wrong one.
            return new ExtendedFit(table, model, verdict with { Exists = false }) { MinusInfinity = problem.Dropped };
        }

        var coefficients = new Dictionary<int, double>();
        for (var i = 0; i < kernel.TermCount; i++)
        {
            coefficients[kernel.Terms[i]] = kernel.Coefficients[i];
        }

        var pearson = 0.0;
        foreach (var cell in problem.Cells)
        {
            var gap = y[cell] - kernel.Fitted[cell];
            pearson += gap * gap / kernel.Fitted[cell];
        }

        return new ExtendedFit(table, model, verdict)
        {
            MinusInfinity = problem.Dropped,
            Coefficients = coefficients,
            Fitted = kernel.Fitted.ToArray(),
            Unseen = Math.Exp(kernel.Intercept),
            LogUnseenError = kernel.InterceptError,
            Deviance = kernel.Deviance,
            Pearson = pearson,
            LogLikelihood = SaturatedLogLikelihood(y) - kernel.Deviance / 2,
            ResidualDegrees = problem.Cells.Length - problem.Terms.Length,
        };
    }

    /// <summary>sum of y ln y - y - ln y! over the histories seen: the ceiling of every model's log-likelihood.</summary>
    internal static double SaturatedLogLikelihood(ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var h = 1; h < y.Length; h++)
        {
            if (y[h] > 0)
            {
                sum += y[h] * Math.Log(y[h]) - y[h] - LogGamma.Factorial(y[h]);
            }
        }

        return sum;
    }
}
