using System.Globalization;
using System.Net;
using System.Text;
using Palermo.Estimation.Ensembles;

namespace Palermo.Estimation.Reports;

/// <summary>The report as one self-contained HTML page for reading, printing and filing: no script, no request to anywhere.</summary>
public static class ReportHtml
{
    private const string Style = """
        :root { color-scheme: light dark }
        body { font: 1rem/1.55 system-ui, sans-serif; max-inline-size: 52rem; margin-inline: auto; padding: 1.5rem; color: #14202b; background: #fff }
        h1 { font-size: 1.6rem; line-height: 1.25 } h2 { font-size: 1.2rem; margin-block-start: 2.2rem }
        .range { font-size: 1.35rem; border-inline-start: .3rem solid #0b5a8a; padding-inline-start: 1rem }
        .scroll { overflow-x: auto } table { border-collapse: collapse; inline-size: 100% } caption { text-align: start; font-weight: 600; padding-block: .4rem }
        th, td { text-align: start; padding: .3rem .6rem; border-block-end: 1px solid #8a949d; vertical-align: top } td.n, th.n { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap }
        svg { inline-size: 100%; block-size: auto } .words { font: 13px system-ui, sans-serif; fill: currentColor } .small { font-size: 11px }
        .tick { stroke: currentColor; opacity: .15 } .whisker { stroke: currentColor; stroke-width: 2; fill: none } .mark { fill: #0b5a8a } .second { fill: #8a4b08 } .third { fill: #4a6b12 }
        .cloud { fill: #0b5a8a; fill-opacity: .45 } .band { fill: #0b5a8a; fill-opacity: .12 }
        @media (prefers-color-scheme: dark) { body { color: #eef2f5; background: #14202b } .mark, .cloud, .band { fill: #7cc4ef } .second { fill: #f0b060 } .third { fill: #b5d66a } .range { border-color: #7cc4ef } }
        @media print { body { padding: 0; font-size: 10.5pt; color: #000; background: #fff } h2 { break-after: avoid } table, svg { break-inside: avoid } }
        """;

    public static string Write(EstimationReport report, string title)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>").Append(Encode(title)).Append("</title>\n<style>").Append(Style).Append("</style>\n</head>\n<body>\n<main>\n<h1>").Append(Encode(title)).Append("</h1>\n");
        Body(html, report, PictureWords.English);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Body(StringBuilder html, EstimationReport report, PictureWords words)
    {
        html.Append("<p class=\"range\">").Append(Encode(report.Headline is { } h
            ? Text($"Between {PlainLanguage.Round(h.Low):N0} and {PlainLanguage.Round(h.High):N0} people, under the assumptions below")
            : "No figure can be quoted from this table.")).Append("</p>\n");
        List(html, "What may be said", report.MayBeSaid);
        List(html, "What may not be said", report.MayNotBeSaid);
        List(html, "Cautions", report.Cautions);
        List(html, "Not answered, and why", report.Refusals.Select(r => $"{r.Method}: {r.Reason}. What would help: {r.WhatToDo}."));
        if (!report.Estimates.IsEmpty)
        {
            Table(html, "All answers side by side", ["Method", "Estimate", "Low", "High", "Interval", "Model", "BIC"], report.Estimates.Select(e => new[] { e.Method, Number(e.Estimate), Number(e.Interval.Low), Number(e.Interval.High), e.Interval.Name, e.Model ?? "", e.Bic is { } b ? b.ToString("0.00", CultureInfo.InvariantCulture) : "" }), [1, 2, 3, 6]);
            html.Append(Pictures.Forest(report, words));
            Table(html, "Bootstrap intervals side by side, the choice of the model repeated", ["Method", "BCa", "Percentile", "Profile of the chosen model", "z0", "Acceleration", "Replicates", "Without estimate"], BootstrapRow.Of(report).Select(r => new[] { r.Method, Range(r.Bca), Range(r.Percentile), r.Profile is { } profile ? Range(profile) : "", Text($"{r.BiasCorrection:0.00}"), Text($"{r.Acceleration:0.000}"), Number(r.Replicates), Number(r.Without) }), [1, 2, 3, 4, 5, 6, 7]);
            List(html, "Notes to the answers", report.Estimates.SelectMany(e => e.Notes.Select(n => $"{e.Method}: {n}.")));
            Table(html, "Groups of answers and what each assumes", ["From", "To", "Methods", "Assumptions"], report.Clusters.Select(c => new[] { Number(c.Low), Number(c.High), string.Join(", ", c.Methods), string.Join("; ", c.Assumptions) }), [0, 1]);
        }

        if (report.Alarm is { } alarm)
        {
            html.Append("<h2>Are some people harder to find than others?</h2><p>").Append(Encode(Text($"{alarm.Level switch { AlarmLevel.Quiet => "No sign of it in this table, which does not mean that people are alike.", AlarmLevel.Raised => "There are signs of it.", _ => "There are strong signs of it." }} (Against the best model in which only lists depend, {alarm.Against ?? "none"}: log ratio {alarm.LogRatio:0.00}, signs from 0.40; one-sided p on that model {alarm.PValue:0.000}.)"))).Append("</p>\n");
        }

        if (!report.Cloud.IsEmpty)
        {
            Table(html, "The best models", ["Model", "Estimate", "BIC", "Weight"], report.Cloud.Take(10).Select(p => new[] { p.Model, Number(p.Estimate), p.Bic.ToString("0.00", CultureInfo.InvariantCulture), p.Weight.ToString("0.000", CultureInfo.InvariantCulture) }), [1, 2, 3]);
            html.Append(Pictures.Cloud(report, words));
        }

        if (!report.Sensitivity.IsEmpty)
        {
            Table(html, "If the lists were others", ["Change", "What", "Independence", "Stepwise", "Lowest BIC"], report.Sensitivity.Where(s => s.Kind != "pair-odds").Select(s => new[] { s.Kind, s.What, Number(s.Independence), Number(s.Stepwise), Number(s.MinimumBic) }), [2, 3, 4]);
            html.Append(Pictures.Sensitivity(report, words));
        }

        Table(html, "If one pair of lists depended and the others were independent", ["Lists", "Half the odds", "Twice the odds"], StatedDependence.Pairs(report).Select(p => new[] { p.Pair, Number(p.Half), Number(p.Twice) }), [1, 2]);
        Table(html, "If all lists together interacted (logarithm of the interaction)", ["Interaction", "Estimate"], StatedDependence.HighestOrder(report).Select(p => new[] { Text($"{p.Xi:0.0}"), Number(p.Estimate) }), [0, 1]);
        if (!report.Thresholds.IsEmpty)
        {
            Table(html, "The stepwise answer along its threshold", ["Threshold", "Estimate", "Low", "High", "Model"], report.Thresholds.Select(t => new[] { t.Threshold.ToString("0.####", CultureInfo.InvariantCulture), Number(t.Estimate), Number(t.Low), Number(t.High), t.Model }), [0, 1, 2, 3]);
            html.Append(Pictures.Thresholds(report, words));
        }

        if (!report.Bounds.IsEmpty)
        {
            Table(html, "What is left when only the dependence between lists is bounded", ["Largest odds ratio", "Low", "High"], report.Bounds.Select(b => new[] { b.Odds.ToString("0.##", CultureInfo.InvariantCulture), Number(b.Low), Number(b.High) }), [0, 1, 2]);
            html.Append(Pictures.Bounds(report, words));
        }

        Table(html, "Other priors", ["Method", "Prior", "Estimate", "Low", "High", "Check"], report.Priors.Select(p => new[] { p.Method, p.Prior, p.Usable ? Number(p.Estimate) : "not usable", p.Usable ? Number(p.Low) : "", p.Usable ? Number(p.High) : "", Text($"{p.CheckName} {p.Check:0.000}") }), [2, 3, 4]);
        Table(html, "Each list's known size, estimated from the other lists", ["List", "Known", "Averaged graphs", "Low", "High", "Covered"], report.Checks.Select(c => new[] { c.List, Number(c.Known), Number(c.Graphs), Number(c.GraphsLow), Number(c.GraphsHigh), c.Covered ? "yes" : "no" }), [1, 2, 3, 4]);
        Table(html, "If one model were the truth, how often each method's interval held it", ["Truth", "People", "Method", "Held", "Median / truth"], report.Validation.Select(v => new[] { v.Truth, Number(v.Population), v.Method, Text($"{100 * v.Coverage:0} %"), v.MedianRatio.ToString("0.00", CultureInfo.InvariantCulture) }), [1, 3, 4]);
        foreach (var (title, rows) in new[] { ("By stratum, thin ones drawn to the mean", report.Strata?.Strata), ("By stratum, by a model with covariates", report.Covariates?.Strata) })
        {
            Table(html, title, ["Stratum", "Seen", "Estimate", "Low", "High", "Per 100,000", "Note"], (rows ?? []).Select(s => new[] { s.Name, s.Observed is { } n ? Number(n) : "suppressed", Maybe(s.Estimate), Maybe(s.Low), Maybe(s.High), Maybe(s.Rate), s.Note ?? "" }), [1, 2, 3, 4, 5]);
        }

        if (report.Covariates is { } covariates)
        {
            html.Append("<p>").Append(Encode(Text($"All strata by the model with covariates: {covariates.Total:N0}, from {covariates.Low:N0} to {covariates.High:N0}. {ReportWords.Of(covariates)}."))).Append("</p>\n");
        }

        Table(html, "Two lists at a time, independent among people of the same categories (doubly robust)", ["Lists", "Estimate", "Low", "High"], report.Pairs.Select(p => new[] { p.First + ", " + p.Second, Number(p.Estimate), Number(p.Low), Number(p.High) }), [1, 2, 3]);
        Table(html, "With linkage error carried along", ["Linkage", "Method", "Estimate", "Low", "High", "Share of the variance"], report.Linkage.Select(l => new[] { l.Source, l.Method, Number(l.Pooled.Estimate), Number(l.Pooled.Low), Number(l.Pooled.High), Text($"{100 * l.Pooled.LinkageShare:0} %") }), [2, 3, 4, 5]);
        if (report.Census is { } census)
        {
            html.Append("<h2>The models</h2><p>").Append(Encode(Text($"{census.Models:N0} models to order {census.MaxOrder}; {census.Existing:N0} have an estimate; sum of BIC {census.SumBic:0.######}."))).Append("</p>\n");
        }

        html.Append("<h2>How this was made</h2><p>").Append(Encode(Text($"Palermo {report.Version}, seed {report.Seed}, {report.Replicates} replicates, table SHA-256 {report.Table.Hash}."))).Append("</p>\n");
    }

    private static void List(StringBuilder html, string title, IEnumerable<string> lines)
    {
        var all = lines.ToArray();
        if (all.Length > 0)
        {
            html.Append("<h2>").Append(Encode(title)).Append("</h2>\n<ul>").AppendJoin("", all.Select(l => "<li>" + Encode(l) + "</li>")).Append("</ul>\n");
        }
    }

    private static void Table(StringBuilder html, string title, string[] heads, IEnumerable<string[]> rows, int[] numeric)
    {
        var all = rows.ToArray();
        if (all.Length == 0)
        {
            return;
        }

        html.Append("<h2>").Append(Encode(title)).Append("</h2>\n<div class=\"scroll\"><table><thead><tr>");
        for (var i = 0; i < heads.Length; i++)
        {
            html.Append(numeric.Contains(i) ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">").Append(Encode(heads[i])).Append("</th>");
        }

        html.Append("</tr></thead><tbody>");
        foreach (var row in all)
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Length; i++)
            {
                html.Append(i == 0 ? "<th scope=\"row\"" : "<td").Append(numeric.Contains(i) ? " class=\"n\">" : ">").Append(Encode(row[i])).Append(i == 0 ? "</th>" : "</td>");
            }

            html.Append("</tr>");
        }

        html.Append("</tbody></table></div>\n");
    }

    private static string Range(NamedInterval interval) => Number(interval.Low) + " to " + Number(interval.High);

    private static string Maybe(double? value) => value is { } v ? Number(v) : "";

    private static string Number(double value) => double.IsNaN(value) ? "none" : double.IsInfinity(value) ? "no limit" : Text($"{value:N0}");

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
