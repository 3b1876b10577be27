using System.Collections.Immutable;
using System.Text;
using Palermo.Disclosure.Gates;

namespace Palermo.Disclosure.Release;

/// <summary>A release of one protected table: its files, its statement in six languages, its manifest.</summary>
public static class TableRelease
{
    /// <summary>Makes the release of a table that the gate let out.</summary>
    /// <exception cref="GateRefusal">The table may not be passed on.</exception>
    public static FinishedRelease Make(ReleasedTable table, DateOnly date)
    {
        ArgumentNullException.ThrowIfNull(table);
        var files = ImmutableSortedDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
        files["table.csv"] = ReleasedFiles.Csv(table);
        files["table.json"] = ReleasedFiles.Json(table);
        var hashes = files.ToImmutableSortedDictionary(f => f.Key, f => ReleaseFiles.Hash(f.Value), StringComparer.Ordinal);
        var manifest = new ReleaseManifest
        {
            Identifier = ReleaseManifest.Identify(hashes),
            Date = date,
            Dataset = table.Clearance.Dataset,
            Version = table.Clearance.Version,
            Audience = table.Clearance.Audience,
            Columns = [.. table.Columns.Select(c => c.Name)],
            Program = "Palermo " + typeof(TableRelease).Assembly.GetName().Version?.ToString(3),
            Protection = table.Clearance.Safeguard switch
            {
                Safeguard.Suppression => ProtectionKind.Suppression,
                Safeguard.Rounding => ProtectionKind.Rounding,
                Safeguard.CellKey => ProtectionKind.CellKey,
                _ => ProtectionKind.DifferentialPrivacy,
            },
            MostNoise = table.Clearance.MostNoise,
            SmallestShown = table.Clearance.SmallestShown,
            RowsPerPerson = 1,
            RowSeed = 0,
            Rows = 0,
            Files = hashes,
        };
        return Finish(manifest, files);
    }

    internal static FinishedRelease Finish(ReleaseManifest manifest, ImmutableSortedDictionary<string, byte[]>.Builder files)
    {
        foreach (var language in ReleaseStatement.Languages)
        {
            files[$"statement.{language}.html"] = Encoding.UTF8.GetBytes(ReleaseStatement.Html(manifest, language));
        }

        files["manifest.json"] = Encoding.UTF8.GetBytes(manifest.ToJson());
        return new FinishedRelease(manifest, files.ToImmutable());
    }
}
