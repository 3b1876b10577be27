using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Reports;
using Palermo.Web.Localization;

namespace Palermo.Web.Features.Estimate;

/// <summary>An estimate in plain sentences of the page's language: what may be said, what may not, why something is not answered.</summary>
public static class Sentences
{
    public static IEnumerable<string> MayBeSaid(EstimationReport report, Texts texts)
    {
        yield return texts["estimate.said.seen", People(report.Table.Observed, texts), report.Table.Lists.Length];
        if (report.Headline is not { } h)
        {
            yield return texts["estimate.said.nothing"];
            yield break;
        }

        yield return texts["estimate.said.range", People(PlainLanguage.Round(h.Low), texts), People(PlainLanguage.Round(h.High), texts)];
        yield return texts["estimate.said.band", h.BandOdds, People(PlainLanguage.Round(h.BandLow), texts), People(PlainLanguage.Round(h.BandHigh), texts)];
        if (Headlines.Reach(h, report.Estimates) is var (least, most))
        {
            yield return texts["estimate.said.reach", People(PlainLanguage.Round(least), texts), People(PlainLanguage.Round(most), texts)];
        }

        if (report.Alarm is { Level: not AlarmLevel.Quiet })
        {
            yield return texts["estimate.said.alarm"];
        }

        if (report.Clusters.Length > 1)
        {
            yield return texts.Count("estimate.said.clusters", report.Clusters.Length);
        }
    }

    public static IEnumerable<string> MayNotBeSaid(EstimationReport report, Texts texts)
    {
        yield return texts["estimate.not.point"];
        if (report.Headline is null)
        {
            yield return texts["estimate.not.either"];
            yield break;
        }

        yield return texts["estimate.not.certain"];
        yield return texts["estimate.not.change"];
        if (report.Strata is not null || report.Covariates is not null)
        {
            yield return texts["estimate.not.parts"];
        }

        if (report.Clusters.Length > 1)
        {
            yield return texts["estimate.not.agree"];
        }
    }

    /// <summary>Why a number is not given: the library's own sentence in English, the sentence of its code elsewhere.</summary>
    public static string Refused(Refusal refusal, Texts texts) =>
        texts.Language == Language.English || !texts.Has("estimate.refused." + refusal.Code) ? $"{char.ToUpperInvariant(refusal.Reason[0])}{refusal.Reason[1..]}. {char.ToUpperInvariant(refusal.WhatToDo[0])}{refusal.WhatToDo[1..]}." : texts["estimate.refused." + refusal.Code];

    /// <summary>A change of the lists; a share listed by mistake is written "5 % of A" or "5 % of every list".</summary>
    public static string Change(SensitivityRow row, Texts texts) =>
        row.Kind != "erroneous-inclusion" || row.What.Split(" % of ", 2) is not [var share, var of] ? texts["estimate.change." + row.Kind, row.What]
        : of == "every list" ? texts["estimate.change.mistaken.every", share]
        : texts["estimate.change.mistaken.one", share, of];

    public static string Method(string method, Texts texts) => texts.Has("estimate.method." + method) ? texts["estimate.method." + method] : method;

    /// <summary>What a job is doing: a method, a step of one, or as the library names it.</summary>
    public static string Task(string task, Texts texts) =>
        task.StartsWith("bootstrap of ", StringComparison.Ordinal) ? texts["estimate.doing.bootstrap", Method(task["bootstrap of ".Length..], texts)]
        : task.StartsWith("simulation from ", StringComparison.Ordinal) ? texts["estimate.doing.simulation"]
        : task.StartsWith("latent classes", StringComparison.Ordinal) ? Method("lcmcr", texts)
        : task == "models" ? texts["estimate.doing.models"]
        : Method(task, texts);

    /// <summary>A shape in which people may differ, as its formula in the number of lists k: the same in every language.</summary>
    public static string Shape(string shape) => shape switch
    {
        "darroch" => "k² / 2",
        "poisson2" => "2^k − 1",
        "gamma35" => "ln 3.5 − ln(3.5 + k)",
        _ => shape,
    };

    public static string Assumes(string method, Texts texts) => texts.Has("estimate.assumes." + method) ? texts["estimate.assumes." + method] : method;

    public static string People(double value, Texts texts) =>
        double.IsNaN(value) ? texts["estimate.none"] : double.IsInfinity(value) ? texts["estimate.no_limit"] : Numbers.Shown(Math.Round(value, MidpointRounding.ToEven), texts.Language.Tag);

    public static PictureWords Pictures(Texts texts) => new(
        texts["estimate.answers"], texts["estimate.cloud"], texts["estimate.other_lists"], texts["estimate.thresholds"], texts["estimate.bounds"],
        texts["estimate.axis.people"], texts["estimate.axis.bic"], texts["estimate.method.independence"], texts["estimate.method.stepwise"], texts["estimate.method.bic"],
        texts["estimate.threshold"], texts["estimate.odds"], texts["estimate.range"]);
}
