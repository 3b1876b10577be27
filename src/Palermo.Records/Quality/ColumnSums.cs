using System.Globalization;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;

namespace Palermo.Records.Quality;

/// <summary>Rows of several counts: whether the columns that a dialect says add up do so. A sum with a count that is not there is not checked.</summary>
internal static class ColumnSums
{
    public static void Note(Frame frame)
    {
        foreach (var sum in frame.Dialect.Sums)
        {
            if (frame.Find(sum.Total) is not { } total || sum.Parts.Select(frame.Find).ToArray() is not { } found || Array.Exists(found, c => c is null))
            {
                continue;
            }

            var whole = Counts(total);
            var parts = Array.ConvertAll(found, c => (Column: c!, Counts: Counts(c!)));
            for (var row = 0; row < frame.Rows; row++)
            {
                if (whole[total[row]] is { } expected && Array.TrueForAll(parts, p => p.Counts[p.Column[row]] is not null) && parts.Sum(p => p.Counts[p.Column[row]]!.Value) != expected)
                {
                    frame.Ledger.Add(QualityChecks.SumsDiffer, row + 1, sum.Total);
                }
            }
        }
    }

    private static long?[] Counts(FrameColumn column) =>
        [null, .. column.Codes.Select(c => long.TryParse(c, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var n) ? n : (long?)null)];
}
