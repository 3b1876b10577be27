using System.Collections.Immutable;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Release;
using Palermo.Web.Datasets;
using Palermo.Web.Jobs;

namespace Palermo.Web.Features.Publish;

/// <summary>Why a way cannot be taken now.</summary>
public enum WayClosed
{
    /// <summary>Nobody opened a budget for the dataset.</summary>
    NoBudget = 1,

    /// <summary>Too little is left.</summary>
    Spent = 2,

    /// <summary>K-anonymous rows of this dataset are out, or wait.</summary>
    SecondKAnonymous = 3,

    /// <summary>A report or table of the same people left that withholds figures which the rows would tell.</summary>
    BesideWithheld = 4,
}

/// <summary>One way of releasing a whole dataset, as it can be known before it is made: from the code book, the budget, and releases made.</summary>
/// <param name="Epsilon">Epsilon; null for k-anonymous rows.</param>
/// <param name="Plan">Cost and noise; null for k-anonymous rows.</param>
/// <param name="Cost">Share of the whole budget that it takes, 0 to 1; null where there is no budget or it costs none.</param>
/// <param name="Left">Share of the whole budget that is left after it.</param>
/// <param name="Closed">Why it cannot be taken now; null where it can.</param>
/// <param name="Made">The last such release of this version, if any was made here.</param>
/// <param name="Manifest">What that release says of itself.</param>
public sealed record WholeWay(double? Epsilon, ReleasePlan? Plan, double? Cost, double? Left, WayClosed? Closed, ReleaseJob? Made, ReleaseManifest? Manifest)
{
    /// <summary>The choices of epsilon: few, and the same for every dataset.</summary>
    public static ImmutableArray<double> Epsilons { get; } = [1, 4, 12];

    /// <summary>Its name in forms and addresses.</summary>
    public string Key => Epsilon is { } e ? "private-" + e.ToString(System.Globalization.CultureInfo.InvariantCulture) : "k";

    /// <summary>Every way side by side, the strongest first. Looks at no record.</summary>
    public static ImmutableArray<WholeWay> All(CodeBook book, DatasetInfo dataset, BudgetLedger? ledger, WayClosed? rows, ImmutableArray<ReleaseJob> jobs, ReleaseRegister register)
    {
        (ReleaseJob?, ReleaseManifest?) Last(double? epsilon) =>
            jobs.FirstOrDefault(j => j.State == JobState.Done && j.Request.Dataset == dataset.Name && j.Request.Version == dataset.Version && j.Request.Epsilon == epsilon) is { Release: { } id } job
                ? (job, register.Find(id)?.Manifest)
                : (null, null);

        var ways = ImmutableArray.CreateBuilder<WholeWay>();
        foreach (var epsilon in Epsilons)
        {
            var plan = ReleasePlan.For(book, epsilon);
            var (made, manifest) = Last(epsilon);
            var allowed = ledger?.Allows(plan.Rho, plan.ThresholdDelta);
            ways.Add(new WholeWay(
                epsilon, plan,
                ledger?.ShareOf(plan.Rho, plan.ThresholdDelta),
                allowed == true ? Math.Max(0, 1 - ledger!.ShareWith(plan.Rho, plan.ThresholdDelta)) : null,
                allowed switch { null => WayClosed.NoBudget, false => WayClosed.Spent, _ => null },
                made, manifest));
        }

        var (last, said) = Last(null);
        return [.. ways, new WholeWay(null, null, null, null, rows, last, said)];
    }
}
