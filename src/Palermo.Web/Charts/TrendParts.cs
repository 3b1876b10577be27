using System.Collections.Immutable;

namespace Palermo.Web.Charts;

/// <summary>Where lines and marks of a trend stand. Years are the rows of the table, series its columns.</summary>
public sealed class TrendLayout
{
    /// <summary>Height of the field of lines.</summary>
    public const double Plot = 240;

    /// <summary>Room above the highest mark of the axis.</summary>
    public const double Head = 22;

    /// <summary>Height of a lane of marks for what is no number, under the axis of years.</summary>
    public const double Lane = 20;

    /// <summary>Share of the width left free at both ends, so that the first and last year are whole.</summary>
    private const double Inset = 7;

    private readonly TableModel _table;

    public TrendLayout(TableModel table)
    {
        _table = table;
        Rows = [.. table.Rows.Where(r => !r.IsTotal)];
        Marks = Scale.Marks(Rows.SelectMany(r => r.Amounts).Where(a => a.IsNumber).Select(a => a.Value).DefaultIfEmpty(0).Max());
        Lanes = [.. Enumerable.Range(0, table.Columns.Length).Where(s => Rows.Any(r => !r.Amounts[s].IsNumber))];
        // Six years at most are named, so that the names do not meet on a phone; the last always.
        var every = Math.Max(1, (int)Math.Ceiling(Rows.Length / 6.0));
        Named = [.. Enumerable.Range(0, Rows.Length).Where(i => (Rows.Length - 1 - i) % every == 0)];
    }

    public ImmutableArray<TableRow> Rows { get; }

    /// <summary>The amounts marked on the axis.</summary>
    public ImmutableArray<double> Marks { get; }

    /// <summary>The series that have something that is no number, each with a lane.</summary>
    public ImmutableArray<int> Lanes { get; }

    /// <summary>The rows whose year is named.</summary>
    public ImmutableArray<int> Named { get; }

    public double Base => Head + Plot;

    public double Height => Base + 26 + (Lanes.Length * Lane) + (Lanes.Length > 0 ? 6 : 0);

    /// <summary>Percent of the width from the side where reading begins.</summary>
    public double X(int row) => Rows.Length == 1 ? 50 : Inset + ((100 - (2 * Inset)) * row / (Rows.Length - 1));

    public double Y(double amount) => Base - (Plot * amount / Marks[^1]);

    /// <summary>The middle of a series' lane.</summary>
    public double LaneOf(int series) => Base + 36 + (Lanes.IndexOf(series) * Lane);

    /// <summary>The line of a series, broken wherever a year has no number; in units of a hundredth of the width.</summary>
    public string Line(int series, bool mirrored)
    {
        var path = new System.Text.StringBuilder();
        var down = false;
        for (var i = 0; i < Rows.Length; i++)
        {
            var amount = Rows[i].Amounts[series];
            if (!amount.IsNumber)
            {
                down = false;
                continue;
            }

            path.Append(down ? 'L' : 'M').Append(Svg.N(mirrored ? 100 - X(i) : X(i))).Append(' ').Append(Svg.N(Y(amount.Value)));
            down = true;
        }

        return path.ToString();
    }
}
