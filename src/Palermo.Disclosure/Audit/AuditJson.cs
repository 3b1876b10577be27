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

/// <summary>An audit of one or more files. It is complete only when nothing was left unsearched.</summary>
public sealed record ReleaseAudit(ImmutableArray<FileAudit> Files, DifferencingReport? Differencing)
{
    /// <summary>How long the audit was allowed to take; null for as long as it takes.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>What was not done because the time was over.</summary>
    public ImmutableArray<Unsearched> Unsearched { get; init; } = [];

    /// <summary>Whether blank cells were read as hidden counts.</summary>
    public bool Blanks { get; init; }

    /// <summary>Whether everything that was to be searched was.</summary>
    public bool Complete => Unsearched.IsEmpty;

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
                complete = audit.Complete,
                timeLimit = new { seconds = audit.TimeLimit?.TotalSeconds, reached = !audit.Complete },
                unsearched = audit.Unsearched,
                blanks = audit.Blanks ? "hidden" : "missing",
                hiddenCells = tables.Sum(t => t.HiddenCells),
                recoveredCells = tables.Sum(t => t.RecoveredCells),
                narrowedCells = tables.Sum(t => t.NarrowedCells),
                contradictoryGroups = tables.Sum(t => t.ContradictoryGroups),
                hiddenCellsInContradictoryGroups = tables.Sum(t => t.HiddenCellsInContradictoryGroups),
                undecidedCells = tables.Sum(t => t.UndecidedCells),
                unsearchedCells = tables.Sum(t => t.UnsearchedCells),
                relations = tables.SelectMany(t => t.Relations).ToArray<RelationStanding>(),
                kAnonymity = k is null ? null : new { columns = k.Columns, min = k.Min, classesBelow = k.ClassesBelow, k = k.K, classes = k.Classes },
                differencing = audit.Differencing,
                files = audit.Files,
            },
            Options);
    }
}
