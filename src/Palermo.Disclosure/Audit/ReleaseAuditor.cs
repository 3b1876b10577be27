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

    /// <summary>The greatest count a mark without a stated range may stand for, or null.</summary>
    public long? MarkMaximum { get; init; }

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
        var proofs = ImmutableArray.CreateBuilder<ChainLink>();
        var files = ImmutableArray.CreateBuilder<FileAudit>();
        var releases = ImmutableArray.CreateBuilder<(PublishedTable, AuditResult)>();
        TableShape? shapeOfFirst = null;
        foreach (var path in paths)
        {
            var name = Path.GetFileName(path);
            progress?.Report($"{name}: reading");
            var (rows, header, shape) = Open(path, options, stop);
            if (shape is null)
            {
                files.Add(new FileAudit { File = name, Sha256 = Hash(path), Records = Records(name, CodedRecords.Read(rows), header, options, stop) });
                continue;
            }

            var table = TableReader.Read(name, rows, shape, options.MarkMaximum);
            progress?.Report($"{name}: {table.Cells} cells, looking for relations and bounds");
            var bound = Bind(table, shape, options, stop);
            var result = TableAuditor.Audit(table, shape.Name, bound, null, stop);
            if (own is not null)
            {
                proofs.AddRange(ProofChain.Of(table, bound, result, own));
            }

            shapeOfFirst ??= shape;
            releases.Add((table, result));
            files.Add(new FileAudit { File = name, Sha256 = Hash(path), Table = result.Report });
        }

        var differencing = releases.Count > 1 ? Differencing.Audit(releases.ToImmutable(), shapeOfFirst!, options.Rules, stop: stop) : null;
        return (new ReleaseAudit(files.ToImmutable(), differencing), proofs.ToImmutable());
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
