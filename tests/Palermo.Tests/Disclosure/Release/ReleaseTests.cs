using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Microdata;
using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Release;
using Palermo.Disclosure.Tables;

namespace Palermo.Tests.Disclosure.Release;

public sealed class ReleaseTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    private static (CodedRecords Records, CodeBook Book, string Folder) Prepare()
    {
        var folder = Directory.CreateTempSubdirectory("palermo").FullName;
        var bits = new SeededBits(1);
        File.WriteAllLines(Path.Combine(folder, "register.csv"), Enumerable.Repeat("year,sex,threats", 1).Concat(Enumerable.Range(0, 2_000).Select(_ => $"{2020 + (int)bits.Below(3)},{(bits.Below(2) == 0 ? "F" : "M")},{(bits.Below(4) == 0 ? "1" : "")}")));
        File.WriteAllText(Path.Combine(folder, "book.json"), """{"columns":[{"name":"year","labels":["2020","2021","2022"]},{"name":"sex","labels":["F","M"]},{"name":"threats","labels":["1"]}],"place":["year"],"core":["threats"]}""");
        return (CodedRecords.Read(DelimitedSource.Read(Path.Combine(folder, "register.csv"))), CodeBook.Read(Path.Combine(folder, "book.json")), folder);
    }

    [Fact]
    public async Task PrivateRelease_ChargesTheLedgerAndHashesItsFiles()
    {
        var (records, book, folder) = Prepare();
        var path = Path.Combine(folder, "ledger.jsonl");
        var ledger = BudgetLedger.Open(path, ZeroConcentrated.Rho(2.5, 1e-6), 1e-6, Day, ["A", "B"]);
        var request = new PrivateReleaseRequest("register", Day, "A", 2, 1e-6, 1, 7, []);
        var release = await PrivateRelease.Make(records, book, request, ledger, new SeededBits(2), TestContext.Current.CancellationToken);

        Assert.Contains("rows.parquet", release.Files.Keys);
        Assert.Equal(6, release.Files.Keys.Count(f => f.StartsWith("statement.", StringComparison.Ordinal)));
        Assert.All(release.Manifest.Files, f => Assert.Equal(f.Value, ReleaseFiles.Hash(release.Files[f.Key])));
        Assert.True(BudgetLedger.Read(path).RhoSpent >= release.Manifest.Rho);
        Assert.Equal(release.Manifest.Identifier, ReleaseManifest.FromJson(release.Manifest.ToJson()).Identifier);

        Assert.Equal(2.0, release.Manifest.GuaranteeOfAllReleases!.Value.Epsilon, 3);

        // A second one of the same size does not fit; nothing may be read or written.
        await Assert.ThrowsAsync<BudgetException>(() => PrivateRelease.Make(records, book, request, BudgetLedger.Read(path), new SeededBits(2), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Plan_SaysCostAndRangesOfTheReleaseThatFollows_WithoutTheData()
    {
        var (records, book, folder) = Prepare();
        var plan = ReleasePlan.For(book, 4, 1e-6);
        var ledger = BudgetLedger.Open(Path.Combine(folder, "plan.jsonl"), plan.Rho, plan.ThresholdDelta, Day, ["A", "B"]);
        var request = new PrivateReleaseRequest("register", Day, "A", 4, 1e-6, 1, 7, []) { Work = "work-1", Audience = Audience.ResearchPartner, Version = "v1" };
        var (measured, charged) = PrivateRelease.Measure(() => records, book, request, ledger, new SeededBits(2), TestContext.Current.CancellationToken);
        Assert.Equal(plan.Rho, charged.RhoSpent, 12);
        Assert.InRange(measured.Rho, 0.1, plan.Rho);
        var (single, pair) = plan.HalfWidths(0.95);
        Assert.Equal((single, pair), (GaussianTail.HalfWidth(measured.SinglesVariance, 0.95), GaussianTail.HalfWidth(measured.PairsVariance, 0.95)));

        // Begun again it is charged once, and what was kept gives the same release to the byte.
        PrivateRelease.Measure(() => records, book, request, ledger, new SeededBits(3), TestContext.Current.CancellationToken);
        var first = await PrivateRelease.Finish(book, request, charged, measured, TestContext.Current.CancellationToken);
        var second = await PrivateRelease.Finish(book, request, charged, Palermo.Disclosure.Synthesis.MeasuredState.Read(Palermo.Disclosure.Synthesis.MeasuredState.Write(measured)), TestContext.Current.CancellationToken);
        Assert.Equal(first.Manifest.Identifier, second.Manifest.Identifier);
        Assert.Equal((Audience.ResearchPartner, "v1"), (first.Manifest.Audience!.Value, first.Manifest.Version));
        Assert.Equal(plan.Rho, BudgetLedger.Read(Path.Combine(folder, "plan.jsonl")).RhoSpent, 12);

        // Charged before anything is read: without budget the records are not asked for.
        Assert.Throws<BudgetException>(() => PrivateRelease.Measure(() => throw new InvalidOperationException("the records were read"), book, request with { Work = "work-2" }, ledger, new SeededBits(2), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(1, 73.106)]
    [InlineData(4, 98.2014)]
    [InlineData(0, 50)]
    public void BestBet_IsTheMostThatTheGuaranteeLetsWin(double epsilon, double of100) =>
        Assert.Equal(of100, ReleasePlan.BestBet(new(epsilon, 0)), 3);

    [Fact]
    public void AReleasePutAside_WasNeverPublished_AndNoFileOfItIsGiven()
    {
        var register = new ReleaseRegister(Directory.CreateTempSubdirectory("palermo").FullName);
        var gate = new Gate(GateKey.Fresh(), new QuestionLedger());
        var release = TableRelease.Make(gate.Count(gate.Freeze("d", "1", [new ReleasedColumn("sex", ["F", "M"])], [1, 2], [100, 200]), Question.Of("sex")), Day);
        register.Prepare(release, "A", Day);
        var aside = register.Withdraw(release.Manifest.Identifier, "B", "another column was meant", Day);
        Assert.False(aside.WasPublished);
        Assert.Null(register.FileOf(release.Manifest.Identifier, "manifest.json"));
        Assert.Null(register.PreparedFileOf(release.Manifest.Identifier, "table.csv"));
    }

    [Fact]
    public async Task KAnonymousRelease_IsNamedSo()
    {
        var (records, book, _) = Prepare();
        var release = await PrivateRelease.MakeKAnonymous(records, book, "register", Day, 10, 1, TestContext.Current.CancellationToken);
        Assert.Equal(ProtectionKind.KAnonymousSynthesis, release.Manifest.Protection);
        Assert.Null(release.Manifest.Guarantee);
        Assert.Contains("fewer than k", System.Text.Encoding.UTF8.GetString(release.Files["statement.en.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Statements_HoldEveryLanguageAndNeverFallBack()
    {
        var titles = ReleaseStatement.Languages.Select(l => ReleaseStatement.Html(
            new ReleaseManifest { Identifier = "x", Date = Day, Dataset = "d", Program = "p", Protection = ProtectionKind.DifferentialPrivacy, RowsPerPerson = 1, RowSeed = 1, Rows = 1 }, l)).ToArray();
        Assert.Equal(6, titles.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains("dir=\"rtl\"", titles[0], StringComparison.Ordinal);
    }

    /// <summary>Every kind of release in every language: both lists stand, no hole is left open, and what a figure means stands beside it.</summary>
    [Fact]
    public void Statements_SayWhatMayAndMayNotBeSaid_AndExplainEachFigure()
    {
        foreach (var language in ReleaseStatement.Languages)
        {
            foreach (var kind in Enum.GetValues<ProtectionKind>())
            {
                var rows = kind is ProtectionKind.DifferentialPrivacy or ProtectionKind.KAnonymousSynthesis;
                var manifest = new ReleaseManifest
                {
                    Identifier = "x", Date = Day, Dataset = "d", Program = "p", Protection = kind, RowsPerPerson = 1, RowSeed = 1, Rows = rows ? 5 : 0, K = kind == ProtectionKind.KAnonymousSynthesis ? 10 : null,
                    MostNoise = 4, SmallestShown = 5, Guarantee = kind == ProtectionKind.DifferentialPrivacy ? new(1, 1e-7) : null, PairErrorAtMost = kind == ProtectionKind.DifferentialPrivacy ? 12.34 : null,
                };
                var text = System.Net.WebUtility.HtmlDecode(ReleaseStatement.Html(manifest, language));
                Assert.DoesNotContain("{0}", text, StringComparison.Ordinal);
                Assert.DoesNotContain("{1}", text, StringComparison.Ordinal);
                Assert.Equal(3, text.Split("<h2>").Length - 1);
                var lists = text.Split("<ul>")[1..].Select(l => l[..l.IndexOf("</ul>", StringComparison.Ordinal)].Split("<li>").Length - 1).ToArray();
                Assert.Equal(2, lists.Length);
                Assert.True(lists[0] >= 1 && lists[1] == (rows ? 5 : kind == ProtectionKind.Suppression ? 4 : 3), $"{language} {kind}: {string.Join(',', lists)}");
                Assert.Equal(kind == ProtectionKind.DifferentialPrivacy, text.Contains("74", StringComparison.Ordinal) && text.Contains("12.3<", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Register_NeedsTwoPeople_KeepsTheReason_AndNoticesAMissingLine()
    {
        var folder = Directory.CreateTempSubdirectory("palermo").FullName;
        var register = new ReleaseRegister(folder);
        var gate = new Gate(GateKey.Fresh(), new QuestionLedger());
        var table = gate.Count(gate.Freeze("d", "1", [new ReleasedColumn("sex", ["F", "M"])], [1, 2], [100, 200]), Question.Of("sex"));
        var release = TableRelease.Make(table, Day);
        var id = release.Manifest.Identifier;
        register.Prepare(release, "A", Day);
        Assert.Throws<RegisterException>(() => register.Prepare(release, "A", Day));
        Assert.Null(register.FileOf(id, "table.csv"));
        Assert.Throws<RegisterException>(() => register.SignOff(id, " a ", Day));
        register.SignOff(id, "B", Day);
        Assert.Equal(release.Files["table.csv"], register.FileOf(id, "table.csv"));
        Assert.Null(register.FileOf(id, "../register.jsonl"));
        register.Withdraw(id, "B", "wrong column", Day);
        Assert.Null(register.FileOf(id, "table.csv"));
        Assert.Equal("wrong column", new ReleaseRegister(folder).Find(id)!.Manifest.Withdrawn);
        Assert.Equal(6, ReleaseStatement.Languages.Count(l => System.Text.Encoding.UTF8.GetString(register.FileOf(id, $"statement.{l}.html")!).Contains("wrong column", StringComparison.Ordinal)));

        var chain = Path.Combine(folder, "register.jsonl");
        var lines = File.ReadAllLines(chain);
        File.WriteAllLines(chain, [lines[0], lines[2]]);
        Assert.Contains("line 2", Assert.Throws<RegisterException>(() => register.List()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"columns":[{"name":"a","labels":["1"]}],"place":["b"]}""")]
    [InlineData("""{"columns":[{"name":"a","labels":[]}]}""")]
    public void BrokenCodeBook_IsRefusedWithItsPlace(string json)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("palermo").FullName, "book.json");
        File.WriteAllText(path, json);
        var error = Assert.Throws<InvalidDataException>(() => CodeBook.Read(path));
        Assert.Contains("book.json", error.Message, StringComparison.Ordinal);
    }
}
