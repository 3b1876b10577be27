using System.Globalization;
using Palermo.Estimation.Ensembles;

namespace Palermo.Estimation.Reports;

/// <summary>The words in the pictures, in the language of the page.</summary>
public sealed record PictureWords(string Forest, string Cloud, string Sensitivity, string Thresholds, string Bounds, string People, string Bic, string Independence, string Stepwise, string LowestBic, string Threshold, string Odds, string Range);

/// <summary>The pictures of an estimate as SVG. Each repeats a table that stands before it; none says anything of its own.</summary>
public static class Pictures
{
    private const double Width = 720;
    private const double Letter = 7.2;
    private const double Row = 24;

    /// <summary>Methods one under the other on a logarithmic axis; the range to quote is the band behind them.</summary>
    public static string Forest(EstimationReport report, PictureWords words, Func<string, string>? name = null)
    {
        var rows = report.Estimates;
        string Shown(string method) => name?.Invoke(method) ?? method;
        var room = Room(rows.Select(r => Shown(r.Method)));
        var height = 20 + rows.Length * Row + 42;
        var svg = new SvgText(Width, height, words.Forest);
        var axis = new LogAxis(rows.SelectMany(e => new[] { e.Estimate, e.Interval.Low, e.Interval.High }).Concat(report.Headline is { } h ? [h.Low, h.High] : []), room, Width - room - 24);
        var bottom = 16 + rows.Length * Row;
        if (report.Headline is { } quoted)
        {
            svg.Path(string.Create(CultureInfo.InvariantCulture, $"M{axis.At(quoted.Low):0.#} 10H{axis.At(quoted.High):0.#}V{bottom:0.#}H{axis.At(quoted.Low):0.#}Z"), "band", words.Range);
        }

        svg.Foot(axis, 10, bottom, words.People);
        for (var i = 0; i < rows.Length; i++)
        {
            var y = 26 + i * Row;
            svg.Write(room - 10, y + 4, Fitted(Shown(rows[i].Method), room), "words", "end");
            svg.Line(axis.At(rows[i].Interval.Low), y, axis.At(rows[i].Interval.High), y, "whisker");
            if (double.IsPositiveInfinity(rows[i].Interval.High))
            {
                svg.Path(string.Create(CultureInfo.InvariantCulture, $"M{Width - 30:0.#} {y - 5:0.#}L{Width - 22:0.#} {y:0.#}L{Width - 30:0.#} {y + 5:0.#}"), "whisker");
            }

            svg.Dot(axis.At(rows[i].Estimate), y, 5, "mark", rows[i].Method + " " + LogAxis.Label(rows[i].Estimate));
        }

        return svg.ToString();
    }

    /// <summary>N against BIC, a dot a model, larger with its weight.</summary>
    public static string Cloud(EstimationReport report, PictureWords words)
    {
        const double Height = 320;
        var svg = new SvgText(Width, Height, words.Cloud);
        var points = report.Cloud.Where(p => p.Bic - report.Cloud[0].Bic <= 30).ToArray();
        var axis = new LogAxis(points.Select(p => p.Estimate), 70, Width - 100);
        var (low, high) = (points.Min(p => p.Bic), Math.Max(points.Max(p => p.Bic), points.Min(p => p.Bic) + 2));
        double Y(double bic) => 32 + (Height - 88) * (bic - low) / (high - low);
        svg.Foot(axis, 14, Height - 50, words.People);
        for (var step = 0; step <= 4; step++)
        {
            var bic = low + step * (high - low) / 4;
            svg.Write(62, Y(bic) + 4, bic.ToString("0.0", CultureInfo.InvariantCulture), "words small", "end");
            svg.Line(66, Y(bic), Width - 24, Y(bic), "tick");
        }

        svg.Write(8, 12, words.Bic, "words small");
        foreach (var point in points.Reverse())
        {
            svg.Dot(axis.At(point.Estimate), Y(point.Bic), 2.5 + 14 * Math.Sqrt(point.Weight), "cloud", point.Model + " " + LogAxis.Label(point.Estimate));
        }

        return svg.ToString();
    }

    /// <summary>Lists left out, merged or cleaned: three marks a row, each of another shape.</summary>
    public static string Sensitivity(EstimationReport report, PictureWords words, int most = 30)
    {
        var rows = report.Sensitivity.Where(s => s.Kind is "drop" or "merge" or "erroneous-inclusion").Take(most).ToArray();
        var height = 44 + rows.Length * 20 + 42.0;
        var svg = new SvgText(Width, height, words.Sensitivity);
        var room = Room(rows.Select(Label));
        var axis = new LogAxis(rows.SelectMany(r => new[] { r.Independence, r.Stepwise, r.MinimumBic }), room, Width - room - 24);
        var legend = room + 10;
        svg.Dot(legend, 14, 4, "mark");
        legend = Legend(legend, words.Independence);
        svg.Diamond(legend, 14, 5, "mark second");
        legend = Legend(legend, words.Stepwise);
        svg.Square(legend, 14, 4, "mark third");
        Legend(legend, words.LowestBic);
        svg.Foot(axis, 30, height - 44, words.People);
        for (var i = 0; i < rows.Length; i++)
        {
            var y = 46 + i * 20;
            svg.Write(room - 10, y + 4, Fitted(Label(rows[i]), room), "words small", "end");
            Mark(rows[i].Independence, (x, v) => svg.Dot(x, y, 4, "mark", LogAxis.Label(v)));
            Mark(rows[i].Stepwise, (x, v) => svg.Diamond(x, y, 5, "mark second", LogAxis.Label(v)));
            Mark(rows[i].MinimumBic, (x, v) => svg.Square(x, y, 4, "mark third", LogAxis.Label(v)));
        }

        return svg.ToString();

        double Legend(double x, string name)
        {
            svg.Write(x + 10, 18, name, "words small");
            return x + 40 + name.Length * Letter;
        }

        void Mark(double value, Action<double, double> draw)
        {
            if (double.IsFinite(value))
            {
                draw(axis.At(value), value);
            }
        }
    }

    /// <summary>Room for the names of rows, by the longest; none has more than two fifths of the picture.</summary>
    private static double Room(IEnumerable<string> names) => Math.Clamp(names.Select(n => n.Length).DefaultIfEmpty().Max() * Letter + 20, 80, 0.42 * Width);

    /// <summary>A name too long for its room ends in an ellipsis: the table before the picture has it whole.</summary>
    private static string Fitted(string name, double room) => name.Length * Letter + 19 <= room ? name : name[..((int)((room - 20) / Letter) - 1)] + "…";

    /// <summary>Signs, lists and numbers only: the picture stands on pages in every language, and the table before it has the words.</summary>
    private static string Label(SensitivityRow row) => row.Kind switch
    {
        "drop" => "− " + row.What,
        "merge" => row.What,
        _ => "≠ " + row.What.Replace(" % of every list", " %", StringComparison.Ordinal).Replace(" % of ", " % ", StringComparison.Ordinal),
    };

    public static string Thresholds(EstimationReport report, PictureWords words) =>
        Ladder(words.Thresholds, words.Threshold, words.People, [.. report.Thresholds.Where(t => double.IsFinite(t.Estimate)).Select(t => (t.Threshold.ToString("0.####", CultureInfo.InvariantCulture), t.Low, t.High, (double?)t.Estimate))]);

    public static string Bounds(EstimationReport report, PictureWords words) =>
        Ladder(words.Bounds, words.Odds, words.People, [.. report.Bounds.Select(b => (b.Odds.ToString("0.##", CultureInfo.InvariantCulture), b.Low, b.High, (double?)null))]);

    private static string Ladder(string title, string names, string people, (string Name, double Low, double High, double? At)[] rows)
    {
        var height = 40 + rows.Length * Row + 42;
        var room = Math.Max(Room(rows.Select(r => r.Name)), Room([names]) - 40);
        var svg = new SvgText(Width, height, title);
        var axis = new LogAxis(rows.SelectMany(r => new[] { r.Low, r.High }), room, Width - room - 24);
        svg.Write(8, 14, names, "words small");
        svg.Foot(axis, 24, height - 44, people);
        for (var i = 0; i < rows.Length; i++)
        {
            var y = 42 + i * Row;
            svg.Write(room - 10, y + 4, Fitted(rows[i].Name, room), "words", "end");
            svg.Line(axis.At(rows[i].Low), y, axis.At(rows[i].High), y, "whisker");
            if (rows[i].At is { } at)
            {
                svg.Dot(axis.At(at), y, 5, "mark");
            }
        }

        return svg.ToString();
    }
}
