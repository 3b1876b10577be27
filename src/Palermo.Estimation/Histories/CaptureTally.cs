using System.Collections.Immutable;
using System.Globalization;

namespace Palermo.Estimation.Histories;

/// <summary>Adds people up by history and stratum, and remembers what has to be said about it.</summary>
internal sealed class CaptureTally
{
    private readonly Dictionary<string, (string[] Categories, long[] Counts)> _strata = new(StringComparer.Ordinal);
    private readonly HashSet<(string, int)> _given = [];
    private readonly ImmutableArray<int>.Builder _lines = ImmutableArray.CreateBuilder<int>();
    private int _repeated, _disagreed;
    private long _unobservable, _people;

    public ImmutableArray<string> Lists { get; set; } = [];

    /// <summary>Lines left out because a membership or an identity is not recorded.</summary>
    public long Unknown { get; set; }

    /// <summary>People on none of the lists.</summary>
    public long Nowhere { get; set; }

    /// <summary>False when the counts add up to more than a table can hold.</summary>
    public bool Add(int history, string[] stratum, long count, bool counted)
    {
        if (counted)
        {
            _lines.Add(history);
        }

        if (history == 0)
        {
            Nowhere += counted ? 0 : count;
            _unobservable += counted ? 1 : 0;
            return true;
        }

        var key = string.Join('\u001F', stratum);
        if (!_strata.TryGetValue(key, out var entry))
        {
            _strata[key] = entry = (stratum, new long[1 << Lists.Length]);
        }

        _repeated += counted && !_given.Add((key, history)) ? 1 : 0;
        entry.Counts[history] += count;
        return (_people += count) <= CaptureTable.MostPeople;
    }

    /// <summary>A person's category where two records agree or only one has it; "not recorded" where they disagree.</summary>
    public string[] Agreed(string[] known, string[] next)
    {
        var agreed = new string[known.Length];
        for (var i = 0; i < known.Length; i++)
        {
            agreed[i] = known[i] == CaptureColumns.NotRecorded ? next[i] : known[i];
            if (agreed[i] != next[i] && next[i] != CaptureColumns.NotRecorded)
            {
                agreed[i] = CaptureColumns.NotRecorded;
                _disagreed++;
            }
        }

        return agreed;
    }

    public CaptureReading ToReading(CaptureColumns columns)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        void Note(long count, string text)
        {
            if (count > 0)
            {
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"{text}: {count}"));
            }
        }

        if (columns is { Count: < 0, ListColumn: < 0 })
        {
            notes.Add(ReadingNotes.NoCount);
        }

        if (_unobservable > 0)
        {
            notes.Add(ReadingNotes.Unobservable);
        }

        Note(_repeated, ReadingNotes.Repeated);
        Note(Nowhere, ReadingNotes.Nowhere);
        Note(Unknown, ReadingNotes.Unknown);
        Note(_disagreed, ReadingNotes.Disagreed);
        var total = new long[1 << Lists.Length];
        foreach (var (_, counts) in _strata.Values)
        {
            for (var h = 0; h < total.Length; h++)
            {
                total[h] += counts[h];
            }
        }

        return new CaptureReading(CaptureTable.Create(Lists, total), [], notes.ToImmutable())
        {
            Lines = _lines.ToImmutable(),
            Strata = columns.Strata.IsEmpty ? [] : [.. _strata.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new StratumTable([.. s.Value.Categories], CaptureTable.Create(Lists, s.Value.Counts)))],
        };
    }
}
