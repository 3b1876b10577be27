using System.Text.Json;
using System.Text.Json.Nodes;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Selection;

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
                ["signedRoot"] = Number(a.SignedRoot),
                ["pValue"] = Number(a.PValue),
                ["alternatives"] = Array(a.Alternatives, x => new JsonObject { ["shape"] = x.Shape, ["estimate"] = Number(x.Estimate) }),
            }
            : null,
        ["clusters"] = Array(report.Clusters, c => new JsonObject { ["low"] = Number(c.Low), ["high"] = Number(c.High), ["methods"] = Strings(c.Methods), ["assumptions"] = Strings(c.Assumptions) }),
        ["models"] = report.Census is { } census ? CensusNode(census) : null,
        ["cloud"] = Array(report.Cloud, p => new JsonObject { ["model"] = p.Model, ["estimate"] = Number(p.Estimate), ["bic"] = Number(p.Bic), ["weight"] = Number(p.Weight) }),
        ["sensitivity"] = Array(report.Sensitivity, s => new JsonObject { ["kind"] = s.Kind, ["what"] = s.What, ["observed"] = s.Observed, ["independence"] = Number(s.Independence), ["stepwise"] = Number(s.Stepwise), ["bic"] = Number(s.MinimumBic) }),
        ["checks"] = Array(report.Checks, c => new JsonObject { ["list"] = c.List, ["known"] = c.Known, ["seen"] = c.Seen, ["independence"] = Number(c.Independence), ["stepwise"] = Number(c.Stepwise), ["dga"] = Number(c.Graphs), ["dgaLow"] = Number(c.GraphsLow), ["dgaHigh"] = Number(c.GraphsHigh), ["covered"] = c.Covered }),
        ["validation"] = Array(report.Validation, v => new JsonObject { ["truth"] = v.Truth, ["population"] = Number(v.Population), ["method"] = v.Method, ["coverage"] = Number(v.Coverage), ["medianRatio"] = Number(v.MedianRatio), ["answered"] = v.Answered }),
        ["mayBeSaid"] = Strings(report.MayBeSaid),
        ["mayNotBeSaid"] = Strings(report.MayNotBeSaid),
        ["cautions"] = Strings(report.Cautions),
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
