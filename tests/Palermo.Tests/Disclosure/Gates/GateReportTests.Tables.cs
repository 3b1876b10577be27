using System.Collections.Immutable;
using System.Globalization;
using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Protection;
using Palermo.Records.Frames;
using Palermo.Statistics.Counts;
using Palermo.Statistics.National;
using Palermo.Statistics.Reports;

namespace Palermo.Tests.Disclosure.Gates;

/// <summary>Tables that leave on their own, counted together with reports and with what exploring tells.</summary>
public sealed partial class GateReportTests
{
    private static readonly ProtectionLevel Level = new();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task AnySequenceOfTablesAndReports_PinsNobody(int seed)
    {
        var random = new Random(seed);
        var people = Register(random, 60 + (40 * seed));
        var source = Source(people);
        var gate = new Gate(GateKey.From([.. Enumerable.Range(0, 32).Select(i => (byte)(i + seed))]), new QuestionLedger());
        var cube = gate.Freeze(source.Vectors(Columns, TestContext.Current.CancellationToken));
        using var intruder = new JointIntruder(Kinds, people.Count);
        var hidden = new List<(string Name, Func<string[], bool> Whom)>();
        intruder.Learn(_ => true, people.Count, people.Count);
        var (reports, tables) = (0, 0);
        for (var step = 0; step < 12; step++)
        {
            try
            {
                if (step % 3 == 0)
                {
                    var scope = new ReturnScope(random.Next(2) == 0 ? null : Pick(random, Codes[5]), random.Next(2) == 0 ? null : int.Parse(Pick(random, Codes[0]), CultureInfo.InvariantCulture));
                    Take(await gate.ReportAsync(source, cube, TablePack.Default, Populations.None, new ReportRequest(scope), TestContext.Current.CancellationToken), people, intruder, hidden);
                    reports++;
                }
                else
                {
                    var table = Protected(gate, people, [.. Columns.OrderBy(_ => random.Next()).Take(1 + random.Next(2))], random.Next(2) == 0);
                    await gate.AdmitAsync(source, cube, TablePack.Default, table, TestContext.Current.CancellationToken);
                    TakeTable(table, people, intruder, hidden);
                    tables++;
                }
            }
            catch (GateRefusal refusal)
            {
                Assert.Equal(Refused.NotSafe, refusal.Reason);
            }
        }

        PinsNobody(people, intruder, hidden);
        Assert.True(tables > 0 && reports > 0, $"{tables} tables and {reports} reports left");
    }

    /// <summary>The ledger holds a table as it was printed, once, also after a restart.</summary>
    [Fact]
    public async Task ATable_IsEnteredAsItWasPrinted_Once_AndKnownAfterARestart()
    {
        var people = new List<string[]>();
        void Add(int n, string sex, string year) => people.AddRange(Enumerable.Repeat(new[] { year, sex, "24-26", "forced_labour", "UA", "PL" }, n));
        Add(40, "female", "2021");
        Add(3, "male", "2021");
        Add(30, "female", "2022");
        Add(6, "male", "2022");
        Add(12, "", "2022");
        var source = Source(people);
        var file = Path.Combine(Directory.CreateTempSubdirectory("palermo-gate-").FullName, "reports.jsonl");
        Gate Fresh() => new(GateKey.From(new byte[32]), new QuestionLedger(), reports: new ReportLedger(file));
        var cancel = TestContext.Current.CancellationToken;
        var table = Protected(Fresh(), people, ["year", "sex"], rounded: false);
        await Fresh().AdmitAsync(source, null, TablePack.Default, table, cancel);
        await Fresh().AdmitAsync(source, null, TablePack.Default, table, cancel);
        Assert.Single(await File.ReadAllLinesAsync(file, cancel));
        var entry = Assert.Single(new ReportLedger(file).Tables(source.Origin.Name, source.Origin.Version ?? source.Origin.Sha256!));
        Assert.DoesNotContain(entry.Cells, c => c.People is > 0 and < 5);
    }

    /// <summary>Two tables of the same people that are each safe and not together: they cover the men by different others.</summary>
    [Fact]
    public async Task ATable_ThatTogetherWithAnEarlierOneGivesAGroupAway_IsRefused()
    {
        var people = new List<string[]>();
        void Add(int n, string sex) => people.AddRange(Enumerable.Repeat(new[] { "2021", sex, "24-26", "forced_labour", "UA", "PL" }, n));
        Add(40, "female");
        Add(3, "male");
        Add(20, "");
        var source = Source(people);
        var gate = new Gate(GateKey.From(new byte[32]), new QuestionLedger());
        var cancel = TestContext.Current.CancellationToken;
        await gate.AdmitAsync(source, null, TablePack.Default, Hiding(2, 3), cancel);
        var refusal = await Assert.ThrowsAsync<GateRefusal>(() => gate.AdmitAsync(source, null, TablePack.Default, Hiding(2, 1), cancel));
        Assert.Equal(Refused.NotSafe, refusal.Reason);

        // Alone the second one is safe.
        await new Gate(GateKey.From(new byte[32]), new QuestionLedger()).AdmitAsync(source, null, TablePack.Default, Hiding(2, 1), cancel);

        ReleasedTable Hiding(params int[] cells)
        {
            string[] labels = ["female", "male", ""];
            var tree = CountTree.Build([Hierarchy.Flat("sex", labels)], at => people.Count(p => p[1] == labels[at[0] - 1]));
            ImmutableArray<bool> hidden = [.. Enumerable.Range(0, tree.Counts.Length).Select(cells.Contains)];
            return gate.Suppressed(new SuppressedTable(tree, [.. hidden.Select((h, c) => h && tree.Counts[c] < 5)], hidden, cells.Length, 0) { Protected = true }, Level, "register", "v", Audience.Public, stop: cancel);
        }
    }

    /// <summary>K-anonymous rows tell large counts nearly or exactly: beside them nothing is withheld, and they do not leave beside what is.</summary>
    [Fact]
    public async Task RowsAndWithheldFigures_KeepApart()
    {
        var people = Register(new Random(1), 100);
        var source = Source(people);
        var cancel = TestContext.Current.CancellationToken;
        var published = false;
        var gate = new Gate(GateKey.From(new byte[32]), new QuestionLedger(), rowsAreOut: name => published && name == source.Origin.Name);
        Assert.True(gate.MayRowsLeave(source.Origin.Name));
        await gate.PublishRowsAsync(source.Origin.Name, () => published = true, cancel);
        var table = Protected(gate, people, ["age", "form"], rounded: false);
        Assert.Contains(table.Cells, c => c.Count.Number is null);
        foreach (var leave in new[] { () => gate.AdmitAsync(source, null, TablePack.Default, table, cancel), () => gate.ReportAsync(source, null, TablePack.Default, Populations.None, new ReportRequest(new ReturnScope("PL", null)), cancel) })
        {
            var refusal = await Assert.ThrowsAsync<GateRefusal>(leave);
            Assert.Contains("k-anonymous rows of these people have left", refusal.Message, StringComparison.Ordinal);
        }

        await gate.AdmitAsync(source, null, TablePack.Default, Protected(gate, people, ["age", "form"], rounded: true), cancel);
        Assert.True(gate.MayRowsLeave(source.Origin.Name));

        // The other way round, and for the next version of the same people.
        var other = new Gate(GateKey.From(new byte[32]), new QuestionLedger());
        await other.AdmitAsync(source, null, TablePack.Default, table, cancel);
        Assert.False(other.MayRowsLeave(source.Origin.Name));
        await Assert.ThrowsAsync<GateRefusal>(() => other.PublishRowsAsync(source.Origin.Name, () => Assert.Fail("published"), cancel));
        Assert.True(other.MayRowsLeave("another register"));
    }

    private static ReleasedTable Protected(Gate gate, List<string[]> people, ImmutableArray<string> by, bool rounded)
    {
        var places = by.Select(c => Columns.IndexOf(c)).ToArray();
        var labels = places.Select(p => people.Select(k => k[p]).Where(l => l.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Append("").ToArray()).ToArray();
        var tree = CountTree.Build([.. by.Select((c, d) => Hierarchy.Flat(c, labels[d]))], at => people.Count(k => places.Select((p, d) => k[p] == labels[d][at[d] - 1]).All(same => same)));
        return rounded
            ? gate.Rounded(tree, ControlledRounding.Round(tree, 5), "register", "v", Audience.Public)
            : gate.Suppressed(SecondarySuppression.Protect(tree, new PrimaryRules(), Level, TestContext.Current.CancellationToken), Level, "register", "v", Audience.Public, stop: TestContext.Current.CancellationToken);
    }

    private static void TakeTable(ReleasedTable table, List<string[]> people, JointIntruder intruder, List<(string Name, Func<string[], bool> Whom)> hidden)
    {
        var places = table.Columns.Select(c => Columns.IndexOf(c.Name)).ToArray();
        var most = table.Clearance.MostNoise ?? 0;
        foreach (var cell in table.Cells)
        {
            bool Whom(string[] kind) => cell.Codes.Select((code, i) => code == ReleasedTable.All || kind[places[i]] == (table.Columns[i].Label(code) ?? "")).All(same => same);
            if (cell.Count.Number is { } n)
            {
                intruder.Learn(Whom, Math.Max(0, n - most), n + most);
            }

            // A number of many that was rounded hides nobody, and a report may print it.
            if (people.Any(Whom) && (cell.Count.Number is null || (most > 0 && people.Count(Whom) < Gate.ReportThreshold)))
            {
                hidden.Add(($"table {string.Join(",", table.Columns.Select(c => c.Name))} {string.Join(",", cell.Codes)}", Whom));
            }
        }
    }
}
