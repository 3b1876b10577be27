using System.Numerics;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;
using Palermo.Estimation.Selection;

namespace Palermo.Estimation.Ensembles;

/// <summary>
/// Two explanations of one table weighed against each other: lists that depend on one another and people who are alike, or people who
/// differ in how findable they are, with few lists that depend besides. Differences between people tie every list to every other, a
/// dependence of lists ties some: so the second may take no more dependent pairs than a third of all, and no triple.
/// </summary>
/// <param name="LogRatio">ln of (sum of exp(-D/2 - k ln n / 2) over models in which people differ, the shapes averaged) over (the same
/// over models in which only lists depend); k counts the dependence of lists and not the shape. Above 0 differences fit better.</param>
/// <param name="SignedRoot">Root of the deviance a difference between people still gains on the best model in which only lists depend;
/// negative when it would have to make people more alike than chance. NaN when that model leaves nothing to tell.</param>
/// <param name="Lists">The best model in which only lists depend; null when none has an estimate.</param>
internal sealed record PeopleOrLists(double LogRatio, double SignedRoot, HierarchicalModel? Lists)
{
    /// <summary>Combinations of so many pairs at most, for there are too many of more.</summary>
    private const int MostPairs = 3;

    private static readonly Heterogeneity[] Shapes = [Heterogeneity.Darroch, Heterogeneity.Poisson2, Heterogeneity.Gamma35];

    public static PeopleOrLists Of(CaptureTable table, CancellationToken stop = default)
    {
        var logN = Math.Log(table.Observed);
        var alike = OnlyLists(table, stop);
        if (alike.Count == 0)
        {
            return new PeopleOrLists(double.NaN, double.NaN, null);
        }

        var differ = new List<double>();
        foreach (var model in FewPairs(table))
        {
            stop.ThrowIfCancellationRequested();
            foreach (var shape in Shapes)
            {
                if (Fit(table, model, shape) is var (deviance, effect) && effect > 0)
                {
                    differ.Add(deviance + model.ParameterCount * logN);
                }
            }
        }

        var best = alike.MinBy(a => a.Score);
        var ratio = differ.Count == 0 ? double.NegativeInfinity : LogSum(differ) - Math.Log(Shapes.Length) - LogSum(alike.Select(a => a.Score));
        return new PeopleOrLists(ratio, RootOn(table, best.Model, best.Score - best.Model.ParameterCount * logN), best.Model);
    }

    private static double RootOn(CaptureTable table, HierarchicalModel model, double without)
    {
        var roots = Shapes.Select(s => Fit(table, model, s)).OfType<(double Deviance, double Effect)>()
            .Select(f => Math.Sqrt(Math.Max(0, without - f.Deviance)) * Math.Sign(f.Effect)).ToArray();
        return roots.Length > 0 ? roots.Max() : double.NaN;
    }

    /// <summary>Models in which only lists depend, with deviance + k ln n.</summary>
    private static List<(HierarchicalModel Model, double Score)> OnlyLists(CaptureTable table, CancellationToken stop)
    {
        var t = table.ListCount;
        var saturated = 2 * ExtendedFit.SaturatedLogLikelihood(table.ToDoubles());
        if (t <= 6)
        {
            List<(HierarchicalModel, double)> fits = [.. ModelEnumeration.Fits(table, ModelEnumeration.DefaultOrder(t), stop)
                .OrderBy(f => f.Bic).ThenBy(f => f.Mask).Take(2000).Select(f => (f.Model(t), f.Bic + saturated))];
            return t <= 5 || fits.Count == 0 ? fits : [.. fits, .. WithTriples(table, fits[0].Item1, saturated)];
        }

        var pairs = new Stepwise(t).Run(table, 0.1).Pairs;
        var searched = new PairSearch(t).Best(table, 1, 3, [[], pairs], stop)?.Model;
        var starts = Enumerable.Range(0, pairs.Length + 1).Select(i => HierarchicalModel.WithInteractions(t, pairs[..i]));
        List<(HierarchicalModel Model, double Score)> met = [.. starts.Append(searched).OfType<HierarchicalModel>().Distinct()
            .Select(m => (Model: m, Fit: ExtendedFit.Of(table, m))).Where(m => m.Fit.Verdict.Usable).Select(m => (m.Model, m.Fit.Bic + saturated))];
        return met.Count == 0 ? met : [.. met, .. WithTriples(table, met.MinBy(m => m.Score).Model, saturated)];
    }

    /// <summary>Where triples were not tried: those that lower the BIC of a model of pairs, one after the other.</summary>
    private static IEnumerable<(HierarchicalModel Model, double Score)> WithTriples(CaptureTable table, HierarchicalModel start, double saturated)
    {
        var t = table.ListCount;
        int[] triples = [.. Enumerable.Range(1, (1 << t) - 1).Where(h => BitOperations.PopCount((uint)h) == 3 && table.SeenOnAll(h) > 0)];
        var (at, bic) = (start, ExtendedFit.Of(table, start).Bic);
        while (true)
        {
            var next = triples.Where(h => !at.Contains(h)).Select(h => HierarchicalModel.WithInteractions(t, at.Interactions.Append(h)))
                .Where(m => m.ParameterCount <= at.ParameterCount + 2)
                .Select(m => ExtendedFit.Of(table, m)).Where(f => f.Verdict.Usable).MinBy(f => f.Bic);
            if (next is null || next.Bic >= bic)
            {
                yield break;
            }

            (at, bic) = (next.Model, next.Bic);
            yield return (at, bic + saturated);
        }
    }

    private static IEnumerable<HierarchicalModel> FewPairs(CaptureTable table)
    {
        var t = table.ListCount;
        int[] pairs = t <= 6
            ? [.. Enumerable.Range(1, (1 << t) - 1).Where(h => BitOperations.PopCount((uint)h) == 2)]
            : [.. new Stepwise(t).Run(table, 0.2).Pairs.Take(8)];
        var most = Math.Min(MostPairs, t * (t - 1) / 2 / 3);
        return Subsets(0, []);

        IEnumerable<HierarchicalModel> Subsets(int from, List<int> taken)
        {
            yield return HierarchicalModel.WithInteractions(t, taken);
            for (var i = from; i < pairs.Length && taken.Count < most; i++)
            {
                foreach (var model in Subsets(i + 1, [.. taken, pairs[i]]))
                {
                    yield return model;
                }
            }
        }
    }

    /// <summary>Deviance and the effect of the shape; null when the table does not determine them or the unseen run away.</summary>
    private static (double Deviance, double Effect)? Fit(CaptureTable table, HierarchicalModel model, Heterogeneity shape)
    {
        var problem = ExistenceProblem.Of(table, model);
        if (problem.Cells.Length <= problem.Terms.Length)
        {
            return null;
        }

        var y = Array.ConvertAll(problem.Counts, c => (double)c);
        double[][] rows = [.. problem.Cells.Select(c => (double[])[.. problem.Terms.Select(term => (c & term) == term ? 1.0 : 0), HeterogeneityFit.Column(shape, BitOperations.PopCount((uint)c))])];
        var intercept = Array.IndexOf(problem.Terms, 0);
        return PoissonRegression.Fit(rows, y, tolerance: 1e-9) is { Converged: true } fit && fit.Coefficients[intercept] < Math.Log(1e4 * table.Observed)
            ? (fit.Deviance, fit.Coefficients[^1])
            : null;
    }

    /// <summary>ln of the sum of exp(-score / 2).</summary>
    private static double LogSum(IEnumerable<double> scores)
    {
        double[] all = [.. scores];
        var least = all.Min();
        return -least / 2 + Math.Log(all.Sum(s => Math.Exp((least - s) / 2)));
    }
}
