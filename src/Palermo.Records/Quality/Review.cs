using Palermo.Records.Countries;
using Palermo.Records.Frames;

namespace Palermo.Records.Quality;

/// <summary>Runs the checks that need the whole table and writes what they find into the frame's ledger.</summary>
public static class Review
{
    /// <summary>
    /// Checks a frame. What a check sets to "not recorded" is so in the frame returned; all else stays as it was. Call it
    /// once a frame: a second call counts everything again.
    /// </summary>
    /// <param name="frame">The frame as read.</param>
    /// <param name="normaliser">Reads the countries; null for the one without decisions.</param>
    public static Frame Of(Frame frame, CountryNormaliser? normaliser = null)
    {
        CountryFindings.Note(frame, normaliser ?? CountryNormaliser.Default);
        ColumnSums.Note(frame);
        if (frame.Dialect.Counts is { } shape && frame.Find(shape.Value) is not null)
        {
            return CountTableReview.Of(frame, shape);
        }

        NoteEqualRows(frame);
        return frame;
    }

    private static void NoteEqualRows(Frame frame)
    {
        var rows = new EqualRows();
        rows.Take(frame.Rows, [.. frame.Columns.Select(c => c.Values)]);
        rows.Note(frame.Ledger);
    }

    /// <summary>A copy of a column with some rows set to "not recorded".</summary>
    internal static FrameColumn Without(FrameColumn column, IReadOnlyCollection<int> rows)
    {
        if (column.IsNarrow)
        {
            var narrow = column.Bytes.ToArray();
            foreach (var row in rows)
            {
                narrow[row] = 0;
            }

            return new FrameColumn(column.Name, column.Codes, narrow, column.ListSeparator);
        }

        var wide = column.Shorts.ToArray();
        foreach (var row in rows)
        {
            wide[row] = 0;
        }

        return new FrameColumn(column.Name, column.Codes, wide, column.ListSeparator);
    }
}
