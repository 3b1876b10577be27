using System.Globalization;

namespace Palermo.Estimation.Reports;

/// <summary>A logarithmic axis of numbers of people, with ticks at 1, 2 and 5 times powers of ten.</summary>
internal sealed class LogAxis
{
    private readonly double _low, _high, _from, _length;

    public LogAxis(IEnumerable<double> values, double from, double length)
    {
        var finite = values.Where(v => double.IsFinite(v) && v > 0).DefaultIfEmpty(1).ToArray();
        (_low, _high) = (Math.Log(finite.Min() * 0.95), Math.Log(finite.Max() * 1.05));
        (_from, _length) = (from, length);
    }

    /// <summary>Where a value stands; values without end stand at the end of the axis.</summary>
    public double At(double value) =>
        _from + _length * (double.IsPositiveInfinity(value) ? 1 : Math.Clamp((Math.Log(Math.Max(value, 1e-9)) - _low) / (_high - _low), 0, 1));

    public IEnumerable<double> Ticks()
    {
        var ticks = new List<double>();
        for (var power = Math.Pow(10, Math.Floor(_low / Math.Log(10))); Math.Log(power) <= _high; power *= 10)
        {
            ticks.AddRange(new[] { 1.0, 2, 5 }.Select(m => m * power).Where(v => Math.Log(v) >= _low && Math.Log(v) <= _high));
        }

        if (ticks.Count < 3)
        {
            // Less than a decade: even steps of a round size.
            var (from, to) = (Math.Exp(_low), Math.Exp(_high));
            var unit = Math.Pow(10, Math.Floor(Math.Log10((to - from) / 4)));
            var step = new[] { 1.0, 2, 5, 10 }.Select(m => m * unit).First(s => (to - from) / s <= 6);
            ticks = [.. Enumerable.Range(1, 7).Select(i => (Math.Floor(from / step) + i) * step).Where(v => v <= to)];
        }

        return ticks.Count > 7 ? ticks.Where(t => Math.Log10(t) % 1 is < 1e-9 or > 1 - 1e-9) : ticks;
    }

    public static string Label(double value) => value.ToString(value < 10 ? "0.##" : "N0", CultureInfo.InvariantCulture);
}
