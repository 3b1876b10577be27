using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Palermo.Disclosure.Audit;

/// <summary>The parts of an audit, in the order in which they are done.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AuditStep>))]
public enum AuditStep
{
    /// <summary>Reading the file.</summary>
    [JsonStringEnumMemberName("reading")]
    Reading = 0,

    /// <summary>Looking for relations between cells.</summary>
    [JsonStringEnumMemberName("relations")]
    Relations = 1,

    /// <summary>Consistency, subtraction and exact bounds, group by group.</summary>
    [JsonStringEnumMemberName("bounds")]
    Bounds = 2,

    /// <summary>Classes of records, homogeneity, unique combinations.</summary>
    [JsonStringEnumMemberName("records")]
    Records = 3,

    /// <summary>Several releases held together.</summary>
    [JsonStringEnumMemberName("differencing")]
    Differencing = 4,
}

/// <summary>A part of an audit that was not done, or not to its end, because the time was over.</summary>
/// <param name="File">The file; empty for all together.</param>
/// <param name="Step">Which part.</param>
/// <param name="Groups">Groups of cells that were not begun; null where groups were not known yet.</param>
/// <param name="HiddenCells">Hidden cells in them; null where not known.</param>
/// <param name="UndecidedCells">Hidden cells of groups that were begun and not settled; null where not known.</param>
public sealed record Unsearched(string File, AuditStep Step, int? Groups = null, int? HiddenCells = null, int? UndecidedCells = null);

/// <summary>The time an audit may take. A person's stop ends it without an answer; the end of the time ends the search, and the answer says what was left.</summary>
internal sealed class SearchTime : IDisposable
{
    private readonly CancellationTokenSource over;
    private readonly CancellationTokenSource either;
    private readonly List<Unsearched> left = [];

    public SearchTime(TimeSpan? limit, TimeProvider clock, CancellationToken stop)
    {
        Stop = stop;
        over = limit is { } l ? new CancellationTokenSource(l, clock) : new CancellationTokenSource();
        either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, stop);
    }

    public CancellationToken Stop { get; }

    public CancellationToken Over => over.Token;

    public ImmutableArray<Unsearched> Left => [.. left];

    /// <summary>Does a step that has no partial answer; null, and noted, when the time is over first.</summary>
    public T? Try<T>(string file, AuditStep step, Func<CancellationToken, T> work)
        where T : class
    {
        try
        {
            either.Token.ThrowIfCancellationRequested();
            return work(either.Token);
        }
        catch (OperationCanceledException) when (!Stop.IsCancellationRequested)
        {
            left.Add(new Unsearched(file, step));
            return null;
        }
    }

    /// <summary>Notes what the bounds of a table left.</summary>
    public void Note(string file, AuditStep step, AuditReport report)
    {
        if (report.TimeOver)
        {
            left.Add(new Unsearched(file, step, report.UnsearchedGroups, report.UnsearchedCells, report.UndecidedCells));
        }
    }

    public void Dispose()
    {
        either.Dispose();
        over.Dispose();
    }
}
