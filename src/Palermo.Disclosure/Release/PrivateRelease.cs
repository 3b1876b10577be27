using System.Collections.Immutable;
using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Microdata;
using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Synthesis;

namespace Palermo.Disclosure.Release;

/// <summary>What is asked of a private release.</summary>
/// <param name="Dataset">Name of the dataset, the same in every release of it.</param>
/// <param name="Date">Day of the release.</param>
/// <param name="ReleasedBy">Who releases.</param>
/// <param name="Epsilon">Epsilon of this release.</param>
/// <param name="Delta">Delta of this release, thresholds included.</param>
/// <param name="RowsPerPerson">The most rows one person has.</param>
/// <param name="RowSeed">Seed for the sampling of rows.</param>
/// <param name="Margins">Sets of columns to measure together instead of the recipe's.</param>
public sealed record PrivateReleaseRequest(
    string Dataset, DateOnly Date, string ReleasedBy, double Epsilon, double Delta, int RowsPerPerson, ulong RowSeed, ImmutableArray<ImmutableArray<string>> Margins)
{
    /// <summary>The column that says who a row is about; rows beyond <c>RowsPerPerson</c> of one person are cut at random. Null: the caller vouches for the bound.</summary>
    public string? Person { get; init; }

    /// <summary>For whom; null is public.</summary>
    public Audience? Audience { get; init; }

    /// <summary>Version of the dataset, where it has one.</summary>
    public string? Version { get; init; }

    /// <summary>The name of this piece of work in the ledger: begun again under it, it is not charged again. Null: each call is a release of its own.</summary>
    public string? Work { get; init; }
}

/// <summary>A finished release: its manifest and its files by name.</summary>
public sealed record FinishedRelease(ReleaseManifest Manifest, ImmutableSortedDictionary<string, byte[]> Files);

/// <summary>From records to a release: spend first, then measure, then work on the measurements alone.</summary>
public static class PrivateRelease
{
    /// <summary>Makes a release. The ledger is charged before the data are read; a release that fails after that stays charged.</summary>
    /// <exception cref="BudgetException">The budget does not allow it; nothing was read.</exception>
    public static Task<FinishedRelease> Make(CodedRecords records, CodeBook book, PrivateReleaseRequest request, BudgetLedger ledger, BitSource noise, CancellationToken stop = default)
    {
        var (measured, charged) = Measure(() => records, book, request, ledger, noise, stop);
        return Finish(book, request, charged, measured, stop);
    }

    /// <summary>Charges the ledger and then measures: the only step that reads the data. What it gives is noisy and may be kept.</summary>
    /// <param name="records">Reads the records; called after the charge.</param>
    /// <param name="book">The public code book.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="ledger">The dataset's budget.</param>
    /// <param name="noise">Source of the noise.</param>
    /// <param name="stop">Stops it; what was charged stays charged.</param>
    /// <exception cref="BudgetException">The budget does not allow it; nothing was read.</exception>
    public static (Measurements Measured, BudgetLedger Charged) Measure(Func<CodedRecords> records, CodeBook book, PrivateReleaseRequest request, BudgetLedger ledger, BitSource noise, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(ledger);
        var plan = ReleasePlan.For(book, request.Epsilon, request.Delta, request.Margins);
        var charged = request.Work is { } work
            ? ledger.SpendOnce(work, plan.Rho, plan.ThresholdDelta, request.Date, request.ReleasedBy)
            : ledger.Spend($"{request.Dataset} {request.Date:yyyy-MM-dd}", plan.Rho, plan.ThresholdDelta, request.Date, request.ReleasedBy);
        var read = records();
        var (rows, _) = PersonRows.From(read, book.Domain);
        if (request.Person is { } column)
        {
            var person = new int[read.Rows];
            var codes = read.Column(read.IndexOf(column));
            for (var r = 0; r < person.Length; r++)
            {
                person[r] = codes[r];
            }

            rows = rows.Bounded(person, request.RowsPerPerson, noise);
        }

        return (PrivateCounts.Measure(rows, book.Domain, plan.Recipe, plan.Rho, request.RowsPerPerson, noise, stop), charged);
    }

    /// <summary>Makes rows, tables and statements of what was measured. Reads no data and costs nothing, however often it is done.</summary>
    public static async Task<FinishedRelease> Finish(CodeBook book, PrivateReleaseRequest request, BudgetLedger charged, Measurements measured, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(charged);
        ArgumentNullException.ThrowIfNull(measured);
        var made = Synthesizer.Build(book.Domain, measured, request.RowSeed, RefinementPlan.For(request.Epsilon), stop);
        var table = MarginTable.Build(book.Domain, measured, made);
        var manifest = Begin(request.Dataset, request.Version, request.Date, request.Audience, ProtectionKind.DifferentialPrivacy, request.RowSeed, made) with
        {
            Guarantee = new ApproximateGuarantee(request.Epsilon, request.Delta),
            GuaranteeOfAllReleases = Together(charged, request.Delta),
            Rho = measured.Rho,
            RowsPerPerson = request.RowsPerPerson,
            RowsWereCut = request.Person is not null,
            Measured = ReleaseManifest.Parts(book.Domain, measured),
            EstimatedFabricatedPairs = table.EstimatedFabricatedShare,
            EstimatedMissingPairs = table.EstimatedMissingShare,
            PairErrorAtMost = table.PairErrorAtMost,
            IntervalLevel = table.Level,
        };
        return await Close(manifest, book.Domain, made, ReleaseFiles.TableCsv(table), stop);
    }

    /// <summary>The non-private alternative, named so in the manifest.</summary>
    public static async Task<FinishedRelease> MakeKAnonymous(CodedRecords records, CodeBook book, string dataset, DateOnly date, int k, ulong seed, CancellationToken stop = default) =>
        (await MakeKAnonymous(records, book, new KAnonymousRequest(dataset, null, date, k, seed, null), stop)).Release;

    /// <summary>The same, with what the rows are worth against the truth: for whoever prepares it, never part of the release.</summary>
    public static async Task<(FinishedRelease Release, LengthMetrics Pairs)> MakeKAnonymous(CodedRecords records, CodeBook book, KAnonymousRequest request, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(request);
        var (rows, _) = PersonRows.From(records, book.Domain);
        var made = KAnonymousSynthesizer.Build(rows, book.Domain, request.K * request.RowsPerPerson, request.Seed, stop);
        var manifest = Begin(request.Dataset, request.Version, request.Date, request.Audience, ProtectionKind.KAnonymousSynthesis, request.Seed, made) with { K = request.K, RowsPerPerson = request.RowsPerPerson };
        return (await Close(manifest, book.Domain, made, null, stop), Evaluation.Compare(rows, made, book.Domain, 2, stop).Lengths[^1]);
    }

    private static ReleaseManifest Begin(string dataset, string? version, DateOnly date, Audience? audience, ProtectionKind protection, ulong seed, PersonRows made) => new()
    {
        Identifier = "",
        Date = date,
        Dataset = dataset,
        Version = version,
        Audience = audience,
        Program = "Palermo " + typeof(PrivateRelease).Assembly.GetName().Version?.ToString(3),
        Protection = protection,
        RowsPerPerson = 1,
        RowSeed = seed,
        Rows = made.Count,
    };

    private static async Task<FinishedRelease> Close(ReleaseManifest manifest, Domain domain, PersonRows rows, byte[]? table, CancellationToken stop)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        files["rows.csv"] = ReleaseFiles.RowsCsv(domain, rows);
        files["rows.parquet"] = await ReleaseFiles.RowsParquet(domain, rows, stop);
        if (table is not null)
        {
            files["table.csv"] = table;
        }

        var hashes = files.ToImmutableSortedDictionary(f => f.Key, f => ReleaseFiles.Hash(f.Value), StringComparer.Ordinal);
        manifest = manifest with { Files = hashes, Identifier = ReleaseManifest.Identify(hashes) };
        return TableRelease.Finish(manifest, files);
    }

    // The thresholds' share comes off delta first; the rest converts the sum of the costs.
    private static ApproximateGuarantee Together(BudgetLedger ledger, double delta)
    {
        var whole = Math.Max(delta, 2 * ledger.DeltaSpent);
        return new ApproximateGuarantee(ZeroConcentrated.Epsilon(ledger.RhoSpent, whole - ledger.DeltaSpent), whole);
    }
}

/// <summary>What is asked of a k-anonymous release.</summary>
/// <param name="Dataset">Name of the dataset.</param>
/// <param name="Version">Its version, where it has one.</param>
/// <param name="Date">Day of the release.</param>
/// <param name="K">People that every row fits at least: <c>K</c> times <c>RowsPerPerson</c> records.</param>
/// <param name="Seed">Seed of the sampling.</param>
/// <param name="Audience">For whom; null is public.</param>
public sealed record KAnonymousRequest(string Dataset, string? Version, DateOnly Date, int K, ulong Seed, Audience? Audience)
{
    /// <summary>The most rows one person has.</summary>
    public int RowsPerPerson { get; init; } = 1;
}
