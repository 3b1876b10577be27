namespace Palermo.Statistics.Counts;

/// <summary>Why no table can be made. Names of columns and codes of closed lists it may carry, values of records never.</summary>
public enum CountsErrorCode
{
    /// <summary>The source has no such column.</summary>
    UnknownColumn,

    /// <summary>A closed code list has no such code.</summary>
    UnknownCode,

    /// <summary>The columns together have more cells than can be told apart (2^63).</summary>
    TooManyCells,

    /// <summary>Tables that do not have the same dimensions cannot be added.</summary>
    NotTheSameShape,

    /// <summary>The operation would count some records twice.</summary>
    CountsTwice,

    /// <summary>A definition file of a table is wrong.</summary>
    Definition,

    /// <summary>A filter or query text cannot be read.</summary>
    Query,

    /// <summary>The database did not answer in full: nothing of the answer is used.</summary>
    Database,

    /// <summary>What a table needs (a population, a mapping) was not supplied.</summary>
    Missing,
}

/// <summary>What happened, where, why and what to do.</summary>
public sealed record CountsError(CountsErrorCode Code, string What, string? Where, string Why, string ToDo)
{
    public override string ToString() => (Where is null ? "" : Where + ": ") + What + ". " + Why + " " + ToDo;
}

/// <summary>Carries a <see cref="CountsError"/>.</summary>
public sealed class CountsException(CountsError error, Exception? cause = null) : Exception(error.ToString(), cause)
{
    public CountsError Error { get; } = error;

    internal static CountsException NoColumn(string name, IEnumerable<string> known) => new(new CountsError(CountsErrorCode.UnknownColumn,
        $"there is no column '{name}'", null, "Known are: " + string.Join(", ", known) + ".", "Use one of these names."));
}
