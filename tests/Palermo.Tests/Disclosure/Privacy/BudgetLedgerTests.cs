using Palermo.Disclosure.Privacy;

namespace Palermo.Tests.Disclosure.Privacy;

public sealed class BudgetLedgerTests
{
    private static readonly DateOnly Day = new(2026, 1, 31);

    private static string NewFile() => Path.Combine(Directory.CreateTempSubdirectory("palermo").FullName, "ledger.jsonl");

    [Fact]
    public void Spending_AddsUpAcrossReleasesAndReadings()
    {
        var path = NewFile();
        BudgetLedger.Open(path, 1.0, 1e-6, Day, ["national rapporteur", "data protection officer"]);
        BudgetLedger.Read(path).Spend("2025", 0.4, 4e-7, Day, "national rapporteur");
        var ledger = BudgetLedger.Read(path).Spend("2026", 0.4, 4e-7, Day, "data protection officer");
        Assert.Equal(0.8, ledger.RhoSpent, 12);
        Assert.Equal(3, BudgetLedger.Read(path).Entries.Length);
    }

    [Fact]
    public void SpendingTooMuch_IsRefusedAndLeavesTheLedgerAsItWas()
    {
        var path = NewFile();
        BudgetLedger.Open(path, 1.0, 1e-6, Day, ["A", "B"]).Spend("one", 0.9, 0, Day, "A");
        var before = File.ReadAllText(path);
        var error = Assert.Throws<BudgetException>(() => BudgetLedger.Read(path).Spend("two", 0.2, 0, Day, "A"));
        Assert.Contains("two people", error.Message, StringComparison.Ordinal);
        Assert.Throws<BudgetException>(() => BudgetLedger.Read(path).Spend("two", 0.05, 2e-6, Day, "A"));
        Assert.Equal(before, File.ReadAllText(path));
    }

    [Fact]
    public void WorkBegunAgain_IsChargedOnce_AlsoWhenNothingIsLeft()
    {
        var path = NewFile();
        var ledger = BudgetLedger.Open(path, 1.0, 1e-6, Day, ["A", "B"], "request-1");
        Assert.True(ledger.Has("open", "request-1"));
        Assert.True(ledger.Allows(1.0, 0));
        ledger.SpendOnce("work-1", 0.9, 1e-7, Day, "A");
        var again = BudgetLedger.Read(path).SpendOnce("work-1", 0.9, 1e-7, Day, "A");
        Assert.Equal(0.9, again.RhoSpent, 12);
        Assert.Equal(2, again.Entries.Length);
        Assert.False(again.Allows(0.2, 0));
        Assert.Throws<BudgetException>(() => again.SpendOnce("work-2", 0.9, 1e-7, Day, "A"));
    }

    [Fact]
    public void ARequestGrantedTwice_RaisesOnce()
    {
        var path = NewFile();
        BudgetLedger.Open(path, 1.0, 1e-6, Day, ["A", "B"]).RaiseOnce("request-2", 0.5, 1e-7, Day, ["A", "B"]);
        var again = BudgetLedger.Read(path).RaiseOnce("request-2", 0.5, 1e-7, Day, ["A", "B"]);
        Assert.Equal(1.5, again.RhoLimit, 12);
        Assert.Throws<BudgetException>(() => again.RaiseOnce("request-3", 0.5, 1e-7, Day, ["A", " a "]));
    }

    [Fact]
    public async Task ManyWhoSpendAndReadAtOnce_AllCome_AndNothingIsLost()
    {
        var path = NewFile();
        BudgetLedger.Open(path, 1000, 1, Day, ["A", "B"]);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                BudgetLedger.Read(path).SpendOnce($"work-{w}-{i % 10}", 1, 0, Day, "A");
            }
        })));
        Assert.Equal(80, BudgetLedger.Read(path).RhoSpent, 9);
    }

    [Fact]
    public void AnOldCopyInMemory_CannotSpendTwice()
    {
        var path = NewFile();
        var old = BudgetLedger.Open(path, 1.0, 1e-6, Day, ["A", "B"]);
        old.Spend("one", 0.9, 0, Day, "A");
        Assert.Throws<BudgetException>(() => old.Spend("two", 0.9, 0, Day, "A"));
    }

    [Fact]
    public void Raising_NeedsTwoDifferentPeople()
    {
        var path = NewFile();
        Assert.Throws<BudgetException>(() => BudgetLedger.Open(path, 1, 0, Day, ["A"]));
        Assert.Throws<BudgetException>(() => BudgetLedger.Open(path, 1, 0, Day, ["A", " a "]));
        var ledger = BudgetLedger.Open(path, 1.0, 1e-6, Day, ["A", "B"]);
        Assert.Throws<BudgetException>(() => ledger.Raise("more", 1, 0, Day, ["A", "A"]));
        Assert.Equal(1.5, ledger.Raise("more", 0.5, 0, Day, ["A", "C"]).RhoLimit, 12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ALineTakenOutOrChanged_IsNoticed(int line)
    {
        var path = NewFile();
        BudgetLedger.Open(path, 1.0, 1e-6, Day, ["A", "B"]).Spend("one", 0.1, 0, Day, "A").Spend("two", 0.1, 0, Day, "A");
        var lines = File.ReadAllLines(path).ToList();
        lines.RemoveAt(line);
        File.WriteAllLines(path, lines);
        Assert.Throws<BudgetException>(() => BudgetLedger.Read(path));
        lines = [.. File.ReadAllLines(path)];
        lines[0] = lines[0].Replace("0.1", "0.0", StringComparison.Ordinal) + " ";
        File.WriteAllLines(path, lines);
        Assert.Throws<BudgetException>(() => BudgetLedger.Read(path));
    }
}
