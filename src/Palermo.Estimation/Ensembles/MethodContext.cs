using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;
using Palermo.Estimation.Resampling;
using Palermo.Estimation.Selection;

namespace Palermo.Estimation.Ensembles;

/// <summary>One table and what the methods share about it: the fits of a model space are computed once.</summary>
public sealed class MethodContext(CaptureTable table, EstimationOptions options, IProgress<Progress>? progress = null, CancellationToken stop = default)
{
    private readonly Dictionary<int, List<ModelFit>> _fits = [];
    private readonly Dictionary<int, (ModelFit Best, BootstrapInterval? Bootstrap)?> _lowest = [];

    public CaptureTable Table => table;

    public EstimationOptions Options => options;

    public IProgress<Progress>? Progress => progress;

    public CancellationToken Stop => stop;

    /// <summary>The order of interaction that "all models" means for choosing and averaging: all orders up to five lists, pairs at six.</summary>
    public int FullOrder => ModelEnumeration.DefaultOrder(table.ListCount);

    /// <summary>The order of the census: at six lists all orders when all models were asked for.</summary>
    public int CensusOrder => table.ListCount == 6 && options.AllModels ? 5 : FullOrder;

    /// <summary>All usable fits up to an order (at most six lists).</summary>
    public List<ModelFit> Fits(int order)
    {
        var limited = Math.Min(order, table.ListCount - 1);
        if (!_fits.TryGetValue(limited, out var fits))
        {
            _fits[limited] = fits = ModelEnumeration.Fits(table, limited, stop);
        }

        return fits;
    }

    /// <summary>The lowest BIC up to an order with its bootstrap, found once though two methods may ask for it.</summary>
    internal (ModelFit Best, BootstrapInterval? Bootstrap)? LowestBic(string method, int order)
    {
        var limited = Math.Min(order, table.ListCount - 1);
        if (_lowest.TryGetValue(limited, out var known))
        {
            return known;
        }

        var space = new ModelSpace(table.ListCount, limited);
        if (new BicSelector(space, []).Best(table) is not { } best)
        {
            return _lowest[limited] = null;
        }

        // The best models of the observed table are likely to be good in resampled ones: tried first, they bound the search early.
        var likely = options.Replicates > 0 || !options.Resamples.IsEmpty ? Fits(limited).OrderBy(f => f.Bic).ThenBy(f => f.Mask).Take(options.TopModels ?? 50).Select(f => f.Mask).ToArray() : [];
        var shared = new BicSelector(space, likely);
        var bootstrap = Bootstrapped(method, best.Estimate, () =>
        {
            var own = shared.ForAnotherThread();
            return options.TopModels is null ? t => own.Best(t)?.Estimate ?? double.NaN : t => own.BestOfThoseTriedFirst(t)?.Estimate ?? double.NaN;
        });
        return _lowest[limited] = (best, bootstrap);
    }

    /// <summary>The intervals of one model: profile likelihood and Wald.</summary>
    internal List<NamedInterval> ModelIntervals(HierarchicalModel model)
    {
        var fit = ExtendedFit.Of(table, model);
        var intervals = new List<NamedInterval>();
        if (fit.Verdict.Usable)
        {
            if (new ProfileLikelihood(table, model).Interval(fit.Unseen) is { } profile)
            {
                intervals.Add(new NamedInterval("profile", profile.Low, profile.High));
            }

            intervals.Add(new NamedInterval("wald", fit.Wald.Low, fit.Wald.High));
        }

        return intervals;
    }

    /// <summary>Bootstraps a whole method; null without replicates.</summary>
    internal BootstrapInterval? Bootstrapped(string method, double estimate, Func<Func<CaptureTable, double>> newEstimator)
    {
        if (options.Replicates <= 0 && options.Resamples.IsEmpty)
        {
            return null;
        }

        var (_, acceleration) = Bootstrap.Jackknife(table, newEstimator());
        var replicates = !options.Resamples.IsEmpty
            ? Bootstrap.Replay(options.Resamples, newEstimator, options.Threads, stop)
            : Bootstrap.Run(table, newEstimator, options.Replicates, options.Seed, options.Threads, (done, all) => progress?.Report(new Progress("bootstrap of " + method, done, all)), stop);
        return BootstrapInterval.From(replicates, estimate, acceleration);
    }
}
