using System.Collections.Immutable;
using System.Security.Cryptography;
using Palermo.Disclosure.Microdata;
using Palermo.Disclosure.Relations;
using Palermo.Disclosure.Tables;

namespace Palermo.Disclosure.Audit;

/// <summary>What to look for in a release.</summary>
public sealed record AuditOptions
{
    /// <summary>The column of counts; null to find it, empty to read the file as records.</summary>
    public string? Value { get; init; }

    /// <summary>Columns that each hold the counts of one label (years); null to find them, empty for none.</summary>
    public ImmutableArray<string>? Wide { get; init; }

    /// <summary>Rules to use instead of those found.</summary>
    public ImmutableArray<RelationRule> Rules { get; init; } = [];

    /// <summary>How marks and blank cells are read.</summary>
    public MarkReading Marks { get; init; } = MarkReading.Usual;

    /// <summary>How long the audit may search; null for as long as it takes.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The clock that the limit is measured by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Classes below this many records are counted.</summary>
    public int K { get; init; } = 10;

    /// <summary>Sets of columns an intruder may know; the first is the one the contract reports.</summary>
    public ImmutableArray<ImmutableArray<string>> Columns { get; init; } = [];

    /// <summary>Sensitive columns for l, t and homogeneity.</summary>
    public ImmutableArray<string> Sensitive { get; init; } = [];

    /// <summary>Minimal unique combinations up to this size over the first set of columns; 0 for none.</summary>
    public int UniquesUpTo { get; init; }
}

/// <summary>The whole audit of published files: every level that applies to what they hold.</summary>
public static class ReleaseAuditor
{
    /// <summary>Audits files together. Messages of <see cref="InvalidDataException"/> name the file and what to do, never a value.</summary>
    public static ReleaseAudit Audit(ImmutableArray<string> paths, AuditOptions options, IProgress<string>? progress = null, CancellationToken stop = default) =>
        Audit(paths, options, null, progress, stop).Audit;

    /// <summary>The same on a person's own tables, with the arithmetic behind each cell that falls.</summary>
    public static (ReleaseAudit Audit, ImmutableArray<ChainLink> Proof) Audit(ImmutableArray<string> paths, AuditOptions options, OwnData? own, IProgress<string>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var time = new SearchTime(options.TimeLimit, options.Clock, stop);
        var proofs = ImmutableArray.CreateBuilder<ChainLink>();
        var files = ImmutableArray.CreateBuilder<FileAudit>();
        var releases = ImmutableArray.CreateBuilder<(PublishedTable, AuditResult)>();
        TableShape? shapeOfFirst = null;
        foreach (var path in paths)
        {
            var name = Path.GetFileName(path);
            progress?.Report($"{name}: reading");
            var file = new FileAudit { File = name, Sha256 = Hash(path) };
            var content = time.Try(name, AuditStep.Reading, either => Content(path, name, options, either));
            if (content is { Records: { } records })
            {
                progress?.Report($"{name}: {records.Rows} records, looking for small classes");
                file = file with { Records = time.Try(name, AuditStep.Records, either => Records(name, records, content.Header, options, either)) };
            }
            else if (content is { Table: { } table, Shape: { } shape })
            {
                progress?.Report($"{name}: {table.Cells} cells, looking for relations and bounds");
                if (time.Try(name, AuditStep.Relations, either => Bind(table, shape, options, either)) is { } bound)
                {
                    var result = TableAuditor.Audit(table, shape.Name, bound, null, stop, time.Over);
                    time.Note(name, AuditStep.Bounds, result.Report);
                    if (own is not null)
                    {
                        proofs.AddRange(ProofChain.Of(table, bound, result, own));
                    }

                    shapeOfFirst ??= shape;
                    releases.Add((table, result));
                    file = file with { Table = result.Report };
                }
            }

            files.Add(file);
        }

        DifferencingReport? differencing = null;
        if (releases.Count > 1 && time.Try("", AuditStep.Differencing, either => Differencing.Audit(releases.ToImmutable(), shapeOfFirst!, options.Rules, stop: either, timeOver: time.Over)) is { } together)
        {
            differencing = together;
            time.Note("", AuditStep.Differencing, together.Joint);
        }

        return (new ReleaseAudit(files.ToImmutable(), differencing) { TimeLimit = options.TimeLimit, Unsearched = time.Left, Blanks = options.Marks.BlankIsHidden }, proofs.ToImmutable());
    }

    private sealed record FileContent(string[] Header, TableShape? Shape, PublishedTable? Table, CodedRecords? Records);

    private static FileContent Content(string path, string name, AuditOptions options, CancellationToken stop)
    {
        var (rows, header, shape) = Open(path, options, stop);
        return shape is null
            ? new FileContent(header, null, null, CodedRecords.Read(rows))
            : new FileContent(header, shape, TableReader.Read(name, rows, shape, options.Marks), null);
    }

    private static (IEnumerable<string[]> Rows, string[] Header, TableShape? Shape) Open(string path, AuditOptions options, CancellationToken stop)
    {
        var rows = DelimitedSource.Read(path, stop);
        var header = rows.First();
        var spread = options.Wide ?? (options.Value is null && !CtdcColumns.Matches(header) && TableShape.Of(header) is null ? WideTable.Years(header) : []);
        if (!spread.IsEmpty)
        {
            rows = WideTable.Unpivot(Path.GetFileName(path), rows, spread);
            return (rows, rows.First(), new TableShape("wide table", WideTable.Value, [], []));
        }

        return (rows, header, options.Value switch
        {
            null => CtdcColumns.Matches(header) ? null : TableShape.Of(header),
            "" => null,
            var value => new TableShape("long table", value, [], []),
        });
    }

    private static BoundRelations Bind(PublishedTable table, TableShape shape, AuditOptions options, CancellationToken stop)
    {
        var asked = !options.Rules.IsDefaultOrEmpty || !shape.Rules.IsEmpty;
        var used = !options.Rules.IsDefaultOrEmpty ? options.Rules : asked ? shape.Rules : RelationFinder.Propose(table);
        return RelationBinder.Bind(table, used, asked, stop);
    }

    private static RecordsReport Records(string name, CodedRecords records, string[] header, AuditOptions options, CancellationToken stop)
    {
        var sets = !options.Columns.IsEmpty ? options.Columns
            : CtdcColumns.Matches(header) ? CtdcColumns.Ladder
            : [[.. records.Columns]];
        foreach (var missing in sets.SelectMany(s => s).Concat(options.Sensitive).Where(c => !records.Columns.Contains(c)))
        {
            throw new InvalidDataException($"{name}: there is no column '{missing}'; the columns are: {string.Join(", ", records.Columns)}");
        }

        var sensitive = !options.Sensitive.IsEmpty ? options.Sensitive
            : CtdcColumns.Matches(header) ? ["isSexualExploit", "isForcedLabour"]
            : ImmutableArray<string>.Empty;
        var known = CtdcColumns.Matches(header) && options.Columns.IsEmpty ? CtdcColumns.FirstFive : sets[0];
        return new RecordsReport(
            records.Rows,
            MicrodataRisk.KAnonymity(records, sets[0], options.K),
            [.. sets.Select(s => MicrodataRisk.KAnonymity(records, s, options.K))],
            [.. sensitive.Select(s => MicrodataRisk.Attribute(records, [.. known.Where(c => c != s)], s))],
            options.UniquesUpTo > 0 ? MicrodataRisk.MinimalUniques(records, known, options.UniquesUpTo, stop) : null);
    }

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
