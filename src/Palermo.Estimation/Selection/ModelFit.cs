using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;

namespace Palermo.Estimation.Selection;

/// <summary>One model of a scan. Without a usable verdict there is no estimate and no BIC.</summary>
/// <param name="Mask">The model as a mask over subsets of lists.</param>
/// <param name="Parameters">k, terms at minus infinity included.</param>
/// <param name="Verdict">Existence and identifiability.</param>
/// <param name="Estimate">N.</param>
/// <param name="Bic">k ln n - 2 l.</param>
/// <param name="LogUnseenError">Standard error of ln n0.</param>
public readonly record struct ModelFit(ulong Mask, int Parameters, ExistenceVerdict Verdict, double Estimate, double Bic, double LogUnseenError)
{
    /// <summary>2k - 2 l.</summary>
    public double Aic(double observed) => Bic - Parameters * (Math.Log(observed) - 2);

    /// <summary>AIC with the small-sample correction; infinite when there are no more individuals than parameters.</summary>
    public double Aicc(double observed) => observed - Parameters - 1 is > 0 and var rest ? Aic(observed) + 2.0 * Parameters * (Parameters + 1) / rest : double.PositiveInfinity;

    /// <summary>The model, given the number of lists of its table.</summary>
    public HierarchicalModel Model(int listCount) => HierarchicalModel.FromMask(listCount, Mask);
}
