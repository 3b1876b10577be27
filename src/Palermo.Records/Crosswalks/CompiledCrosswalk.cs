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
    private readonly ImmutableArray<(Check Check, ulong All, ulong None)> checks;
    private readonly FactList facts;

    private CompiledCrosswalk(ImmutableArray<CellFacts> columns, Crosswalk crosswalk, ImmutableArray<(Check, ulong, ulong)> checks)
    {
        Columns = columns;
        facts = crosswalk.Facts;
        this.checks = checks;
        foreach (var (fact, how) in crosswalk.Conflicts)
        {
            trueWins |= how == Conflict.TrueWins ? facts.Bit(fact) : 0;
        }

        groups = [Group("act"), Group("means"), Group("purpose")];

        (ulong, ulong) Group(string name) => (facts.Bit(name + "_any"), facts.Group(name) & ~facts.Bit(name + "_any"));
    }

    /// <summary>The columns of the file that matter, in the file's order.</summary>
    public ImmutableArray<CellFacts> Columns { get; }

    public static CompiledCrosswalk To(Crosswalk crosswalk, Binding binding)
    {
        var dialect = binding.Dialect;
        var signals = new Signals(dialect, binding);
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

        return new CompiledCrosswalk([.. columns.OrderBy(c => c.Position)], crosswalk, signals.Checks);
    }

    /// <summary>Settles contradictions of a row and counts its checks; <paramref name="t"/> and <paramref name="f"/> come out disjoint.</summary>
    public void Finish(ref ulong t, ref ulong f, ulong signals, long row, Ledger ledger)
    {
        var both = t & f;
        if (both != 0)
        {
            f &= ~both;
            t &= ~(both & ~trueWins);
            for (var open = both & ~trueWins; open != 0; open &= open - 1)
            {
                ledger.Add(TableChecks.ContradictoryFact, row, facts.Facts[System.Numerics.BitOperations.TrailingZeroCount(open)].Name);
            }
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

        foreach (var (check, all, none) in checks)
        {
            if ((signals & all) == all && (signals & none) == 0)
            {
                ledger.Add(check, row);
            }
        }
    }

    private static CellFact Understand(string raw, ColumnReading reading, ILookup<string, CrosswalkRow> states, int own, Signals signals, FactList facts)
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

    /// <summary>The conditions of the dialect's row checks, one bit each. A check that needs an absent column is not run.</summary>
    private sealed class Signals
    {
        private readonly List<RowCondition> conditions = [];

        public Signals(Dialect dialect, Binding binding)
        {
            var built = ImmutableArray.CreateBuilder<(Check, ulong, ulong)>();
            foreach (var check in dialect.Checks)
            {
                if (check.All.Concat(check.None).All(c => c.Columns.Any(n => binding.PositionOf(n) >= 0)))
                {
                    built.Add((check.ToCheck(), Mask(check.All), Mask(check.None)));
                }
            }

            Checks = built.ToImmutable();
        }

        public ImmutableArray<(Check Check, ulong All, ulong None)> Checks { get; }

        public bool Watches(string column) => conditions.Exists(c => c.Columns.Contains(column));

        public ulong Of(string column, string code)
        {
            var mask = 0UL;
            for (var i = 0; i < conditions.Count; i++)
            {
                mask |= conditions[i].Columns.Contains(column) && conditions[i].Values.Contains(code) ? 1UL << i : 0;
            }

            return mask;
        }

        private ulong Mask(ImmutableArray<RowCondition> wanted)
        {
            var mask = 0UL;
            foreach (var condition in wanted)
            {
                var at = conditions.FindIndex(c => c.Columns.SequenceEqual(condition.Columns) && c.Values.SequenceEqual(condition.Values));
                if (at < 0)
                {
                    at = conditions.Count;
                    conditions.Add(condition);
                }

                mask |= at < 64 ? 1UL << at : throw new InvalidOperationException("A dialect's row checks use more than 64 conditions.");
            }

            return mask;
        }
    }
}
