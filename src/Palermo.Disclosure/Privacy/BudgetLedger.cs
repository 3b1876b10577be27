using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Palermo.Disclosure.Chains;

namespace Palermo.Disclosure.Privacy;

/// <summary>One line of a ledger.</summary>
/// <param name="Kind"><c>open</c>, <c>spend</c> or <c>raise</c>.</param>
/// <param name="Release">The release's identifier, or the reason for a raise.</param>
/// <param name="Date">The day, as given by the caller.</param>
/// <param name="Rho">zCDP spent, or by how much the limit is raised.</param>
/// <param name="Delta">Failure probability of thresholds spent, or by how much that limit is raised.</param>
/// <param name="People">Who signed: one for a spend, two for opening and raising.</param>
/// <param name="Previous">SHA-256 of the line before, so that a line taken out is noticed.</param>
public sealed record LedgerEntry(string Kind, string Release, DateOnly Date, double Rho, double Delta, ImmutableArray<string> People, string Previous);

/// <summary>A release would pass the limit, or the ledger is broken. Says what is left and what to do.</summary>
public sealed class BudgetException(string message) : InvalidOperationException(message);

/// <summary>
/// The privacy budget of one dataset across all its releases, in a file that only grows. Costs add (zCDP composes by addition,
/// thresholds' failure probabilities by the union bound), also over the years of a growing register.
/// </summary>
public sealed class BudgetLedger
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    // What adding many small costs up in floating point may lose.
    private const double Rounding = 1 + 1e-9;

    private readonly string path;

    private BudgetLedger(string path, ImmutableArray<LedgerEntry> entries)
    {
        this.path = path;
        Entries = entries;
    }

    public ImmutableArray<LedgerEntry> Entries { get; }

    public double RhoLimit => Entries.Where(e => e.Kind != "spend").Sum(e => e.Rho);

    public double DeltaLimit => Entries.Where(e => e.Kind != "spend").Sum(e => e.Delta);

    public double RhoSpent => Entries.Where(e => e.Kind == "spend").Sum(e => e.Rho);

    public double DeltaSpent => Entries.Where(e => e.Kind == "spend").Sum(e => e.Delta);

    /// <summary>The share of the whole that is spent, of what is scarcer: zCDP or the failure probability of thresholds. 0 to 1.</summary>
    public double SpentShare => ShareWith(0, 0);

    /// <summary>The share that would be spent after a release of this cost.</summary>
    public double ShareWith(double rho, double delta) => Math.Max((RhoSpent + rho) / RhoLimit, DeltaLimit > 0 ? (DeltaSpent + delta) / DeltaLimit : 0);

    /// <summary>The share of the whole that one cost takes.</summary>
    public double ShareOf(double rho, double delta) => Math.Max(rho / RhoLimit, DeltaLimit > 0 ? delta / DeltaLimit : 0);

    /// <summary>Whether a release of this cost still fits.</summary>
    public bool Allows(double rho, double delta) => RhoSpent + rho <= RhoLimit * Rounding && DeltaSpent + delta <= DeltaLimit * Rounding;

    /// <summary>Whether there is a line of this kind under this name.</summary>
    public bool Has(string kind, string release) => Entries.Any(e => e.Kind == kind && e.Release == release);

    /// <summary>Opens a new ledger with its limits; two people sign.</summary>
    /// <param name="path">A file that is not there yet.</param>
    /// <param name="rhoLimit">zCDP over all releases.</param>
    /// <param name="deltaLimit">Failure probability of thresholds over all releases.</param>
    /// <param name="date">The day.</param>
    /// <param name="people">Two different people.</param>
    /// <param name="reason">Why, or under which request; for the record.</param>
    public static BudgetLedger Open(string path, double rhoLimit, double deltaLimit, DateOnly date, ImmutableArray<string> people, string reason = "")
    {
        TwoPeople(people);
        if (File.Exists(path))
        {
            throw new BudgetException($"{Path.GetFileName(path)}: the ledger is open already; raise its limit instead");
        }

        return new BudgetLedger(path, []).Append("open", reason, date, rhoLimit, deltaLimit, people);
    }

    /// <summary>Reads a ledger and checks its chain.</summary>
    public static BudgetLedger Read(string path)
    {
        using var file = Opened(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return Parse(path, reader.ReadToEnd());
    }

    /// <summary>Spends on a release, or refuses and leaves the ledger as it was. Written to disk before it returns.</summary>
    public BudgetLedger Spend(string release, double rho, double delta, DateOnly date, string person)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rho);
        ArgumentOutOfRangeException.ThrowIfNegative(delta);
        return Append("spend", release, date, rho, delta, [person]);
    }

    /// <summary>The same for work that may be begun again: a release that stands in the ledger by this name is not charged a second time.</summary>
    public BudgetLedger SpendOnce(string release, double rho, double delta, DateOnly date, string person)
    {
        ArgumentException.ThrowIfNullOrEmpty(release);
        ArgumentOutOfRangeException.ThrowIfNegative(rho);
        ArgumentOutOfRangeException.ThrowIfNegative(delta);
        return Append("spend", release, date, rho, delta, [person], once: true);
    }

    /// <summary>Raises the limits; two different people sign.</summary>
    public BudgetLedger Raise(string reason, double rho, double delta, DateOnly date, ImmutableArray<string> people)
    {
        TwoPeople(people);
        return Append("raise", reason, date, rho, delta, people);
    }

    /// <summary>The same under the name of a request: one that was granted already raises nothing again.</summary>
    public BudgetLedger RaiseOnce(string request, double rho, double delta, DateOnly date, ImmutableArray<string> people)
    {
        ArgumentException.ThrowIfNullOrEmpty(request);
        TwoPeople(people);
        return Append("raise", request, date, rho, delta, people, once: true);
    }

    private static void TwoPeople(ImmutableArray<string> people)
    {
        if (people.Select(p => p.Trim()).Where(p => p.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Count() < 2)
        {
            throw new BudgetException("two different people must sign a limit");
        }
    }

    private static BudgetLedger Parse(string path, string text)
    {
        BudgetException Broken(int line) => new(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}, line {line}: the chain is broken; restore the ledger from its backup before any release"));
        var entries = ChainedLines.Read<LedgerEntry>(Lines(text), Options, e => e.Previous, Broken).ToImmutableArray();
        foreach (var (at, entry) in entries.Index())
        {
            if (entry.Kind is not ("open" or "spend" or "raise") || (at == 0) != (entry.Kind == "open"))
            {
                throw Broken(at + 1);
            }
        }

        return new BudgetLedger(path, entries);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private BudgetLedger Append(string kind, string release, DateOnly date, double rho, double delta, ImmutableArray<string> people, bool once = false)
    {
        // The file is locked while it is read again, judged and written: two releases cannot spend the same budget.
        using var file = Opened(path, kind == "open" ? FileMode.CreateNew : FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        var text = reader.ReadToEnd();
        var now = Parse(path, text);
        if (once && now.Has(kind, release))
        {
            return now;
        }

        if (kind == "spend" && !now.Allows(rho, delta))
        {
            throw new BudgetException(string.Create(
                CultureInfo.InvariantCulture,
                $"the privacy budget is spent: rho {now.RhoLimit - now.RhoSpent:G4} of {now.RhoLimit:G4} is left and this release needs {rho:G4}; threshold delta {now.DeltaLimit - now.DeltaSpent:G3} is left and it needs {delta:G3}. Ask for less, or have two people raise the limit"));
        }

        var entry = new LedgerEntry(kind, release, date, rho, delta, people, ChainedLines.After(Lines(text).LastOrDefault()));
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry, Options) + "\n"));
        file.Flush(flushToDisk: true);
        return new BudgetLedger(path, now.Entries.Add(entry));
    }

    // Who comes while another holds the file waits for it: each holds it for the blink of one line.
    private static FileStream Opened(string path, FileMode mode, FileAccess access, FileShare share)
    {
        const int tries = 200;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, mode, access, share);
            }
            catch (IOException e) when (attempt < tries && mode != FileMode.CreateNew && e is not (FileNotFoundException or DirectoryNotFoundException))
            {
                Thread.Sleep(10);
            }
        }
    }
}
