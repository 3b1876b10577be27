using System.Globalization;
using System.Net;
using System.Text;

namespace Palermo.Estimation.Reports;

/// <summary>Writes a picture as SVG with classes only: the colours are those of the page it stands in.</summary>
internal sealed class SvgText
{
    private readonly StringBuilder _text = new();
    private readonly double _width, _height;

    public SvgText(double width, double height, string title)
    {
        (_width, _height) = (width, height);
        _text.Append(Invariant($"<svg class=\"estimate-picture\" viewBox=\"0 0 {width:0} {height:0}\" role=\"img\" direction=\"ltr\" aria-label=\"{Encode(title)}\"><title>{Encode(title)}</title>"));
    }

    public void Line(double x1, double y1, double x2, double y2, string kind) =>
        _text.Append(Invariant($"<line class=\"{kind}\" x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\"/>"));

    public void Dot(double x, double y, double radius, string kind, string? hint = null) =>
        _text.Append(Invariant($"<circle class=\"{kind}\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius:0.#}\">{(hint is null ? "" : $"<title>{Encode(hint)}</title>")}</circle>"));

    public void Diamond(double x, double y, double size, string kind, string? hint = null) =>
        Path(Invariant($"M{x - size:0.#} {y:0.#}L{x:0.#} {y - size:0.#}L{x + size:0.#} {y:0.#}L{x:0.#} {y + size:0.#}Z"), kind, hint);

    public void Square(double x, double y, double size, string kind, string? hint = null) =>
        Path(Invariant($"M{x - size:0.#} {y - size:0.#}h{2 * size:0.#}v{2 * size:0.#}h{-2 * size:0.#}Z"), kind, hint);

    public void Path(string d, string kind, string? hint = null) =>
        _text.Append(CultureInfo.InvariantCulture, $"<path class=\"{kind}\" d=\"{d}\">{(hint is null ? "" : $"<title>{Encode(hint)}</title>")}</path>");

    public void Write(double x, double y, string words, string kind = "words", string anchor = "start") =>
        _text.Append(Invariant($"<text class=\"{kind}\" x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{Encode(Isolated(words))}</text>"));

    /// <summary>The axis at the foot, with a faint line up from every tick.</summary>
    public void Foot(LogAxis axis, double top, double bottom, string label)
    {
        foreach (var tick in axis.Ticks())
        {
            Line(axis.At(tick), top, axis.At(tick), bottom, "tick");
            Write(axis.At(tick), bottom + 16, LogAxis.Label(tick), "words small", "middle");
        }

        Write(_width - 8, _height - 4, label, "words small", "end");
    }

    public override string ToString() => _text + "</svg>";

    /// <summary>The picture runs from left to right; words of a script that does not keep their own order, a Latin word among them or not.</summary>
    private static string Isolated(string words) => words.Any(c => c is >= '\u0590' and <= '\u08FF') ? "\u2067" + words + "\u2069" : words;

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
