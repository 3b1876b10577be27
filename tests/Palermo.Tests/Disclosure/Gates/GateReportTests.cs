using System.Collections.Immutable;
using System.Globalization;
using Palermo.Disclosure.Gates;
using Palermo.Records.Frames;
using Palermo.Statistics.Counts;
using Palermo.Statistics.National;
using Palermo.Statistics.Reports;
using Palermo.Statistics.Tables;

namespace Palermo.Tests.Disclosure.Gates;

/// <summary>Reports and explored tables of one register, attacked together.</summary>
public sealed partial class GateReportTests
{
    private static readonly string[] Columns = ["year", "sex", "age", "form", "origin", "destination"];

    private static readonly string[][] Codes =
    [
        ["2021", "2022"], ["female", "male", ""], ["9-17", "24-26"], ["sexual_exploitation", "forced_labour", "forced_begging", "organ_removal"], ["UA", "NG", "PL"], ["PL", "GB"],
    ];

    // What an intruder must reckon with: that a thing was not recorded, that somebody has a sex that the register has a code for, that
    // somebody passed through a country.
    private static readonly string[][] Kinds =
    [
        .. Codes.Select((c, i) => i == 0 ? c : [.. c.Where(code => code.Length > 0), "", .. i == 1 ? (string[])["other"] : []]).Append(["", "PL"])
            .Aggregate((IEnumerable<ImmutableArray<string>>)[[]], (heads, codes) => heads.SelectMany(h => codes.Select(c => h.Add(c)))).Select(k => k.ToArray()),
    ];

    private static readonly VariableMap Map = TablePack.Default.Map("palermo-routes")!;

    // Before the figures of flows were related to the others and to what lies further off, country totals followed in 1, 5 and 8, and
    // in 16 a group of two. PALERMO_SEQUENCES tries as many as it says instead.
    public static TheoryData<int> Seeds => int.TryParse(Environment.GetEnvironmentVariable("PALERMO_SEQUENCES"), NumberStyles.None, CultureInfo.InvariantCulture, out var many) ? [.. Enumerable.Range(1, many)] : [1, 2, 5, 8, 16];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task AnySequenceOfQuestionsAndReports_PinsNobody(int seed)
    {
        var random = new Random(seed);
        var people = Register(random, 60 + (40 * seed));
        var source = Source(people);
        var gate = new Gate(GateKey.From([.. Enumerable.Range(0, 32).Select(i => (byte)(i + seed))]), new QuestionLedger());
        var cube = gate.Freeze(source.Vectors(Columns, TestContext.Current.CancellationToken));
        using var intruder = new JointIntruder(Kinds, people.Count);
        var hidden = new List<(string Name, Func<string[], bool> Whom)>();
        intruder.Learn(_ => true, people.Count, people.Count);
        var reports = 0;
        for (var step = 0; step < 16; step++)
        {
            if (random.Next(4) == 0)
            {
                var scope = new ReturnScope(random.Next(2) == 0 ? null : Pick(random, Codes[5]), random.Next(2) == 0 ? null : int.Parse(Pick(random, Codes[0]), CultureInfo.InvariantCulture));
                try
                {
                    var report = await gate.ReportAsync(source, cube, TablePack.Default, Populations.None, new ReportRequest(scope), TestContext.Current.CancellationToken);
                    Take(report, people, intruder, hidden);
                    reports++;
                }
                catch (GateRefusal refusal)
                {
                    Assert.Equal(Refused.NotSafe, refusal.Reason);
                }
            }
            else
            {
                var by = Columns.OrderBy(_ => random.Next()).Take(1 + random.Next(3)).ToArray();
                var where = random.Next(2) == 0 ? [] : Columns.Except(by, StringComparer.Ordinal).Take(1).Select(c => (c, (string?)Pick(random, Codes[Columns.IndexOf(c)]))).Where(w => w.Item2!.Length > 0).ToImmutableArray();
                try
                {
                    Take(gate.Count(cube, new Question([.. by], where), Audience.ResearchPartner), people, gate.Policy.Noise.Maximum, intruder, hidden);
                }
                catch (GateRefusal refusal)
                {
                    Assert.Equal(Refused.NoSuchValue, refusal.Reason);
                }
            }
        }

        PinsNobody(people, intruder, hidden);
        Assert.True(reports > 0, "no report left");
        Assert.NotEmpty(hidden);
    }

    [Fact]
    public void TheIntruder_FindsWhatIsThereToFind()
    {
        // One sex hidden beside its total: the test can fail.
        var people = Register(new Random(1), 80);
        using var intruder = new JointIntruder(Kinds, 80);
        intruder.Learn(_ => true, 80, 80);
        foreach (var sex in new[] { "female", "", "other" })
        {
            intruder.Learn(k => k[1] == sex, people.Count(p => p[1] == sex), people.Count(p => p[1] == sex));
        }

        Assert.Equal([0], intruder.Pinned([k => k[1] == "male", k => k[1] == "male" && k[0] == "2021"]));
    }

    [Fact]
    public async Task TheSampleReport_IsProtectedAsAWhole_AndTheSameAgain()
    {
        var frame = Frame.Read(Path.Combine(AppContext.BaseDirectory, "data", "samples", "routes.csv"), cancel: TestContext.Current.CancellationToken);
        var source = FrameCounts.Of(frame, "routes", new string('a', 64));
        var folder = Directory.CreateTempSubdirectory("palermo-gate-").FullName;
        var (key, file) = (GateKey.InFile(Path.Combine(folder, "key")), Path.Combine(folder, "reports.jsonl"));
        var gate = new Gate(key, new QuestionLedger(), reports: new ReportLedger(file));
        var cube = gate.Freeze(source.Vectors(Columns, TestContext.Current.CancellationToken));
        var first = await Make(gate, 2012);
        var whole = await Make(gate, null);
        Assert.DoesNotContain(first.Tables.Concat(first.FlowTables).Concat(whole.Tables).Concat(whole.FlowTables).Where(t => t.Unit != "country").SelectMany(t => t.Observations), o => o.Cell is { IsNumber: true, Count: > 0 and < 5 });
        Assert.Contains(first.Tables.SelectMany(t => t.Observations), o => o.Cell.State == CellState.Suppressed);
        Assert.Contains(first.Tables.SelectMany(t => t.Observations), o => o.Cell.State == CellState.Value);
        Assert.Equal(["form", "sex", "age", "year"], whole.FlowTables.Where(t => t.Id.StartsWith("flows-roles-by-", StringComparison.Ordinal)).Select(t => t.Axes[0].Name));
        Assert.Contains(whole.FlowTables.Where(t => t.Id.StartsWith("flows-roles-by-", StringComparison.Ordinal)).SelectMany(t => t.Observations), o => o.Cell.State == CellState.Value && o.Codes[0] != Axis.Total && o.Share > 0);
        Assert.Equal("report.method.gate", first.Methods[^1].Key);
        Assert.Equal(["5", "1"], whole.Methods[^1].Arguments);

        // After a restart the same report is the same, and the ledger names no count and no code.
        var again = new Gate(key, new QuestionLedger(), reports: new ReportLedger(file));
        Assert.Equal(Shown(first), Shown(await Make(again, 2012)));
        var ledger = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(2, ledger.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("forced_labour", ledger, StringComparison.Ordinal);

        Task<NationalReport> Make(Gate with, int? year) => with.ReportAsync(source, cube, TablePack.Default, Populations.None, new ReportRequest(new ReturnScope(null, year)), TestContext.Current.CancellationToken);
        static string Shown(NationalReport report) => string.Join('\n', report.Tables.Concat(report.FlowTables).SelectMany(t => t.Observations.Select(o => t.Id + string.Join(',', o.Codes) + o.Cell)));
    }

    /// <summary>A ledger that names hidden figures which nobody knows any more would let them be printed.</summary>
    [Fact]
    public async Task ALedger_ThatHidFiguresOfOtherNames_LetsNothingOut()
    {
        var people = Register(new Random(1), 100);
        var source = Source(people);
        var file = Path.Combine(Directory.CreateTempSubdirectory("palermo-gate-").FullName, "reports.jsonl");
        await Make("PL");
        Assert.NotEmpty(new ReportLedger(file).Released(source.Origin.Name, source.Origin.Sha256!)[0].Hidden);
        await Make("PL");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var digest = new ReportLedger(file).Released(source.Origin.Name, source.Origin.Sha256!)[0].Hidden[0];
        await File.WriteAllTextAsync(file, text.Replace(digest, new string('0', digest.Length), StringComparison.Ordinal), TestContext.Current.CancellationToken);
        foreach (var country in new[] { "PL", "GB" })
        {
            var refusal = await Assert.ThrowsAsync<GateRefusal>(() => Make(country));
            Assert.Equal(Refused.NotSafe, refusal.Reason);
            Assert.StartsWith("1 figure(s) that an earlier report of these data hid are not known", refusal.Message, StringComparison.Ordinal);
        }

        Task<NationalReport> Make(string country) => new Gate(GateKey.From(new byte[32]), new QuestionLedger(), reports: new ReportLedger(file)).ReportAsync(source, null, TablePack.Default, Populations.None, new ReportRequest(new ReturnScope(country, null)), TestContext.Current.CancellationToken);
    }

    // No hidden figure is found; and no group of few even by somebody who guesses right that nobody passed through and nobody is of
    // another sex.
    private static void PinsNobody(List<string[]> people, JointIntruder intruder, List<(string Name, Func<string[], bool> Whom)> hidden)
    {
        Assert.Empty(Pinned(hidden));
        intruder.RuleOut(kind => kind[1] == "other" || kind[^1].Length > 0);
        Assert.Empty(Pinned([.. hidden.Where(h => people.Count(h.Whom) < Gate.ReportThreshold)]));

        IEnumerable<string> Pinned(List<(string Name, Func<string[], bool> Whom)> groups) =>
            intruder.Pinned([.. groups.Select(g => g.Whom)]).Select(p => $"{groups[p].Name}: a group of {people.Count(groups[p].Whom)} is pinned");
    }

    private static List<string[]> Register(Random random, int size) =>
    [
        .. Enumerable.Range(0, size).Select(_ => Codes.Select(c => c[(int)(c.Length * random.NextDouble() * random.NextDouble())]).ToArray()),
    ];

    private static FrameCounts Source(List<string[]> people)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("palermo-report-").FullName, "register.csv");
        File.WriteAllLines(file, people.Select(p => string.Join(',', [.. p[..5], "", p[5]])).Prepend("year,sex,age,form,origin,transit,destination"));
        return FrameCounts.Of(Frame.Read(file), "register", new string('b', 64));
    }

    private static string Pick(Random random, string[] codes) => codes[random.Next(codes.Length)];

    private static void Take(ReleasedTable answer, List<string[]> people, int noise, JointIntruder intruder, List<(string Name, Func<string[], bool> Whom)> hidden)
    {
        var places = answer.Columns.Select(c => Columns.IndexOf(c.Name)).ToArray();
        foreach (var cell in answer.Cells)
        {
            bool Whom(string[] kind) => answer.Where.All(w => kind[Columns.IndexOf(w.Column)] == w.Label)
                && cell.Codes.Select((code, i) => code == ReleasedTable.All || kind[places[i]] == (answer.Columns[i].Label(code) ?? "")).All(same => same);
            var (low, high) = cell.Count.Number is { } n ? (Math.Max(1, n - noise), n + noise) : (0, noise);
            intruder.Learn(Whom, low, high);
            if (cell.Count.Number is null && people.Any(Whom))
            {
                hidden.Add((string.Join(",", answer.Columns.Select(c => c.Name)) + " " + string.Join(",", cell.Codes), Whom));
            }
        }
    }

    private static void Take(NationalReport report, List<string[]> people, JointIntruder intruder, List<(string Name, Func<string[], bool> Whom)> hidden)
    {
        foreach (var table in report.Tables)
        {
            var lists = TablePack.Default.Tables.Single(t => t.Id == table.Id).Lists;
            foreach (var observation in table.Observations.Where(o => o.Cell.State is CellState.Value or CellState.Zero or CellState.Suppressed))
            {
                Use(table, observation, kind => InScope(kind) && observation.Codes.Select((code, i) => Stands(kind, table.Axes[i].Name, lists.GetValueOrDefault(table.Axes[i].Name), code)).All(s => s));
            }
        }

        // How many countries have which role is told from printed figures alone.
        foreach (var table in report.FlowTables.Where(t => t.Unit != "country"))
        {
            foreach (var observation in table.Observations.Where(o => o.Cell.State is CellState.Value or CellState.Zero or CellState.Suppressed))
            {
                Use(table, observation, kind => InFlows(kind) && Flows(table.Id, kind, observation.Codes));
            }
        }

        foreach (var line in report.Completeness.Where(c => !c.IsHidden))
        {
            intruder.Learn(InScope, line.Records, line.Records);
            intruder.Learn(kind => InScope(kind) && Recorded(line.Variable, kind), line.Recorded, line.Recorded);
        }

        void Use(StatTable table, Observation observation, Func<string[], bool> whom)
        {
            var truth = people.Count(whom);

            // A table that yields may be withheld whole; what another table prints of many of its people is known from there.
            var yields = table.Id.StartsWith("flows-roles-by-", StringComparison.Ordinal);
            if (observation.Cell.IsNumber)
            {
                Assert.True(truth == observation.Cell.Count, string.Join(" ", report.Request.Scope, table.Id, string.Join(',', observation.Codes), truth, observation.Cell.Count));
                intruder.Learn(whom, truth, truth);
            }
            else if (truth is > 0 and < Gate.ReportThreshold || (truth > 0 && !yields))
            {
                hidden.Add(($"{report.Request.Scope} {table.Id} {string.Join(',', observation.Codes)}", whom));
            }
        }

        static bool Recorded(string variable, string[] kind) => variable == "border" ? kind[4].Length > 0 && kind[5].Length > 0 : kind[Columns.IndexOf(variable)].Length > 0;
        bool InScope(string[] kind) => (report.Request.Scope.Country is not { } c || kind[5] == c) && (report.Request.Scope.Period is not { } y || kind[0] == y);
        bool InFlows(string[] kind) => (report.Request.Scope.Country is not { } c || kind[5] == c || kind[4] == c) && (report.Request.Scope.Period is not { } y || kind[0] == y);
    }

    // Whom a cell counts, by the data file of variables alone.
    private static bool Stands(string[] kind, string variable, string? list, string code)
    {
        if (code == Axis.Total)
        {
            return true;
        }

        if (variable == "border")
        {
            return code == (kind[4].Length == 0 || kind[5].Length == 0 ? Axis.NotRecorded : kind[4] == kind[5] ? "Domestic" : "Cross-border");
        }

        var rule = Map.Rule(variable, list)!;
        var text = kind[Columns.IndexOf(rule.Column)];
        var stands = text.Length == 0 ? null : rule.Codes.IsEmpty ? text : rule.Codes.GetValueOrDefault(text);
        return code == Axis.NotRecorded ? stands is null : stands == code;
    }

    private static bool Flows(string table, string[] kind, ImmutableArray<string> codes)
    {
        var (from, to, through) = (kind[4], kind[5], kind.Length > Columns.Length ? kind[^1] : "");
        var known = from.Length > 0 && to.Length > 0;
        if (table.StartsWith("flows-roles-by-", StringComparison.Ordinal))
        {
            return Stands(kind, table["flows-roles-by-".Length..], null, codes[0]) && Flows("flows-roles", kind, codes.RemoveAt(0));
        }

        return table switch
        {
            "flows-borders" => codes[0] switch { Axis.Total => true, "Internal" => known && from == to, "Cross-border" => known && from != to, _ => !known },
            "flows-corridors" => known && from != to && (codes[0] == Axis.Total || from == codes[0]) && (codes[1] == Axis.Total || to == codes[1]),
            _ => codes[1] switch
            {
                "source" => known && from == codes[0] && to != codes[0],
                "destination" => known && to == codes[0] && from != codes[0],
                "internal" => known && from == codes[0] && to == codes[0],
                "transit" => through == codes[0],
                _ => through == codes[0] || (known && (from == codes[0] || to == codes[0])),
            },
        };
    }
}
