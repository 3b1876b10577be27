using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Palermo.Disclosure.Microdata;
using Palermo.Disclosure.Relations;

namespace Palermo.Disclosure.Audit;

/// <summary>What one file's audit found: a table's, or a file of records'.</summary>
public sealed record FileAudit
{
    public required string File { get; init; }

    /// <summary>SHA-256 of the file's bytes, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    public AuditReport? Table { get; init; }

    public RecordsReport? Records { get; init; }

    public bool HasFindings => Table?.HasFindings == true || Records?.HasFindings == true;
}

/// <summary>What a file of records gives away.</summary>
public sealed record RecordsReport(
    int Rows, KAnonymity KAnonymity, ImmutableArray<KAnonymity> ByColumns, ImmutableArray<AttributeRisk> Attributes, UniqueCombinations? Uniques)
{
    public bool HasFindings => ByColumns.Any(k => k.ClassesBelow > 0) || Attributes.Any(a => a.HomogeneousClasses > 0);
}

/// <summary>An audit of one or more files.</summary>
public sealed record ReleaseAudit(ImmutableArray<FileAudit> Files, DifferencingReport? Differencing)
{
    public bool HasFindings => Files.Any(f => f.HasFindings) || Differencing is { RecoveredOnlyJointly: > 0 } or { SmallDifferences: > 0 };
}

/// <summary>The contract for scripts. Counts are sums over the files; with several releases, of what falls jointly.</summary>
public static class AuditJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        WriteIndented = true,
        IncludeFields = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(ReleaseAudit audit)
    {
        ArgumentNullException.ThrowIfNull(audit);
        var tables = audit.Files.Select(f => f.Table).OfType<AuditReport>().ToArray();
        var k = audit.Files.Select(f => f.Records?.KAnonymity).OfType<KAnonymity>().OrderBy(a => a.Min).FirstOrDefault();
        return JsonSerializer.Serialize(
            new
            {
                hiddenCells = tables.Sum(t => t.HiddenCells),
                recoveredCells = tables.Sum(t => t.RecoveredCells),
                narrowedCells = tables.Sum(t => t.NarrowedCells),
                contradictoryGroups = tables.Sum(t => t.ContradictoryGroups),
                hiddenCellsInContradictoryGroups = tables.Sum(t => t.HiddenCellsInContradictoryGroups),
                relations = tables.SelectMany(t => t.Relations).ToArray<RelationStanding>(),
                kAnonymity = k is null ? null : new { columns = k.Columns, min = k.Min, classesBelow = k.ClassesBelow, k = k.K, classes = k.Classes },
                differencing = audit.Differencing,
                files = audit.Files,
            },
            Options);
    }
}
