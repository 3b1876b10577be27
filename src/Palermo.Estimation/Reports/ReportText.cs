using System.Globalization;
using System.Text;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Strata;

namespace Palermo.Estimation.Reports;

/// <summary>The report as plain text: what may be said first, then the table of answers, then why and how far to trust them.</summary>
public static class ReportText
{
    private const int Width = 46;

    public static string Write(EstimationReport report)
    {
        var text = new StringBuilder();
        Section(text, "What may be said", report.MayBeSaid);
        Section(text, "What may not be said", report.MayNotBeSaid);
        Section(text, "Cautions", report.Cautions);
        Section(text, "The table", Table(report.Table));
        Estimates(text, report);
        Section(text, "Not answered", report.Refusals.Select(r => $"{r.Method}: {r.Reason}. {Capital(r.WhatToDo)}."));
        foreach (var cluster in report.Clusters)
        {
            Section(text, Text($"Answers from {cluster.Low:N0} to {cluster.High:N0} ({string.Join(", ", cluster.Methods)}) rest each on one of these"), cluster.Assumptions);
        }

        if (report.Alarm is { } alarm)
        {
            Section(text, "Are some people harder to find than others?", [Text($"{alarm.Level.ToString().ToLowerInvariant()} (against {alarm.Against ?? "no model"}: log ratio {(double.IsFinite(alarm.LogRatio) ? Text($"{alarm.LogRatio:0.00}") : "none: no difference between people makes more of them unseen")}, signs from 0.40; one-sided p {alarm.PValue:0.000}); N if so: {string.Join(", ", alarm.Alternatives.Select(a => Text($"{a.Shape} {a.Estimate:N0}")))}")]);
        }

        if (report.Census is { } census)
        {
            Section(text, "Models", [Text($"{census.Models:N0} models to order {census.MaxOrder}; {census.Existing:N0} have an estimate; sum of BIC {census.SumBic:0.######}")]);
        }

        Section(text, "If the lists were others (independence / stepwise / lowest BIC)", report.Sensitivity.Where(s => s.Kind != "pair-odds").Select(s => $"{s.Kind} {s.What}: {Count(s.Independence)} / {Count(s.Stepwise)} / {Count(s.MinimumBic)}"));
        var odds = report.Sensitivity.Where(s => s.Kind == "pair-odds" && double.IsFinite(s.Independence)).ToArray();
        if (odds.Length > 0)
        {
            var (least, most) = (odds.MinBy(s => s.Independence)!, odds.MaxBy(s => s.Independence)!);
            Section(text, "If one pair of lists depended and the others were independent", [Text($"from {least.Independence:N0} ({least.What}) to {most.Independence:N0} ({most.What}), over all pairs at half and twice the odds")]);
        }

        Section(text, "If all lists together interacted (logarithm of the interaction)", StatedDependence.HighestOrder(report).Select(p => Text($"{p.Xi:0.0}: {Count(p.Estimate)}")));
        Section(text, "The stepwise answer along its threshold", report.Thresholds.Select(t => Text($"{t.Threshold:0.####}: {Count(t.Estimate)} [{Count(t.Low)}; {Count(t.High)}] {t.Model}")));
        Section(text, "What is left when only the dependence between lists is bounded (odds ratio at most)", report.Bounds.Select(b => Text($"{b.Odds:0.##}: {Count(b.Low)} to {Count(b.High)}")));
        Section(text, "Other priors", report.Priors.Select(p => Text($"{p.Method}, {p.Prior}: {(p.Usable ? Text($"{Count(p.Estimate)} [{Count(p.Low)}; {Count(p.High)}]") : "not usable")} ({p.CheckName} {p.Check:0.000})")));
        Strata(text, "By stratum, thin ones drawn to the mean", report.Strata?.Strata, report.Strata is { } shrunk ? Text($"all: {Count(shrunk.Total)} [{Count(shrunk.Low)}; {Count(shrunk.High)}]") : "");
        Strata(text, "By stratum, by a model with covariates", report.Covariates?.Strata, report.Covariates is { } model ? Text($"all: {Count(model.Total)} [{Count(model.Low)}; {Count(model.High)}]; terms: {string.Join(", ", model.Terms)}; {Interval(model)}") : "");
        Section(text, "Two lists at a time, independent among people of the same categories (doubly robust)", report.Pairs.Select(p => Text($"{p.First} and {p.Second}: {Count(p.Estimate)} [{Count(p.Low)}; {Count(p.High)}]")));
        Section(text, "With linkage error carried along", report.Linkage.Select(l => Text($"{l.Method}, {l.Source}: {Count(l.Pooled.Estimate)} [{Count(l.Pooled.Low)}; {Count(l.Pooled.High)}], {100 * l.Pooled.LinkageShare:0} % of the variance")));
        Section(text, "Each list's known size, estimated from the other lists", report.Checks.Select(c => Text($"{c.List}: known {c.Known:N0}, averaged graphs {Count(c.Graphs)} [{Count(c.GraphsLow)}; {Count(c.GraphsHigh)}]{(c.Covered ? "" : ", not covered")}")));
        Section(text, "If one model were the truth, how often each method's interval held it", report.Validation.Select(v => Text($"{v.Truth} (N {v.Population:N0}), {v.Method}: {100 * v.Coverage:0} %, median {v.MedianRatio:0.00} of the truth")));
        Section(text, "How this was made", [Text($"Palermo {report.Version}, seed {report.Seed}, {report.Replicates} replicates, table sha-256 {report.Table.Hash}")]);
        return text.ToString();
    }

    private static void Strata(StringBuilder text, string title, IEnumerable<StratumEstimate>? rows, string total) =>
        Section(text, title, rows is null ? [] : rows.Select(s => Text($"{s.Name}: {(s.Estimate is { } e ? Text($"{Count(e)} [{Count(s.Low!.Value)}; {Count(s.High!.Value)}], {s.Observed} seen") : "")}{(s.Rate is { } rate ? Text($", {rate:0.0} per 100,000") : "")}{(s.Note is null ? "" : (s.Estimate is null ? "" : ", ") + s.Note)}")).Append(total));

    private static string Interval(CovariateReport report) => report.Interval switch
    {
        CovariateInterval.Bootstrap => Text($"interval of {report.Replicates} populations drawn from the fit, terms chosen again in each"),
        CovariateInterval.BootstrapOfTheTerms => Text($"interval of {report.Replicates} populations drawn from the fit, with the terms taken as certain"),
        _ => "interval of the fit alone, with the terms taken as certain",
    };

    /// <summary>A file that could not be read.</summary>
    public static string Unreadable(string file, CaptureReading reading) =>
        string.Join(Environment.NewLine, reading.Problems.Select(p => $"{file}: {p}")) + Environment.NewLine + "No estimate: nothing was taken from the file.";

    private static IEnumerable<string> Table(TableSummary table)
    {
        for (var j = 0; j < table.ListTotals.Length; j++)
        {
            yield return Text($"{table.Lists[j]}: {table.ListTotals[j]:N0}");
        }

        for (var k = 0; k < table.SeenTimes.Length; k++)
        {
            yield return Text($"on {k + 1} of the lists: {table.SeenTimes[k]:N0}");
        }

        foreach (var pair in table.Overlaps)
        {
            yield return Text($"{pair.First} and {pair.Second}: {pair.Both:N0} on both{(double.IsFinite(pair.OddsRatio) ? Text($", odds ratio {pair.OddsRatio:0.00} among those on a third") : "")}");
        }

        if (table.Lists.Length > 2)
        {
            yield return Text($"triples of lists that share somebody: {table.TriplesShared}; of which every two do: {table.TriplesLinked}");
        }
    }

    private static void Estimates(StringBuilder text, EstimationReport report)
    {
        if (report.Estimates.IsEmpty)
        {
            return;
        }

        text.AppendLine("Answers side by side (95 % intervals)");
        var finite = report.Estimates.SelectMany(e => new[] { e.Interval.Low, e.Interval.High, e.Estimate }).Where(v => double.IsFinite(v) && v > 0).ToArray();
        var (low, high) = (Math.Log(finite.Min()), Math.Log(finite.Max()));
        foreach (var e in report.Estimates)
        {
            text.AppendLine(Text($"  {e.Method,-18}{Count(e.Estimate),10}  [{Count(e.Interval.Low)}; {Count(e.Interval.High)}] {e.Interval.Name}{(e.Model is null ? "" : " " + e.Model)}"));
            text.Append("  ").Append(' ', 18).AppendLine(Line(e, low, high));
            if (BootstrapRow.Of(e) is { } row)
            {
                text.AppendLine(Text($"    beside it: percentile [{Count(row.Percentile.Low)}; {Count(row.Percentile.High)}]{(row.Profile is { } profile ? Text($", profile of the chosen model [{Count(profile.Low)}; {Count(profile.High)}]") : "")}; z0 {row.BiasCorrection:0.00}, acceleration {row.Acceleration:0.000}"));
            }

            foreach (var note in e.Notes)
            {
                text.AppendLine("    " + note);
            }
        }

        text.AppendLine();
    }

    /// <summary>The forest plot's line of one method, on a log scale.</summary>
    private static string Line(MethodEstimate e, double low, double high)
    {
        int At(double value) => double.IsFinite(value) && value > 0 && high > low ? (int)Math.Round((Width - 1) * (Math.Log(value) - low) / (high - low), MidpointRounding.ToEven) : Width - 1;
        var line = new string(' ', Width).ToCharArray();
        var (from, to) = (Math.Clamp(At(e.Interval.Low), 0, Width - 1), Math.Clamp(At(e.Interval.High), 0, Width - 1));
        for (var i = from; i <= to; i++)
        {
            line[i] = '-';
        }

        line[Math.Clamp(At(e.Estimate), 0, Width - 1)] = 'o';
        return new string(line).TrimEnd();
    }

    private static void Section(StringBuilder text, string title, IEnumerable<string> lines)
    {
        var any = false;
        foreach (var line in lines)
        {
            if (!any)
            {
                text.AppendLine(title);
                any = true;
            }

            text.AppendLine("  " + line);
        }

        if (any)
        {
            text.AppendLine();
        }
    }

    private static string Count(double value) => double.IsNaN(value) ? "none" : double.IsInfinity(value) ? "no limit" : Text($"{value:N0}");

    private static string Capital(string sentence) => sentence.Length == 0 ? sentence : char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
