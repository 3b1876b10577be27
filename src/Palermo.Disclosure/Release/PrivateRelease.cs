using System.Collections.Immutable;
using System.Text;
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
}

/// <summary>A finished release: its manifest and its files by name.</summary>
public sealed record FinishedRelease(ReleaseManifest Manifest, ImmutableSortedDictionary<string, byte[]> Files);

/// <summary>From records to a release: spend first, then measure, then work on the measurements alone.</summary>
public static class PrivateRelease
{
    /// <summary>Makes a release. The ledger is charged before the data are read; a release that fails after that stays charged.</summary>
    /// <exception cref="BudgetException">The budget does not allow it; nothing was read.</exception>
    public static async Task<FinishedRelease> Make(CodedRecords records, CodeBook book, PrivateReleaseRequest request, BudgetLedger ledger, BitSource noise, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(ledger);
        var domain = book.Domain;
        var thresholds = request.Delta * Recipe.ThresholdPart(request.Epsilon);
        var rho = ZeroConcentrated.Rho(request.Epsilon, request.Delta - thresholds);
        var recipe = Recipe.For(domain, book.Place, book.Core, request.Epsilon, thresholds);
        if (!request.Margins.IsDefaultOrEmpty)
        {
            var share = recipe.Views.Sum(v => v.Share) / request.Margins.Length;
            recipe = recipe with { Views = [.. request.Margins.OrderByDescending(m => m.Length).Select(m => new ViewPlan(string.Join(" x ", m), [.. m.Select(c => Column(domain, c)).Order()], share))] };
        }

        var charged = ledger.Spend($"{request.Dataset} {request.Date:yyyy-MM-dd}", rho, thresholds, request.Date, request.ReleasedBy);
        var (rows, _) = PersonRows.From(records, domain);
        if (request.Person is { } column)
        {
            var person = new int[records.Rows];
            var codes = records.Column(records.IndexOf(column));
            for (var r = 0; r < person.Length; r++)
            {
                person[r] = codes[r];
            }

            rows = rows.Bounded(person, request.RowsPerPerson, noise);
        }

        var measured = PrivateCounts.Measure(rows, domain, recipe, rho, request.RowsPerPerson, noise, stop);
        var made = Synthesizer.Build(domain, measured, request.RowSeed, RefinementPlan.For(request.Epsilon), stop);
        var table = MarginTable.Build(domain, measured, made);
        var manifest = new ReleaseManifest
        {
            Identifier = "",
            Date = request.Date,
            Dataset = request.Dataset,
            Program = "Palermo " + typeof(PrivateRelease).Assembly.GetName().Version?.ToString(3),
            Protection = ProtectionKind.DifferentialPrivacy,
            Guarantee = new ApproximateGuarantee(request.Epsilon, request.Delta),
            GuaranteeOfAllReleases = Together(charged, request.Delta),
            Rho = measured.Rho,
            RowsPerPerson = request.RowsPerPerson,
            RowsWereCut = request.Person is not null,
            Measured = ReleaseManifest.Parts(domain, measured),
            RowSeed = request.RowSeed,
            Rows = made.Count,
            EstimatedFabricatedPairs = table.EstimatedFabricatedShare,
            EstimatedMissingPairs = table.EstimatedMissingShare,
            IntervalLevel = table.Level,
        };
        return await Close(manifest, domain, made, ReleaseFiles.TableCsv(table), stop);
    }

    /// <summary>The non-private alternative, named so in the manifest.</summary>
    public static async Task<FinishedRelease> MakeKAnonymous(CodedRecords records, CodeBook book, string dataset, DateOnly date, int k, ulong seed, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(book);
        var (rows, _) = PersonRows.From(records, book.Domain);
        var made = KAnonymousSynthesizer.Build(rows, book.Domain, k, seed, stop);
        var manifest = new ReleaseManifest
        {
            Identifier = "",
            Date = date,
            Dataset = dataset,
            Program = "Palermo " + typeof(PrivateRelease).Assembly.GetName().Version?.ToString(3),
            Protection = ProtectionKind.KAnonymousSynthesis,
            K = k,
            RowsPerPerson = 1,
            RowSeed = seed,
            Rows = made.Count,
        };
        return await Close(manifest, book.Domain, made, null, stop);
    }

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

    private static int Column(Domain domain, string name)
    {
        var at = domain.Columns.Select(c => c.Name).ToList().IndexOf(name);
        return at >= 0 ? at : throw new InvalidDataException($"--margins: the code book has no column '{name}'");
    }
}
