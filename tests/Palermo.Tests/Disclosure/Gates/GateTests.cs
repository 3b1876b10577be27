using System.Collections.Immutable;
using System.Globalization;
using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Protection;
using Palermo.Statistics.Counts;

namespace Palermo.Tests.Disclosure.Gates;

public sealed class GateTests
{
    private static readonly ImmutableArray<ReleasedColumn> Columns =
    [
        new("sex", ["F", "M"]), new("age", ["0-17", "18+"]), new("from", [.. Enumerable.Range(0, 9).Select(i => "c" + i.ToString(CultureInfo.InvariantCulture))]),
        new("form", ["sexual", "labour", "other"]), new("threats", ["1"]),
    ];

    private static byte[] Secret(int n) => [.. Enumerable.Range(0, 32).Select(i => (byte)((i * 7) + n))];

    internal static Gate NewGate(int secret = 1, ExplorePolicy? policy = null) => new(GateKey.From(Secret(secret)), new QuestionLedger(), policy);

    /// <summary>Distinct vectors of a register, one of them a single person: (M, 0-17, c8, other, threats).</summary>
    internal static FrozenCube Cube(Gate gate, int vectors = 260, bool withSingle = true, string version = "v1", int most = 40)
    {
        var bits = new SeededBits(11);
        var rows = new Dictionary<(ushort, ushort, ushort, ushort, ushort), long>();
        for (var v = 0; v < vectors; v++)
        {
            rows[((ushort)bits.Below(3), (ushort)bits.Below(3), (ushort)bits.Below(9), (ushort)bits.Below(4), (ushort)bits.Below(2))] = 1 + (long)bits.Below((UInt128)most);
        }

        if (withSingle)
        {
            rows[(2, 1, 9, 3, 1)] = 1;
        }

        var codes = rows.Keys.SelectMany(r => new[] { r.Item1, r.Item2, r.Item3, r.Item4, r.Item5 }).ToArray();
        return gate.Freeze("register", version, Columns, codes, [.. rows.Values]);
    }

    private static InsideReader Inside => InsideReader.WhoseRightWasChecked("test");

    [Fact]
    public void ADefaultCount_ShowsNothing()
    {
        ReleasedCount forgotten = default;
        Assert.Equal(Showing.Withheld, forgotten.Showing);
        Assert.Null(forgotten.Number);
        Assert.Equal("*", forgotten.ToString());
    }

    [Fact]
    public void ReleasedTypes_HaveNoPublicConstructorThatShowsANumber()
    {
        Assert.Empty(typeof(ReleasedTable).GetConstructors());
        Assert.Empty(typeof(Released<int>).GetConstructors());
        Assert.All(typeof(ReleasedCount).GetConstructors(), c => Assert.Empty(c.GetParameters()));
        Assert.All(typeof(ReleasedCount).GetMethods().Where(m => m.IsStatic && m.ReturnType == typeof(ReleasedCount)), m => Assert.False(m.IsPublic));
        Assert.All(typeof(FrozenCube).GetProperties(), p => Assert.DoesNotContain("ount", p.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryAnswer_StaysWithinTheNoiseAndNeverShowsASmallCount()
    {
        var gate = NewGate();
        var cube = Cube(gate);
        var distances = new List<long>();
        foreach (var by in new[] { Question.Of("sex", "from"), Question.Of("age", "form", "threats"), Question.Of("sex").Among("from", "c3"), Question.Of("from", "form") })
        {
            var (shown, exact) = (gate.Count(cube, by), gate.Exact(cube, by, Inside));
            Assert.Equal(exact.Cells.Length, shown.Cells.Length);
            foreach (var (s, e) in shown.Cells.Zip(exact.Cells))
            {
                Assert.Equal(e.Codes, s.Codes);
                if (s.Count.Number is { } n)
                {
                    Assert.True(n >= gate.Policy.Noise.SmallestShown);
                    Assert.True(e.Count.Number > 0);
                    Assert.InRange(n - e.Count.Number!.Value, -gate.Policy.Noise.Maximum, gate.Policy.Noise.Maximum);
                    distances.Add(n - e.Count.Number!.Value);
                }
                else
                {
                    Assert.True(e.Count.Number <= gate.Policy.Noise.Maximum);
                }
            }
        }

        Assert.Contains(distances, d => d != 0);
    }

    [Fact]
    public void TheSamePeople_GetTheSameAnswerInEveryTable()
    {
        var gate = NewGate();
        var cube = Cube(gate);
        var wide = gate.Count(cube, Question.Of("sex", "from"));
        var margin = gate.Count(cube, Question.Of("from"));
        for (var code = 0; code <= 9; code++)
        {
            Assert.Equal(margin[code], wide[ReleasedTable.All, code]);
            var filtered = gate.Count(cube, Question.Of("sex").Among("from", code == 0 ? null : Columns[2].Labels[code - 1]));
            Assert.Equal(margin[code], filtered.Total);
            Assert.Equal(wide[1, code], filtered[1]);
        }

        // Another gate with another key answers differently somewhere; a later version keeps the answers of untouched cells.
        var other = gate.Count(Cube(gate, withSingle: false, version: "v2"), Question.Of("sex", "from"));
        Assert.Equal(wide[1, 4], other[1, 4]);
        var foreign = NewGate(2);
        Assert.NotEqual(wide.Cells.Select(c => c.Count), foreign.Count(Cube(foreign), Question.Of("sex", "from")).Cells.Select(c => c.Count));
    }

    [Fact]
    public void ASinglePerson_IsNeverTold_FromNobody()
    {
        // With and without the person: a cell of that person alone shows either few-or-none or a number that says nothing of one person.
        var shown = 0;
        for (var secret = 0; secret < 200; secret++)
        {
            var gate = NewGate(secret);
            var answer = gate.Count(Cube(gate), Question.Of("age", "from").Among("sex", "M"));
            var count = answer[1, 9];
            Assert.True(count.Number is null or >= 5);
            shown += count.Number is null ? 0 : 1;
        }

        // The noise has mean zero: one person is shown as five or six about every fifth time.
        Assert.InRange(shown, 10, 80);
    }

    [Fact]
    public void Differencing_TellsNoMoreThanItsNoise()
    {
        // The intruder knows the person and subtracts: everyone minus everyone else's cells. Over many keys the difference with the
        // person is not told from the difference without better than the noise allows.
        int right = 0, rounds = 0;
        for (var secret = 0; secret < 150; secret++)
        {
            foreach (var present in new[] { true, false })
            {
                var gate = NewGate(secret);
                var cube = Cube(gate, withSingle: present);
                var table = gate.Count(cube, Question.Of("form", "from"));
                var difference = (table[ReleasedTable.All, 9].Number ?? 0) - (table[0, 9].Number ?? 0) - (table[1, 9].Number ?? 0) - (table[2, 9].Number ?? 0);
                right += (difference > 0) == present ? 1 : 0;
                rounds++;
            }
        }

        Assert.InRange(right / (double)rounds, 0.3, 0.72);
    }

    [Fact]
    public void Questions_BeyondWhatAnAudienceMayAsk_AreRefusedWithTheReason()
    {
        var gate = NewGate(policy: ExplorePolicy.Default with { Tables = 3 });
        var cube = Cube(gate);
        Assert.Equal(Refused.TooManyColumns, Assert.Throws<GateRefusal>(() => gate.Count(cube, Question.Of("sex", "age", "from", "form"))).Reason);
        Assert.Equal(4, gate.Count(cube, Question.Of("sex", "age", "from", "form"), Audience.ResearchPartner).Columns.Length);
        Assert.Equal(Refused.NoSuchColumn, Assert.Throws<GateRefusal>(() => gate.Count(cube, Question.Of("name"))).Reason);
        Assert.Equal(Refused.NoSuchColumn, Assert.Throws<GateRefusal>(() => gate.Count(cube, Question.Of("sex").Among("sex", "F"))).Reason);
        var value = Assert.Throws<GateRefusal>(() => gate.Count(cube, Question.Of("sex").Among("form", "secret")));
        Assert.Equal(Refused.NoSuchValue, value.Reason);
        Assert.DoesNotContain("secret", value.Message, StringComparison.Ordinal);

        gate.Count(cube, Question.Of("sex"));
        gate.Count(cube, Question.Of("age"));
        // The order of columns and the values of filters make no new table; a fourth set of columns does.
        Assert.Equal(gate.Count(cube, Question.Of("sex")).Total, gate.Count(cube, Question.Of("age")).Total);
        Assert.Equal(Refused.LedgerFull, Assert.Throws<GateRefusal>(() => gate.Count(cube, Question.Of("form"))).Reason);
    }

    [Fact]
    public void TheLedger_RemembersAfterARestart()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("palermo").FullName, "questions.jsonl");
        var first = new Gate(GateKey.From(Secret(1)), new QuestionLedger(path), ExplorePolicy.Default with { Tables = 1 });
        first.Count(Cube(first), Question.Of("sex", "age"));
        var again = new QuestionLedger(path);
        Assert.Equal(1, again.Asked("register", "v1"));
        var second = new Gate(GateKey.From(Secret(1)), again, ExplorePolicy.Default with { Tables = 1 });
        Assert.Throws<GateRefusal>(() => second.Count(Cube(second), Question.Of("form")));
        second.Count(Cube(second), Question.Of("age").Among("sex", "F"));
        File.AppendAllText(path, "torn");
        Assert.Contains("line 2", Assert.Throws<InvalidDataException>(() => new QuestionLedger(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACountTable_IsFrozenWithItsOrigin_AndDerivedColumnsKeepThePeoplesKeys()
    {
        var gate = NewGate();
        var origin = new DataOrigin("register", new string('a', 64), "own 1", 300);
        var table = CountTable.Of([new("sex", ["F", "M"]), new("from", ["x", "y", "z"])], Provenance.Of(origin, "records"), Enumerable.Range(0, 12).Select(i => (new[] { i % 3, i / 3 }, 20L + (7 * i))));
        var cube = gate.Freeze(table);
        Assert.Equal(("register", "aaaaaaaaaaaa"), (cube.Dataset, cube.Version));
        var wide = cube.With(new ReleasedColumn("region", ["north", "south"]), codes => codes[1] switch { 0 => 0, 3 => 2, _ => 1 });
        var (before, after) = (gate.Count(cube, Question.Of("from")), gate.Count(wide, Question.Of("region")));
        Assert.Equal(before[3], after[2]);
        Assert.Equal(before[0], after[0]);
        Assert.Equal(before.Total, after.Total);
        Assert.Equal(table.Entries.Sum(e => e.Value), gate.Exact(wide, Question.Of("region"), Inside).Total.Number);
    }

    [Fact]
    public void BoundedNoise_AttackedWithAllTables_PinsNoSmallCell()
    {
        // The intruder asks every table of up to three columns, takes each shown number as a range as wide as the noise, few-or-none as
        // 0 to the noise, and narrows all of them with the sums: no cell of few people ends at one value.
        int small = 0, pinned = 0;
        for (var secret = 0; secret < 4; secret++)
        {
            var gate = NewGate(secret);
            var cube = Cube(gate, vectors: 70, most: 4);
            foreach (var by in new[] { new[] { "sex", "age", "form" }, ["age", "form", "threats"], ["sex", "form", "threats"] })
            {
                var table = gate.Count(cube, Question.Of(by));
                var exact = gate.Exact(cube, Question.Of(by), Inside);
                var (low, high) = Narrowed(table, gate.Policy.Noise.Maximum);
                for (var i = 0; i < exact.Cells.Length; i++)
                {
                    var n = exact.Cells[i].Count.Number!.Value;
                    Assert.InRange(n, low[i], high[i]);
                    if (n is > 0 and < 5)
                    {
                        small++;
                        pinned += low[i] == high[i] ? 1 : 0;
                    }
                }
            }
        }

        Assert.True(small > 100, $"{small} small cells");
        Assert.Equal(0, pinned);
    }

    private static (long[] Low, long[] High) Narrowed(ReleasedTable table, int most)
    {
        var at = table.Cells.Select((c, i) => (Key: string.Join(',', c.Codes), i)).ToDictionary(p => p.Key, p => p.i, StringComparer.Ordinal);
        var low = table.Cells.Select(c => c.Count.Number is { } n ? Math.Max(1, n - most) : 0).ToArray();
        var high = table.Cells.Select(c => c.Count.Number is { } n ? n + most : most).ToArray();
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (cell, total) in table.Cells.Select((c, i) => (c, i)))
            {
                for (var d = 0; d < cell.Codes.Length; d++)
                {
                    if (cell.Codes[d] != ReleasedTable.All)
                    {
                        continue;
                    }

                    var parts = Enumerable.Range(0, table.Columns[d].Labels.Length + 1).Select(code => at[string.Join(',', cell.Codes.SetItem(d, code))]).ToArray();
                    long least = parts.Sum(p => low[p]), greatest = parts.Sum(p => high[p]);
                    changed |= Set(total, least, greatest);
                    foreach (var p in parts)
                    {
                        changed |= Set(p, low[total] - (greatest - high[p]), high[total] - (least - low[p]));
                    }
                }
            }
        }

        return (low, high);

        bool Set(int cell, long least, long greatest)
        {
            var (l, h) = (Math.Max(low[cell], least), Math.Min(high[cell], greatest));
            var moved = l != low[cell] || h != high[cell];
            (low[cell], high[cell]) = (l, h);
            return moved;
        }
    }

    [Fact]
    public void ExactCounts_AreMarkedAndStatisticsNeedPeople()
    {
        var gate = NewGate();
        var cube = Cube(gate);
        Assert.False(gate.Exact(cube, Question.Of("sex"), Inside).Clearance.MayLeave);
        Assert.True(gate.Count(cube, Question.Of("sex")).Clearance.MayLeave);
        Assert.Equal(Refused.TooFewPeople, Assert.Throws<GateRefusal>(() => gate.Statistic(1.5, cube, 9)).Reason);
        Assert.Equal(3.0, gate.Statistic(1.5, cube, 10).Select(x => 2 * x).Value);
    }

    [Fact]
    public void AnUnprotectedTable_DoesNotPass()
    {
        var tree = CountTree.Build([Hierarchy.Flat("a", ["x", "y"]), Hierarchy.Flat("b", ["p", "q", "r"])], at => 2 + (7 * at[0]) + (3 * at[1]));
        var gate = NewGate();
        var level = new ProtectionLevel();
        var open = new SuppressedTable(tree, [.. tree.Counts.Select(c => c < 15)], [.. tree.Counts.Select((c, i) => i == 5)], 0, 0) { Protected = true };
        Assert.Equal(Refused.NotSafe, Assert.Throws<GateRefusal>(() => gate.Suppressed(open, level, "d", "1", Audience.Public, stop: TestContext.Current.CancellationToken)).Reason);

        var rounded = ControlledRounding.Round(tree, 5);
        Assert.All(gate.Rounded(tree, rounded, "d", "1", Audience.Public).Cells, c => Assert.Equal(0, c.Count.Number!.Value % 5));
        Assert.Throws<GateRefusal>(() => gate.Rounded(tree, rounded with { Values = tree.Counts }, "d", "1", Audience.Public));
    }
}
