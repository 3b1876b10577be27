using System.Collections.Immutable;

namespace Palermo.Statistics.Counts;

/// <summary>A question to a source.</summary>
/// <param name="By">The columns to divide by, in the table's order; none gives the total alone.</param>
/// <param name="Where">Which records count.</param>
/// <param name="Measure">What is counted.</param>
public sealed record CountQuery(ImmutableArray<string> By, Filter Where, Measure Measure)
{
    /// <summary>Records by columns.</summary>
    public static CountQuery Of(params IEnumerable<string> by) => new([.. by], Filter.All, Measure.Records);

    /// <summary>The columns needed, each once.</summary>
    public IEnumerable<string> Columns => By.Concat(Where.Columns).Concat(Measure is SumOfColumn sum ? [sum.Column] : []).Distinct(StringComparer.Ordinal);

    /// <summary>The text form, which stands in the provenance of every figure.</summary>
    public override string ToString() => Measure + (By.IsEmpty ? "" : " by " + string.Join(", ", By)) + (Where.ToString() is { Length: > 0 } where ? " where " + where : "");
}

/// <summary>
/// Something that can be counted. Two implementations: <see cref="FrameCounts"/> in memory, and one generated statement on
/// PostgreSQL (which a Citus cluster runs unchanged). Counts add, so several sources may be counted and added.
/// </summary>
public interface ICountSource
{
    DataOrigin Origin { get; }

    /// <summary>The columns by name.</summary>
    ImmutableArray<string> Columns { get; }

    /// <summary>Counts. Columns of lists are divided by distinct list; <see cref="CountTable.Members"/> then counts each part.</summary>
    /// <exception cref="CountsException">An unknown column or code, too many cells, or the source did not answer in full.</exception>
    ValueTask<CountTable> CountAsync(CountQuery query, CancellationToken cancel = default);
}
