using System.Collections.Immutable;

namespace Palermo.Casework.Audit;

/// <summary>What does not hold.</summary>
public enum AuditProblem
{
    /// <summary>The entry is not what was written: edited, or put in or moved from elsewhere.</summary>
    Changed,

    /// <summary>Entries are missing before this one.</summary>
    Missing,

    /// <summary>The entry does not follow on the one before it.</summary>
    Unlinked,

    /// <summary>The head of the chain is missing or was changed.</summary>
    Head,

    /// <summary>The chain ends before its head: the last entries were cut off.</summary>
    CutOff,

    /// <summary>The chain does not pass through an anchor.</summary>
    Anchor,

    /// <summary>A record is not what its last audited write left.</summary>
    Record,

    /// <summary>A record is gone without an audited deletion.</summary>
    RecordGone,

    /// <summary>A record stands there that no audited write put there.</summary>
    RecordForeign,

    /// <summary>A key does not open with the master key.</summary>
    Key,
}

/// <summary>One finding.</summary>
/// <param name="Problem">The kind.</param>
/// <param name="Place">Where: an entry's number, or a record's type and identifier.</param>
/// <param name="Message">What, and what follows from it.</param>
public sealed record AuditFinding(AuditProblem Problem, string Place, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Message}";
}

/// <summary>The result of a verification.</summary>
/// <param name="Entries">Entries read.</param>
/// <param name="Records">Records compared; 0 when they were not asked for.</param>
/// <param name="Findings">The first findings, at most <see cref="Shown"/>.</param>
/// <param name="Total">How many there are.</param>
/// <param name="End">The end of the chain, to be written down; null when it does not hold or is empty.</param>
public sealed record AuditReport(long Entries, long Records, ImmutableArray<AuditFinding> Findings, long Total, AuditAnchor? End)
{
    /// <summary>How many findings are kept.</summary>
    public const int Shown = 200;

    /// <summary>True when nothing was found.</summary>
    public bool Holds => Total == 0;
}

/// <summary>Collects findings without growing beyond what is shown.</summary>
internal sealed class Findings
{
    private readonly List<AuditFinding> kept = [];

    public long Total { get; private set; }

    public ImmutableArray<AuditFinding> Kept => [.. kept];

    public void Add(AuditProblem problem, string place, string message)
    {
        Total++;
        if (kept.Count < AuditReport.Shown)
        {
            kept.Add(new AuditFinding(problem, place, message));
        }
    }
}
