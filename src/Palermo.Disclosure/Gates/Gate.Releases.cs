using System.Collections.Immutable;
using Palermo.Statistics.Counts;
using Palermo.Statistics.National;
using Palermo.Statistics.Reports;

namespace Palermo.Disclosure.Gates;

/// <summary>Single tables: let out beside all that left before, and counted with all that leaves later.</summary>
public sealed partial class Gate
{
    /// <summary>
    /// Lets a suppressed or rounded table out beside the reports and tables of the same version that left before, and enters it in the
    /// ledger: later reports are protected together with it. A table with cell-key noise is part of what exploring tells and needs none.
    /// </summary>
    /// <param name="source">What the table counts.</param>
    /// <param name="explored">The cube that these data are explored by; null where nobody explores them.</param>
    /// <param name="pack">The tables of the reports.</param>
    /// <param name="table">The table.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="GateRefusal">Together with what left before it would point at people, or it may not be passed on.</exception>
    public async Task AdmitAsync(ICountSource source, FrozenCube? explored, TablePack pack, ReleasedTable table, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(table);
        if (!table.Clearance.MayLeave)
        {
            throw new GateRefusal(Refused.NotSafe, "exact counts are for reading inside; they are not published");
        }

        if (table.Clearance.Safeguard is not (Safeguard.Suppression or Safeguard.Rounding))
        {
            return;
        }

        var (dataset, version) = (source.Origin.Name, source.Origin.Version ?? source.Origin.Sha256 ?? "live");
        var entry = TableEntry.Of(table);
        await reports.Turn.WaitAsync(stop);
        try
        {
            if (reports.Tables(dataset, version).Any(entry.IsSame))
            {
                return;
            }

            RefuseBesideRows(dataset, entry.Cells.Any(c => c.People is null));
            var left = await LeftAsync(source, pack, Populations.None, new ReportRequest(new ReturnScope(null, null)) { Threshold = ReportThreshold }, stop);
            var before = left.Printed.ToHashSet();
            await PlaceAsync(left, source, entry, stop);
            left.Cells.Link();
            left.Hidden.ExceptWith(left.Printed);
            // What left before cannot be called back; it was safe when it left.
            var primary = left.Cells.Primary(ReportThreshold).Select((p, c) => p && !before.Contains(c)).ToArray();
            var hidden = Enumerable.Range(0, left.Cells.Count).Select(left.Hidden.Contains).ToArray();
            if (!new LinkedSuppression(left.Cells, primary, [.. hidden.Select(h => !h)], ReportThreshold, left.Loose).Holds(hidden, Known(explored, left.Cells, left), stop))
            {
                throw new GateRefusal(Refused.NotSafe, "this table together with the reports and tables of these data that left before would point at people; it stays inside. Choose another way or another table");
            }

            reports.Enter(dataset, version, entry);
        }
        finally
        {
            reports.Turn.Release();
        }
    }

    /// <summary>Whether k-anonymous rows of a dataset may leave: they do not where a table or report withheld a figure that they would tell.</summary>
    public bool MayRowsLeave(string dataset) => !reports.HasWithheld(dataset);

    /// <summary>Lets k-anonymous rows of a dataset out, unless a report or table of the same people withholds figures: the rows come near to
    /// every count of many, and so give back what was withheld as cover for a few.</summary>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="publish">Publishes them; no report or table leaves meanwhile.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="GateRefusal">Figures were withheld.</exception>
    public async Task PublishRowsAsync(string dataset, Action publish, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(publish);
        await reports.Turn.WaitAsync(stop);
        try
        {
            if (!MayRowsLeave(dataset))
            {
                throw new GateRefusal(Refused.NotSafe, "reports or tables of these people have left that withhold figures; k-anonymous rows beside them would give these away. Take private counts and rows instead");
            }

            publish();
        }
        finally
        {
            reports.Turn.Release();
        }
    }

    private void RefuseBesideRows(string dataset, bool withholds)
    {
        if (withholds && rowsAreOut?.Invoke(dataset) == true)
        {
            throw new GateRefusal(Refused.NotSafe, "k-anonymous rows of these people have left; what is withheld here could be read from them. Take private counts, rounding or small noise instead");
        }
    }

    /// <summary>All that left of a version, as cells: which were printed, which hidden, which rounded.</summary>
    private sealed class Left
    {
        public LinkedCells Cells { get; } = new();

        public HashSet<int> Printed { get; } = [];

        public HashSet<int> Hidden { get; } = [];

        /// <summary>Least and greatest number that a rounded cell may stand for.</summary>
        public Dictionary<int, (long Low, long High)> Rounded { get; } = [];

        /// <summary>Cells that stand in no table but rounded: their people are protected by their number, not by being hidden.</summary>
        public HashSet<int> Loose { get; } = [];
    }

    private async Task<Left> LeftAsync(ICountSource source, TablePack pack, Populations populations, ReportRequest request, CancellationToken stop)
    {
        var left = new Left();
        var (dataset, version) = (source.Origin.Name, source.Origin.Version ?? source.Origin.Sha256 ?? "live");
        if (pack.Map(source.Origin.Dialect.Split(' ')[0]) is { Sum: null, Filter: null })
        {
            // How many records there are stands on every page.
            left.Printed.Add(left.Cells.Add([], source.Origin.Rows));
        }

        foreach (var earlier in reports.Released(dataset, version))
        {
            var then = await NationalReport.FiguresAsync(source, pack, populations, request with { Scope = earlier.Scope, Packs = earlier.Packs }, stop);
            var placed = then.All.SelectMany(left.Cells.Add).Where(c => c >= 0).ToHashSet();
            var hiddenThen = earlier.HiddenAmong(placed, left.Cells);
            left.Hidden.UnionWith(hiddenThen);
            left.Printed.UnionWith(placed.Except(hiddenThen));
        }

        foreach (var table in reports.Tables(dataset, version))
        {
            await PlaceAsync(left, source, table, stop);
        }

        left.Hidden.ExceptWith(left.Printed);
        return left;
    }

    // The true counts are counted again: the ledger holds what was printed alone.
    private static async Task PlaceAsync(Left left, ICountSource source, TableEntry table, CancellationToken stop)
    {
        var counts = await source.CountAsync(CountQuery.Of(table.Columns), stop);
        var named = table.Columns.Select((_, d) => table.Cells.Select(c => c.Values[d]).OfType<string>().Distinct(StringComparer.Ordinal).ToImmutableArray()).ToArray();
        var traits = table.Columns.Select((column, d) => named[d]
            .Select(label => (Label: label, Trait: new Trait(column, label == ReleasedTable.Others ? [.. counts.Dimensions[d].Codes.Except(named[d], StringComparer.Ordinal)] : [label])))
            .Where(t => !t.Trait.Codes.IsEmpty).ToDictionary(t => t.Label, t => t.Trait, StringComparer.Ordinal)).ToArray();
        var people = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var entry in counts.Entries)
        {
            var labels = table.Columns.Select((_, d) => entry.Text(d) is not { } text ? "" : named[d].Contains(text) ? text : ReleasedTable.Others).ToArray();
            for (var margins = 0; margins < 1 << labels.Length; margins++)
            {
                var whom = Key(labels.Select((l, d) => ((margins >> d) & 1) == 1 ? null : l));
                people[whom] = people.GetValueOrDefault(whom) + entry.Value;
            }
        }

        // A value that is not named because nobody has it has no cell of its own.
        var placed = table.Cells.Where(c => c.Values.Select((v, d) => v is null || traits[d].ContainsKey(v)).All(known => known)).ToArray();
        var cells = left.Cells.Add(
            traits.Select(t => t.Values.ToImmutableArray()).Where(t => !t.IsEmpty),
            placed.Select(c => (c.Values.Select((v, d) => v is null ? null : traits[d][v]).OfType<Trait>().ToImmutableArray(), people.GetValueOrDefault(Key(c.Values)))));
        for (var i = 0; i < placed.Length; i++)
        {
            switch (placed[i].People)
            {
                case null:
                    left.Hidden.Add(cells[i]);
                    left.Loose.Remove(cells[i]);
                    break;
                case { } n when table.MostNoise == 0:
                    left.Printed.Add(cells[i]);
                    break;
                case { } n:
                    var (low, high) = left.Rounded.GetValueOrDefault(cells[i], (0, long.MaxValue));
                    left.Rounded[cells[i]] = (Math.Max(low, n - table.MostNoise), Math.Min(high, n + table.MostNoise));
                    if (left.Hidden.Add(cells[i]))
                    {
                        left.Loose.Add(cells[i]);
                    }

                    break;
            }
        }

        static string Key(IEnumerable<string?> values) => string.Join('\n', values.Select(v => v ?? "\u0001all"));
    }

    // What is known of a hidden cell from exploring and from rounded tables.
    private Func<int, (long Low, long High)?>? Known(FrozenCube? cube, LinkedCells cells, Left left)
    {
        var asked = cube is null ? null : Explored(cube, cells);
        return asked is null && left.Rounded.Count == 0 ? null : cell => (asked?.Invoke(cell), left.Rounded.TryGetValue(cell, out var range)) switch
        {
            ({ } a, true) => (Math.Max(a.Low, range.Low), Math.Min(a.High, range.High)),
            ({ } a, false) => a,
            (null, true) => range,
            _ => null,
        };
    }
}
