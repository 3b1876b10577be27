using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Selection;

/// <summary>N averaged over models with weights proportional to exp(-BIC/2).</summary>
/// <param name="Mean">sum of w N.</param>
/// <param name="Low">2.5 % point of the mixture of the models' distributions of N (ln n0 normal in each).</param>
/// <param name="High">97.5 % point.</param>
/// <param name="Median">Median of the mixture.</param>
/// <param name="TopWeight">The weight of the best model alone.</param>
/// <param name="ClusterWeight">The weight of all models within 20 % of the best model's estimate.</param>
public sealed record BicAverage(double Mean, double Low, double High, double Median, double TopWeight, double ClusterWeight)
{
    /// <summary>Averages usable fits; null when there is none.</summary>
    public static BicAverage? Of(IReadOnlyCollection<ModelFit> fits, double observed, double level = 0.95)
    {
        if (fits.Count == 0)
        {
            return null;
        }

        var best = fits.Min(f => f.Bic);
        // Weights below e^-35 cannot move a sixth digit.
        var near = fits.Where(f => f.Bic - best < 70 && double.IsFinite(f.LogUnseenError)).ToArray();
        var total = near.Sum(f => Math.Exp((best - f.Bic) / 2));
        var weights = Array.ConvertAll(near, f => Math.Exp((best - f.Bic) / 2) / total);
        var top = near.MinBy(f => f.Bic);
        var (mean, cluster) = (0.0, 0.0);
        for (var i = 0; i < near.Length; i++)
        {
            mean += weights[i] * near[i].Estimate;
            cluster += Math.Abs(near[i].Estimate / top.Estimate - 1) <= 0.2 ? weights[i] : 0;
        }

        double Quantile(double p)
        {
            double Cdf(double logUnseen)
            {
                var sum = 0.0;
                for (var i = 0; i < near.Length; i++)
                {
                    sum += weights[i] * Gaussian.Cdf((logUnseen - Math.Log(near[i].Estimate - observed)) / near[i].LogUnseenError);
                }

                return sum;
            }

            var (low, high) = (-50.0, 50.0);
            for (var i = 0; i < 80; i++)
            {
                var middle = (low + high) / 2;
                (low, high) = Cdf(middle) < p ? (middle, high) : (low, middle);
            }

            return observed + Math.Exp((low + high) / 2);
        }

        return new BicAverage(mean, Quantile((1 - level) / 2), Quantile((1 + level) / 2), Quantile(0.5), Math.Exp((best - top.Bic) / 2) / total, cluster);
    }
}
