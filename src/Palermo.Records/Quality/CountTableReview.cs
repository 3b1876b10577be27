using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;

namespace Palermo.Records.Quality;

/// <summary>The checks of a table of counts: cells that repeat or contradict, impossible sums, junk, totals among details.</summary>
internal static partial class CountTableReview
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static Frame Of(Frame frame, CountTableShape shape)
    {
        var value = frame[shape.Value];
        var counts = value.Codes.Select(c => Count(c, shape)).ToArray();
        var cleared = new HashSet<int>();
        MarkUncountable(frame, value, counts, cleared);
        foreach (var junk in shape.Junk)
        {
            foreach (var row in Matching(frame, junk))
            {
                frame.Ledger.Add(QualityChecks.TemplateJunk, row + 1, junk.Column);
                cleared.Add(row);
            }
        }

        foreach (var total in shape.Totals)
        {
            foreach (var row in Matching(frame, total))
            {
                frame.Ledger.Add(QualityChecks.TotalAmongDetails, row + 1, total.Column);
            }
        }

        NoteCountsInNames(frame, shape);
        var cells = Cells(frame, shape, value, counts);
        foreach (var additive in shape.Additive)
        {
            CheckSums(frame, additive, shape, cells);
        }

        if (cleared.Count == 0)
        {
            return frame;
        }

        return frame with { Columns = [.. frame.Columns.Select(c => ReferenceEquals(c, value) ? Review.Without(c, cleared) : c)] };
    }

    [GeneratedRegex(@"^\s*[0-9]+\s+\p{L}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LeadingCount();

    /// <summary>What a count text means: a number, hidden (null with Hidden), or not a count.</summary>
    private static (long? Number, bool Hidden) Count(string text, CountTableShape shape)
    {
        if (shape.Suppressed.Contains(text))
        {
            return (null, true);
        }

        return long.TryParse(text, NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? (number, false) : (null, false);
    }

    private static void MarkUncountable(Frame frame, FrameColumn value, (long? Number, bool Hidden)[] counts, HashSet<int> cleared)
    {
        for (var row = 0; row < frame.Rows; row++)
        {
            if (value[row] is not (> 0 and var code))
            {
                continue;
            }

            if (counts[code - 1].Hidden)
            {
                frame.Ledger.Add(QualityChecks.HiddenCount, row + 1, value.Name);
            }
            else if (counts[code - 1].Number == 1)
            {
                frame.Ledger.Add(QualityChecks.CountOfOne, row + 1, value.Name);
            }
            else if (value.Codes[code - 1].Contains(',', StringComparison.Ordinal) && counts[code - 1].Number is not null)
            {
                frame.Ledger.Add(QualityChecks.GroupedDigits, row + 1, value.Name);
            }
            else if (counts[code - 1].Number is null)
            {
                frame.Ledger.Add(QualityChecks.NotACount, row + 1, value.Name);
                cleared.Add(row);
            }
        }
    }

    private static IEnumerable<int> Matching(Frame frame, ColumnPattern wanted)
    {
        if (frame.Find(wanted.Column) is not { } column)
        {
            yield break;
        }

        var regex = new Regex(wanted.Pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patience);
        var hits = column.Codes.Select(c => regex.IsMatch(c)).ToArray();
        for (var row = 0; row < frame.Rows; row++)
        {
            if (column[row] is > 0 and var code && hits[code - 1])
            {
                yield return row;
            }
        }
    }

    private static void NoteCountsInNames(Frame frame, CountTableShape shape)
    {
        foreach (var column in frame.Columns.Where(c => shape.Key.Contains(c.Name) && frame.Dialect.Columns.Any(d => d.Name == c.Name && d.Kind == "open")))
        {
            var hits = column.Codes.Select(c => LeadingCount().IsMatch(c)).ToArray();
            if (!hits.Contains(true))
            {
                continue;
            }

            for (var row = 0; row < frame.Rows; row++)
            {
                if (column[row] is > 0 and var code && hits[code - 1])
                {
                    frame.Ledger.Add(QualityChecks.LocalCount, row + 1, column.Name);
                }
            }
        }
    }

    /// <summary>The cells that occur once, by key; those that repeat go to the ledger and take no part in sums.</summary>
    private static Dictionary<CellKey, Cell> Cells(Frame frame, CountTableShape shape, FrameColumn value, (long? Number, bool Hidden)[] counts)
    {
        var key = shape.Key.Select(k => frame.Find(k)).ToArray();
        var cells = new Dictionary<CellKey, Cell>(frame.Rows);
        var repeated = new Dictionary<CellKey, List<int>>();
        for (var row = 0; row < frame.Rows; row++)
        {
            var name = new CellKey([.. key.Select(c => c is null ? 0 : c[row])]);
            ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, name, out var known);
            if (!known)
            {
                var (number, hidden) = value[row] is > 0 and var code ? counts[code - 1] : (null, false);
                cell = new Cell(row, value[row], number, hidden);
                continue;
            }

            ref var rows = ref CollectionsMarshal.GetValueRefOrAddDefault(repeated, name, out _);
            rows ??= [cell.Row];
            rows.Add(row);
        }

        foreach (var (name, rows) in repeated)
        {
            var check = rows.Select(r => value[r]).Distinct().Count() == 1 ? QualityChecks.RepeatedCell : QualityChecks.ConflictingCell;
            frame.Ledger.Add(check, rows[1] + 1);
            cells.Remove(name);
        }

        return cells;
    }

    private static void CheckSums(Frame frame, AdditiveColumn additive, CountTableShape shape, Dictionary<CellKey, Cell> cells)
    {
        var at = shape.Key.IndexOf(additive.Column);
        if (at < 0 || frame.Find(additive.Column) is not { } column)
        {
            return;
        }

        var total = column.Codes.IndexOf(additive.Total) + 1;
        var parts = additive.Parts
            .Where(p => p.Length == 0 || column.Codes.Contains(p))
            .Select(p => (Code: column.Codes.IndexOf(p) + 1, Elsewhere: Elsewhere(frame, shape, additive, p)))
            .ToArray();
        foreach (var (key, whole) in cells.Where(c => c.Key[at] == total))
        {
            if (whole.Number is not { } expected)
            {
                continue;
            }

            long sum = 0;
            int found = 0, hidden = 0;
            foreach (var part in parts)
            {
                var name = key.With(at, part.Code);
                if ((cells.TryGetValue(name, out var cell) || (part.Elsewhere is { } other && key[other.At] == other.Total && cells.TryGetValue(name.With(other.At, other.Under), out cell)))
                    && (cell.Number is not null || cell.Hidden))
                {
                    sum += cell.Number ?? 0;
                    hidden += cell.Hidden ? 1 : 0;
                    found++;
                }
            }

            var check =
                found == 0 ? null
                : sum > expected ? hidden == 0 ? QualityChecks.PartsExceedTotal : QualityChecks.HiddenPartsExceedTotal
                : sum < expected && hidden == 0 ? QualityChecks.PartsFallShort
                : null;
            if (check is not null)
            {
                frame.Ledger.Add(check, whole.Row + 1, additive.Column);
            }
        }
    }

    private static (int At, int Total, int Under)? Elsewhere(Frame frame, CountTableShape shape, AdditiveColumn additive, string part) =>
        additive.Elsewhere.FirstOrDefault(e => e.Part == part) is { } found && shape.Key.IndexOf(found.Column) is >= 0 and var at && frame.Find(found.Column) is { } second && second.Codes.Contains(found.Total)
            ? (at, second.Codes.IndexOf(found.Total) + 1, second.Codes.IndexOf(found.Under) + 1)
            : null;

    private readonly record struct Cell(int Row, int Code, long? Number, bool Hidden);

    /// <summary>The codes of a cell's key columns, compared by value.</summary>
    private readonly struct CellKey(ImmutableArray<int> codes) : IEquatable<CellKey>
    {
        private readonly ImmutableArray<int> codes = codes;

        public CellKey With(int at, int code) => new(codes.SetItem(at, code));

        public int this[int at] => codes[at];

        public bool Equals(CellKey other) => codes.AsSpan().SequenceEqual(other.codes.AsSpan());

        public override bool Equals(object? obj) => obj is CellKey other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(codes.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
