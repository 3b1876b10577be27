using System.Collections.Immutable;
using Palermo.Records.Dialects;
using Palermo.Records.Ledgers;

namespace Palermo.Records.Crosswalks;

/// <summary>
/// A crosswalk bound to one file's columns: one table a column, one OR a field, then the row's contradictions and checks.
/// </summary>
internal sealed class CompiledCrosswalk
{
    private readonly ulong trueWins;
    private readonly ImmutableArray<(ulong Group, ulong Members)> groups;
    private readonly RowSignals checks;
    private readonly FactList facts;

    private CompiledCrosswalk(ImmutableArray<CellFacts> columns, Crosswalk crosswalk, RowSignals checks)
    {
        Columns = columns;
        facts = crosswalk.Facts;
        this.checks = checks;
        trueWins = TrueWins(crosswalk);
        groups = [Group("act"), Group("means"), Group("purpose")];

        (ulong, ulong) Group(string name) => (facts.Bit(name + "_any"), facts.Group(name) & ~facts.Bit(name + "_any"));
    }

    /// <summary>The columns of the file that matter, in the file's order.</summary>
    public ImmutableArray<CellFacts> Columns { get; }

    public static CompiledCrosswalk To(Crosswalk crosswalk, Binding binding)
    {
        var dialect = binding.Dialect;
        var signals = new RowSignals(binding);
        var columns = ImmutableArray.CreateBuilder<CellFacts>();
        for (var c = 0; c < dialect.Columns.Length; c++)
        {
            var column = dialect.Columns[c];
            var position = binding.PositionOf(c);
            var states = crosswalk.Rows.Where(r => r.Column == column.Name).ToLookup(r => r.Value, StringComparer.Ordinal);
            var own = crosswalk.Identity ? crosswalk.Facts.IndexOf(column.Name) : -1;
            if (position < 0 || (states.Count == 0 && own < 0 && !signals.Watches(column.Name)))
            {
                continue;
            }

            var reading = new ColumnReading(dialect, column);
            columns.Add(new CellFacts(position, column.Name, raw => Understand(raw, reading, states, own, signals, crosswalk.Facts)));
        }

        return new CompiledCrosswalk([.. columns.OrderBy(c => c.Position)], crosswalk, signals);
    }

    /// <summary>Settles contradictions of a row and counts its checks; <paramref name="t"/> and <paramref name="f"/> come out disjoint.</summary>
    public void Finish(ref ulong t, ref ulong f, ulong signals, long row, Ledger ledger)
    {
        for (var open = Settle(ref t, ref f, trueWins); open != 0; open &= open - 1)
        {
            ledger.Add(TableChecks.ContradictoryFact, row, facts.Facts[System.Numerics.BitOperations.TrailingZeroCount(open)].Name);
        }

        if (f != 0)
        {
            foreach (var (group, members) in groups)
            {
                if ((f & group) != 0 && (t & members) != 0)
                {
                    ledger.Add(TableChecks.GroupDenied, row);
                }
            }
        }

        checks.Count(signals, row, ledger);
    }

    /// <summary>Facts of which a statement stands against a denial of the same row.</summary>
    internal static ulong TrueWins(Crosswalk crosswalk) =>
        crosswalk.Conflicts.Where(c => c.Value == Conflict.TrueWins).Aggregate(0UL, (sum, c) => sum | crosswalk.Facts.Bit(c.Key));

    /// <summary>Makes the masks disjoint; the facts of which neither side stands.</summary>
    internal static ulong Settle(ref ulong t, ref ulong f, ulong trueWins)
    {
        var both = t & f;
        var open = both & ~trueWins;
        f &= ~both;
        t &= ~open;
        return open;
    }

    private static CellFact Understand(string raw, ColumnReading reading, ILookup<string, CrosswalkRow> states, int own, RowSignals signals, FactList facts)
    {
        var meaning = reading.Read(raw);
        ulong t = 0, f = 0, s = 0;
        foreach (var code in meaning.Codes)
        {
            foreach (var row in states[code])
            {
                t |= row.Sets ? facts.Bit(row.Fact) : 0;
                f |= row.Sets ? 0 : facts.Bit(row.Fact);
            }

            if (own >= 0)
            {
                t |= code == "true" ? 1UL << own : 0;
                f |= code == "false" ? 1UL << own : 0;
            }

            s |= signals.Of(reading.Column.Name, code);
        }

        return new CellFact(t, f, s, meaning.How);
    }
}
