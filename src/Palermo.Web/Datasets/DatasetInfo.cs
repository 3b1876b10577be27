using System.Collections.Immutable;

namespace Palermo.Web.Datasets;

/// <summary>What a column of a dataset holds, as far as a picture must know.</summary>
public enum ColumnKind
{
    /// <summary>A closed list of codes.</summary>
    Category,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A year.</summary>
    Year,

    /// <summary>A band of ages, in order.</summary>
    Age,

    /// <summary>Sex or gender.</summary>
    Sex,

    /// <summary>A country by its code.</summary>
    Country,
}

/// <summary>A column that may be asked for.</summary>
/// <param name="Name">Its name in the dialect.</param>
/// <param name="Kind">What it holds.</param>
public sealed record DatasetColumn(string Name, ColumnKind Kind);

/// <summary>A dataset of records of persons.</summary>
/// <param name="Name">The name it is asked for by.</param>
/// <param name="IsSample">Made up, shipped with the program: never a figure about the world.</param>
/// <param name="Rows">Records.</param>
/// <param name="Dialect">Id and version of the dialect.</param>
/// <param name="Version">What identifies its content: the stored version, or the hash of the file.</param>
/// <param name="Columns">The columns that may be asked for, in the dialect's order.</param>
/// <param name="Roles">Which columns say where a person came from, passed through and was exploited.</param>
public sealed record DatasetInfo(string Name, bool IsSample, long Rows, string Dialect, string Version, ImmutableArray<DatasetColumn> Columns, FlowColumns? Roles)
{
    public DatasetColumn? Find(string column) => Columns.FirstOrDefault(c => c.Name == column);
}

/// <summary>The columns of a flow.</summary>
/// <param name="Origin">Citizenship or country of origin.</param>
/// <param name="Transit">Countries passed through; null where the dialect has no such column.</param>
/// <param name="Destination">Country of exploitation.</param>
/// <param name="OriginIsCitizenship">The origin is known by citizenship alone, which is not always where the way began.</param>
public sealed record FlowColumns(string Origin, string? Transit, string Destination, bool OriginIsCitizenship);
