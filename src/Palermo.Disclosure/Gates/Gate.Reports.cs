using System.Collections.Immutable;
using System.Globalization;
using Palermo.Statistics.Counts;
using Palermo.Statistics.National;
using Palermo.Statistics.Reports;
using Palermo.Statistics.Tables;
using Palermo.Statistics.Thresholds;

namespace Palermo.Disclosure.Gates;

/// <summary>Reports: many tables of the same people, protected together.</summary>
public sealed partial class Gate
{
    /// <summary>Counts under this are hidden in a report, whatever the request says below it.</summary>
    public const int ReportThreshold = 5;

    /// <summary>Combinations of codes that one figure may stand for and still be compared with what exploring answers.</summary>
    private const int MostCombinations = 32;

    /// <summary>
    /// Makes a report whose tables an intruder's program finds nothing in: over all its tables at once, over the reports of the same data
    /// that left before, and over all that exploring these data answers, before or after.
    /// </summary>
    /// <param name="source">What is counted.</param>
    /// <param name="explored">The cube that these data are explored by; null where nobody explores them.</param>
    /// <param name="pack">The tables.</param>
    /// <param name="populations">Inhabitants, for rates.</param>
    /// <param name="request">What is asked for. Its threshold is 5 where it names none or a lower one.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="GateRefusal">No pattern of hidden cells is safe beside what left before, or as many reports as may be have left.</exception>
    /// <exception cref="CountsException">The tables cannot be made of these data.</exception>
    public async Task<NationalReport> ReportAsync(ICountSource source, FrozenCube? explored, TablePack pack, Populations populations, ReportRequest request, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(request);
        var threshold = Math.Max(ReportThreshold, request.Threshold ?? 0);
        request = request with { Threshold = threshold };
        var (dataset, version) = (source.Origin.Name, source.Origin.Version ?? source.Origin.Sha256 ?? "live");
        await reports.Turn.WaitAsync(stop);
        try
        {
            var released = reports.Released(dataset, version);
            var asked = new ReportEntry(request.Scope.Country, request.Scope.Year, request.Packs, []);
            var known = released.Select(r => r.Asked).ToList().IndexOf(asked.Asked);
            if (known < 0 && released.Length >= Policy.Reports)
            {
                throw new GateRefusal(Refused.LedgerFull, $"{Policy.Reports} reports of this version have been made, which is the limit; ask for one of those, or wait for the next version");
            }

            var left = known < 0 ? await LeftAsync(source, pack, populations, request, stop) : new Left();
            var figures = await NationalReport.FiguresAsync(source, pack, populations, request, stop);
            var safe = known >= 0 ? ProtectedReport.AsItLeft(figures, released[known]) : Protect(figures, left, threshold, explored, stop);
            if (known < 0)
            {
                RefuseBesideRows(dataset, safe.Digests().Length > 0);
                reports.Enter(dataset, version, asked with { Hidden = safe.Digests() });
            }

            var (placed, hidden) = (safe.Placed, safe.Hidden);
            return NationalReport.Of(
                figures,
                table => PlainThreshold.NameFewNowhere(table.Hide([.. placed[table.Id].Select(hidden.Contains)])),
                line => !placed["completeness-" + line.Variable].Any(hidden.Contains),
                saysRecords: figures.Records is null || placed.Where(p => p.Key.StartsWith("completeness-", StringComparison.Ordinal)).Select(p => p.Value[^1]).All(c => !hidden.Contains(c)),
                Method(threshold, known >= 0 ? known : released.Length, explored is not null));
        }
        finally
        {
            reports.Turn.Release();
        }
    }

    private static Statement Method(int threshold, int earlier, bool explored)
    {
        var (t, n) = (threshold.ToString(CultureInfo.InvariantCulture), earlier.ToString(CultureInfo.InvariantCulture));
        var together = $"All tables of this report were protected together: counts under {t} are not shown, nor further figures from which they would follow.";
        return explored
            ? new Statement("report.method.gate", [t, n], together + $" Before it left, the report was attacked as an intruder would attack it: with all its tables at once, with the reports of these data made before it ({n}), and with every answer that exploring these data gives. No figure of fewer than {t} people was found.")
            : new Statement("report.method.gate.alone", [t, n], together + $" Before it left, the report was attacked as an intruder would attack it, with all its tables at once. No figure of fewer than {t} people was found. What else was published of the same people was not known here ({n} earlier reports): audit before publishing.");
    }

    // What exploring tells of a figure: the answer hangs on the people alone, so all that can ever be asked is known now.
    private Func<int, (long Low, long High)?> Explored(FrozenCube cube, LinkedCells cells)
    {
        var kept = new Dictionary<int, (long, long)?>();
        var words = new ColumnWords(cube, cells);
        return cell => kept.TryGetValue(cell, out var range) ? range : kept[cell] = Range(words.Of(cells.People[cell]));

        (long, long)? Range(ImmutableArray<Trait> people)
        {
            if (people.Length > Policy.PartnerColumns)
            {
                return null;
            }

            var sets = new List<(int Column, int[] Codes)>();
            foreach (var trait in people)
            {
                var column = cube.Columns.Select((c, i) => (c.Name, i)).Where(c => c.Name == trait.Of).Select(c => c.i).FirstOrDefault(-1);
                var codes = trait.Codes.Select(c => column < 0 ? -1 : c.Length == 0 ? 0 : cube.Columns[column].Labels.IndexOf(c) is >= 0 and var at ? at + 1 : -1).ToArray();
                if (column < 0 || codes.Contains(-1) || sets.Any(s => s.Column == column))
                {
                    return null;
                }

                sets.Add((column, codes));
            }

            if (sets.Aggregate(1L, (n, s) => n * s.Codes.Length) > MostCombinations)
            {
                return null;
            }

            long low = 0, high = 0;
            foreach (var where in sets.Aggregate((IEnumerable<ImmutableArray<(int, int)>>)[[]], (heads, s) => heads.SelectMany(h => s.Codes.Select(c => h.Add((s.Column, c))))))
            {
                var shown = cube.Cells([], where, margins: false).TryGetValue(0, out var counted) ? noise.Publish(counted.Count, counted.Key) : 0;
                (low, high) = shown >= Policy.Noise.SmallestShown
                    ? (low + Math.Max(1, shown - Policy.Noise.Maximum), high + shown + Policy.Noise.Maximum)
                    : (low, high + Policy.Noise.Maximum);
            }

            return (low, high);
        }
    }
}
