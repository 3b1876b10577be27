using System.Collections.Immutable;
using Palermo.Records.Ledgers;

namespace Palermo.Records.Dialects;

/// <summary>A dialect bound to a header: which column of the file holds which column of the dialect.</summary>
public sealed class Binding
{
    private readonly ImmutableArray<int> positions;

    private Binding(Dialect dialect, ImmutableArray<int> positions, ImmutableArray<int> unknown)
    {
        Dialect = dialect;
        this.positions = positions;
        Unknown = unknown;
    }

    public Dialect Dialect { get; }

    /// <summary>Positions (from 0) of the file's columns that the dialect does not know.</summary>
    public ImmutableArray<int> Unknown { get; }

    /// <summary>The position (from 0) in the file of the dialect's column with this index, or -1 when absent.</summary>
    public int PositionOf(int column) => positions[column];

    /// <summary>The position of the named dialect column in the file, or -1.</summary>
    public int PositionOf(string column)
    {
        for (var i = 0; i < Dialect.Columns.Length; i++)
        {
            if (Dialect.Columns[i].Name == column)
            {
                return positions[i];
            }
        }

        return -1;
    }

    /// <summary>The index of the dialect's column that has this name, or -1.</summary>
    public static int ColumnOf(Dialect dialect, string name) => NamesOf(dialect).TryGetValue(name, out var found) ? found.Column : -1;

    /// <summary>How many columns of the header the dialect knows, or -1 when the header is not of the dialect.</summary>
    public static int Score(Dialect dialect, ImmutableArray<string> header)
    {
        var names = NamesOf(dialect);
        var known = header.Where(names.ContainsKey).Select(h => names[h].Column).ToHashSet();
        var all = dialect.Recognise.All.All(name => known.Contains(names[name].Column));
        return all && known.Count >= dialect.Recognise.AtLeast ? known.Count : -1;
    }

    /// <summary>Binds, noting renamed, missing and unknown columns and licence notices in the ledger. A column named twice is an error.</summary>
    public static Binding To(Dialect dialect, ImmutableArray<string> header, Ledger ledger, string? file)
    {
        var names = NamesOf(dialect);
        var found = new int[dialect.Columns.Length];
        Array.Fill(found, -1);
        List<int> unknown = [];
        for (var i = 0; i < header.Length; i++)
        {
            if (names.TryGetValue(header[i], out var named))
            {
                if (found[named.Column] >= 0)
                {
                    throw new RecordsException(new RecordsError(RecordsErrorCode.DuplicateColumn,
                        FormattableString.Invariant($"columns {found[named.Column] + 1} and {i + 1} are both '{dialect.Columns[named.Column].Name}'"),
                        new Place(file, Line: null, Column: header[i]), "It cannot be told which of the two counts.", "Remove or rename one of them."));
                }

                found[named.Column] = i;
                if (named.Renamed || !string.Equals(header[i], dialect.Columns[named.Column].Name, StringComparison.Ordinal))
                {
                    ledger.AddWhole(TableChecks.RenamedColumn, header[i]);
                }
            }
            else if (dialect.Notices.Any(n => header[i].StartsWith(n, StringComparison.OrdinalIgnoreCase)))
            {
                ledger.AddWhole(TableChecks.NoticeColumn);
            }
            else
            {
                unknown.Add(i);
                ledger.AddWhole(TableChecks.UnknownColumn, Shown(header[i], i));
            }
        }

        for (var c = 0; c < found.Length; c++)
        {
            if (found[c] < 0)
            {
                ledger.AddWhole(TableChecks.MissingColumn, dialect.Columns[c].Name);
            }
        }

        return new Binding(dialect, [.. found], [.. unknown]);
    }

    // A header cell of a file that is no table may hold anything: show a short name, and the position when there is none.
    private static string Shown(string name, int at) =>
        name.Length == 0 ? FormattableString.Invariant($"(column {at + 1}, no name)") : name.Length > 60 ? name[..60] + "…" : name;

    private static Dictionary<string, (int Column, bool Renamed)> NamesOf(Dialect dialect)
    {
        var names = new Dictionary<string, (int, bool)>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < dialect.Columns.Length; i++)
        {
            names.TryAdd(dialect.Columns[i].Name, (i, false));
        }

        for (var i = 0; i < dialect.Columns.Length; i++)
        {
            foreach (var also in dialect.Columns[i].Also)
            {
                names.TryAdd(also, (i, true));
            }
        }

        return names;
    }
}
