using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Microdata;
using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Release;
using Palermo.Disclosure.Synthesis;

namespace Palermo.Web.Datasets;

/// <summary>What a release of a whole dataset is made of.</summary>
/// <param name="Dataset">Its name.</param>
/// <param name="Version">The version it was asked of: another is another dataset.</param>
/// <param name="Columns">The columns that leave.</param>
/// <param name="Epsilon">Epsilon of private counts and rows; null for k-anonymous rows.</param>
/// <param name="RowsPerPerson">The most rows one person has.</param>
/// <param name="Audience">For whom.</param>
/// <param name="Person">Who asks.</param>
/// <param name="Date">The day.</param>
public sealed record WholeRequest(string Dataset, string Version, ImmutableArray<string> Columns, double? Epsilon, int RowsPerPerson, Audience Audience, string Person, DateOnly Date);

/// <summary>What k-anonymous rows are worth against the true records; for whoever prepares them, and in no file.</summary>
/// <param name="Distance">Mean total variation distance over all pairs of columns: the share of people who would have to be moved to another cell.</param>
/// <param name="Missing">Share of the pairs of values of ten people or more that the rows do not show.</param>
/// <param name="Fabricated">Share of the pairs shown that no record has.</param>
/// <param name="Rare">Pairs shown that fewer than ten people have.</param>
public sealed record WholeUse(double Distance, double Missing, double Fabricated, int Rare);

/// <summary>Makes releases of whole datasets: the one place of the web application where records are read for them.</summary>
public sealed class WholeDesk(DatasetShelf shelf, PublicBook books, BudgetShelf budgets)
{
    /// <summary>People that a row of the k-anonymous way fits at least.</summary>
    public const int K = 10;

    /// <summary>Charges the budget under the name of the work, once, and measures. What comes back is noisy and may be kept.</summary>
    /// <exception cref="BudgetException">The budget does not allow it; nothing was read.</exception>
    /// <exception cref="InvalidDataException">The dataset or its version is not there any more.</exception>
    public Measurements Measure(WholeRequest request, string work)
    {
        ArgumentNullException.ThrowIfNull(request);
        var dataset = Find(request);
        var book = books.Of(dataset, request.Columns);
        return PrivateRelease.Measure(() => Records(dataset, request.Columns), book, Asked(request, work), budgets.Open(dataset.Name), new CryptographicBits()).Measured;
    }

    /// <summary>Makes the release of what was measured; reads no record.</summary>
    public Task<FinishedRelease> FinishAsync(WholeRequest request, string work, Measurements measured, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        return PrivateRelease.Finish(books.Of(Find(request), request.Columns), Asked(request, work), budgets.Open(request.Dataset), measured, stop);
    }

    /// <summary>Makes k-anonymous rows, and says what they are worth.</summary>
    public async Task<(FinishedRelease Release, WholeUse Use)> KAnonymousAsync(WholeRequest request, string work, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        var dataset = Find(request);
        var (release, pairs) = await PrivateRelease.MakeKAnonymous(
            Records(dataset, request.Columns), books.Of(dataset, request.Columns),
            new KAnonymousRequest(dataset.Name, dataset.Version, request.Date, K, Seed(work), request.Audience) { RowsPerPerson = request.RowsPerPerson }, stop);
        return (release, new WholeUse(pairs.MeanTvd, pairs.MissingShare, pairs.FabricatedShare, pairs.RareShown));
    }

    private DatasetInfo Find(WholeRequest request) => shelf.Find(request.Dataset) is { } dataset && dataset.Version == request.Version
        ? dataset
        : throw new InvalidDataException($"the dataset '{request.Dataset}' is not on this server any more in the version that the release was asked of");

    private static PrivateReleaseRequest Asked(WholeRequest request, string work) =>
        new(request.Dataset, request.Date, request.Person, request.Epsilon!.Value, ReleasePlan.Delta, request.RowsPerPerson, Seed(work), [])
        {
            Audience = request.Audience,
            Version = request.Version,
            Work = work,
        };

    // Of the sampling of rows, never of the noise: each piece of work has its own, and the same one when it is begun again.
    private static ulong Seed(string work) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(work))) >> 11;

    private CodedRecords Records(DatasetInfo dataset, ImmutableArray<string> columns)
    {
        var vectors = shelf.CountsOf(dataset).Vectors(columns);
        var rows = checked((int)vectors.Counts.Sum());
        var codes = columns.Select(_ => new ushort[rows]).ToArray();
        var row = 0;
        for (var v = 0; v < vectors.Counts.Length; v++)
        {
            for (var n = 0L; n < vectors.Counts[v]; n++, row++)
            {
                for (var c = 0; c < codes.Length; c++)
                {
                    codes[c][row] = vectors.Codes[(v * codes.Length) + c];
                }
            }
        }

        return new CodedRecords(columns, [.. vectors.Dimensions.Select(d => d.Codes.Insert(0, ""))], codes);
    }
}
