using System.Text.Json;
using System.Text.Json.Nodes;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Selection;
using Palermo.Estimation.Strata;

namespace Palermo.Estimation.Reports;

/// <summary>The report as JSON. Numbers that do not exist are null; an upper limit the data do not set is the string "infinity".</summary>
public static class ReportJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Write(EstimationReport report) => Node(report).ToJsonString(Indented);

    /// <summary>A file that could not be read, in the same shape: no estimates, one refusal a problem.</summary>
    public static string Unreadable(CaptureReading reading) => new JsonObject
    {
        ["estimates"] = new JsonArray(),
        ["refusals"] = Array(reading.Problems, p => new JsonObject { ["method"] = "all", ["code"] = "bad-input", ["reason"] = p.ToString(), ["whatToDo"] = p.WhatToDo, ["row"] = p.Row, ["column"] = p.Column }),
    }.ToJsonString(Indented);

    public static JsonObject Node(EstimationReport report) => new()
    {
        ["version"] = report.Version,
        ["seed"] = report.Seed,
        ["replicates"] = report.Replicates,
        ["table"] = Table(report.Table),
        ["estimates"] = Array(report.Estimates, Estimate),
        ["refusals"] = Array(report.Refusals, r => new JsonObject { ["method"] = r.Method, ["code"] = r.Code, ["reason"] = r.Reason, ["whatToDo"] = r.WhatToDo }),
        ["headline"] = report.Headline is { } h
            ? new JsonObject
            {
                ["low"] = Number(h.Low),
                ["high"] = Number(h.High),
                ["central"] = Number(h.Central),
                ["from"] = Strings(h.From),
                ["band"] = new JsonObject { ["low"] = Number(h.BandLow), ["high"] = Number(h.BandHigh), ["odds"] = h.BandOdds },
            }
            : null,
        ["alarm"] = report.Alarm is { } a
            ? new JsonObject
            {
                ["level"] = a.Level.ToString().ToLowerInvariant(),
                ["raised"] = a.Level != AlarmLevel.Quiet,
                ["logRatio"] = Number(a.LogRatio),
                ["against"] = a.Against,
                ["signedRoot"] = Number(a.SignedRoot),
                ["pValue"] = Number(a.PValue),
                ["signs"] = Array(a.Signs, x => new JsonObject { ["sign"] = x.Sign, ["value"] = Number(x.Value) }),
                ["alternatives"] = Array(a.Alternatives, x => new JsonObject { ["shape"] = x.Shape, ["estimate"] = Number(x.Estimate) }),
            }
            : null,
        ["clusters"] = Array(report.Clusters, c => new JsonObject { ["low"] = Number(c.Low), ["high"] = Number(c.High), ["methods"] = Strings(c.Methods), ["assumptions"] = Strings(c.Assumptions) }),
        ["models"] = report.Census is { } census ? CensusNode(census) : null,
        ["cloud"] = Array(report.Cloud, p => new JsonObject { ["model"] = p.Model, ["estimate"] = Number(p.Estimate), ["bic"] = Number(p.Bic), ["weight"] = Number(p.Weight) }),
        ["sensitivity"] = Array(report.Sensitivity, s => new JsonObject { ["kind"] = s.Kind, ["what"] = s.What, ["observed"] = s.Observed, ["independence"] = Number(s.Independence), ["stepwise"] = Number(s.Stepwise), ["bic"] = Number(s.MinimumBic) }),
        ["thresholds"] = Array(report.Thresholds, p => new JsonObject { ["threshold"] = p.Threshold, ["estimate"] = Number(p.Estimate), ["low"] = Number(p.Low), ["high"] = Number(p.High), ["model"] = p.Model }),
        ["priors"] = Array(report.Priors, p => new JsonObject { ["method"] = p.Method, ["prior"] = p.Prior, ["estimate"] = Number(p.Estimate), ["low"] = Number(p.Low), ["high"] = Number(p.High), ["check"] = p.CheckName, ["value"] = Number(p.Check), ["usable"] = p.Usable }),
        ["dependenceBounds"] = Array(report.Bounds, b => new JsonObject { ["odds"] = b.Odds, ["low"] = Number(b.Low), ["high"] = Number(b.High) }),
        ["strata"] = report.Strata is { } strata
            ? new JsonObject { ["model"] = strata.Model.ToString(), ["total"] = Number(strata.Total), ["low"] = Number(strata.Low), ["high"] = Number(strata.High), ["spread"] = Number(strata.Spread), ["rows"] = Array(strata.Strata, Stratum) }
            : null,
        ["covariates"] = report.Covariates is { } covariates
            ? new JsonObject { ["terms"] = Strings(covariates.Terms), ["bic"] = Number(covariates.Bic), ["aic"] = Number(covariates.Aic), ["total"] = Number(covariates.Total), ["low"] = Number(covariates.Low), ["high"] = Number(covariates.High), ["interval"] = Interval(covariates.Interval), ["replicates"] = covariates.Replicates, ["rows"] = Array(covariates.Strata, Stratum) }
            : null,
        ["pairs"] = Array(report.Pairs, p => new JsonObject { ["first"] = p.First, ["second"] = p.Second, ["both"] = p.Both, ["estimate"] = Number(p.Estimate), ["low"] = Number(p.Low), ["high"] = Number(p.High), ["plugIn"] = Number(p.PlugIn) }),
        ["linkage"] = Array(report.Linkage, l => new JsonObject { ["source"] = l.Source, ["method"] = l.Method, ["estimate"] = Number(l.Pooled.Estimate), ["low"] = Number(l.Pooled.Low), ["high"] = Number(l.Pooled.High), ["linkageShare"] = Number(l.Pooled.LinkageShare), ["tables"] = l.Pooled.Tables, ["without"] = l.Pooled.Without }),
        ["checks"] = Array(report.Checks, c => new JsonObject { ["list"] = c.List, ["known"] = c.Known, ["seen"] = c.Seen, ["independence"] = Number(c.Independence), ["stepwise"] = Number(c.Stepwise), ["listsUsed"] = Strings(c.ListsUsed), ["independenceLow"] = Number(c.IndependenceInterval.Low), ["independenceHigh"] = Number(c.IndependenceInterval.High), ["stepwiseLow"] = Number(c.StepwiseInterval.Low), ["stepwiseHigh"] = Number(c.StepwiseInterval.High), ["stepwisePairs"] = Strings(c.StepwisePairs), ["dga"] = Number(c.Graphs), ["dgaLow"] = Number(c.GraphsLow), ["dgaHigh"] = Number(c.GraphsHigh), ["covered"] = c.Covered }),
        ["validation"] = Array(report.Validation, v => new JsonObject { ["truth"] = v.Truth, ["population"] = Number(v.Population), ["method"] = v.Method, ["coverage"] = Number(v.Coverage), ["medianRatio"] = Number(v.MedianRatio), ["answered"] = v.Answered }),
        ["mayBeSaid"] = Strings(report.MayBeSaid),
        ["mayNotBeSaid"] = Strings(report.MayNotBeSaid),
        ["cautions"] = Strings(report.Cautions),
    };

    private static string Interval(CovariateInterval interval) => interval switch
    {
        CovariateInterval.Bootstrap => "bootstrap",
        CovariateInterval.BootstrapOfTheTerms => "bootstrap-of-the-terms",
        _ => "wald",
    };

    private static JsonObject Table(TableSummary t) => new()
    {
        ["lists"] = Strings(t.Lists),
        ["observed"] = t.Observed,
        ["listTotals"] = new JsonArray([.. t.ListTotals.Select(v => (JsonNode)v)]),
        ["seenTimes"] = new JsonArray([.. t.SeenTimes.Select(v => (JsonNode)v)]),
        ["singleShare"] = Number(t.SingleShare),
        ["triplesShared"] = t.TriplesShared,
        ["triplesLinked"] = t.TriplesLinked,
        ["overlaps"] = Array(t.Overlaps, o => new JsonObject { ["first"] = o.First, ["second"] = o.Second, ["both"] = o.Both, ["oddsRatio"] = Number(o.OddsRatio) }),
        ["sha256"] = t.Hash,
    };

    private static JsonObject Stratum(StratumEstimate s) => new()
    {
        ["stratum"] = s.Name,
        ["observed"] = s.Observed,
        ["estimate"] = s.Estimate is { } estimate ? Number(estimate) : null,
        ["low"] = s.Low is { } low ? Number(low) : null,
        ["high"] = s.High is { } high ? Number(high) : null,
        ["ratePer100000"] = s.Rate is { } rate ? Number(rate) : null,
        ["ownWeight"] = Number(s.OwnWeight),
        ["note"] = s.Note,
    };

    private static JsonObject Estimate(MethodEstimate e)
    {
        var diagnostics = new JsonObject();
        foreach (var (name, value) in e.Diagnostics)
        {
            diagnostics[name] = Number(value);
        }

        return new JsonObject
        {
            ["method"] = e.Method,
            ["estimate"] = Number(e.Estimate),
            ["low"] = Number(e.Interval.Low),
            ["high"] = Number(e.Interval.High),
            ["interval"] = e.Interval.Name,
            ["model"] = e.Model,
            ["bic"] = e.Bic is { } bic ? Number(bic) : null,
            ["assumption"] = e.Assumption,
            ["intervals"] = Array(e.Intervals, i => new JsonObject { ["name"] = i.Name, ["low"] = Number(i.Low), ["high"] = Number(i.High) }),
            ["diagnostics"] = diagnostics,
            ["notes"] = Strings(e.Notes),
            ["replicateEstimates"] = e.ReplicateEstimates.IsEmpty ? null : new JsonArray([.. e.ReplicateEstimates.Select(v => (JsonNode?)Number(v))]),
        };
    }

    private static JsonObject CensusNode(Census c) => new()
    {
        ["lists"] = c.ListCount,
        ["maxOrder"] = c.MaxOrder,
        ["models"] = c.Models,
        ["existing"] = c.Existing,
        ["sumBic"] = Number(c.SumBic),
        ["sumLogEstimate"] = Number(c.SumLogEstimate),
        ["smallest"] = Number(c.Smallest),
        ["largest"] = Number(c.Largest),
        ["weightedMean"] = Number(c.WeightedMean),
        ["byOrder"] = Array(c.ByOrder, o => new JsonObject { ["order"] = o.Order, ["models"] = o.Models, ["existing"] = o.Usable, ["notExisting"] = o.NotExisting, ["notIdentifiable"] = o.NotIdentifiable }),
        ["top"] = Array(c.Top, f => new JsonObject { ["model"] = f.Model(c.ListCount).ToString(), ["estimate"] = Number(f.Estimate), ["bic"] = Number(f.Bic) }),
    };

    private static JsonValue? Number(double value) =>
        double.IsFinite(value) ? JsonValue.Create(value) : double.IsPositiveInfinity(value) ? JsonValue.Create("infinity") : null;

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(v => (JsonNode?)v)]);

    private static JsonArray Array<T>(IEnumerable<T> values, Func<T, JsonNode> node) => new([.. values.Select(node)]);
}
