using System.Collections.Immutable;
using System.Globalization;
using Palermo.Estimation.Histories;

namespace Palermo.Estimation.Resampling;

/// <summary>Resamples as they are read, each checked against the table they were drawn from.</summary>
internal sealed class ResampleDraft(CaptureTable table, IReadOnlyList<int> lines)
{
    private readonly ImmutableArray<CaptureTable>.Builder _tables = ImmutableArray.CreateBuilder<CaptureTable>();
    private readonly List<string> _notes = [];
    private TableProblem? _problem;

    public CaptureTable Table => table;

    /// <summary>Adds a resample; false when it is refused.</summary>
    /// <param name="row">Its line in the file.</param>
    /// <param name="histories">The history of each count; null for the order of the lines of the table.</param>
    /// <param name="cells">The counts as they are written.</param>
    public bool Add(int row, IReadOnlyList<int>? histories, IReadOnlyList<string?> cells)
    {
        if (histories is null)
        {
            // A line of no list in the table's file may have its place in the vectors or not.
            histories = cells.Count == lines.Count ? lines : [.. lines.Where(h => h != 0)];
            if (histories.Count == 0)
            {
                return Refuse(row, "the table is no table of counts, so its lines have no order: name the histories");
            }

            if (cells.Count != histories.Count)
            {
                return Refuse(row, string.Create(CultureInfo.InvariantCulture, $"{cells.Count} counts where the table has {histories.Count} lines"));
            }
        }

        var counts = new long[table.CellCount];
        for (var i = 0; i < cells.Count; i++)
        {
            var (value, why) = WholeCount.Read(cells[i]);
            if (why is not null)
            {
                return Refuse(row, why);
            }

            counts[histories[i]] += value;
        }

        return Add(row, counts);
    }

    /// <summary>Adds a resample given by its cells; false when it is refused.</summary>
    public bool Add(int row, long[] counts)
    {
        if (counts[0] > 0)
        {
            return Refuse(row, "the history of no list has a positive count, but nobody can be seen on no list");
        }

        if (counts.Sum(c => (decimal)c) > CaptureTable.MostPeople)
        {
            return Refuse(row, "the counts add up to more people than live");
        }

        _tables.Add(table.WithCounts(counts));
        return true;
    }

    public void Note(string words) => _notes.Add(words);

    public bool Refuse(int row, string why)
    {
        _problem ??= new TableProblem(row, null, why, "a resample is one whole number of 0 or more a history; see 'Feeding resamples' in the guide of estimate for the layouts");
        return false;
    }

    public ResampleReading ToReading()
    {
        if (_problem is null && _tables.Count == 0)
        {
            Refuse(0, "the file holds no resample");
        }

        var others = _tables.Count(t => t.Observed != table.Observed);
        if (others > 0)
        {
            Note(string.Create(CultureInfo.InvariantCulture, $"{others} of {_tables.Count} resamples do not add up to the {table.Observed} people of the table: they were run as they are"));
        }

        return _problem is null ? new ResampleReading(_tables.ToImmutable(), null) { Notes = [.. _notes] } : new ResampleReading([], _problem);
    }
}
