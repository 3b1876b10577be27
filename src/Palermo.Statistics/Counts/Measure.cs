namespace Palermo.Statistics.Counts;

/// <summary>What is counted.</summary>
public abstract record Measure
{
    private protected Measure()
    {
    }

    /// <summary>Records, one each.</summary>
    public static Measure Records { get; } = new CountOfRecords();

    /// <summary>The sum of a column of published whole numbers; hidden marks and blanks are kept apart and never read as a number.</summary>
    public static Measure Sum(string column) => new SumOfColumn(column);

    public sealed override string ToString() => this is SumOfColumn sum ? "sum(" + sum.Column + ")" : "records";
}

/// <summary>One a record.</summary>
public sealed record CountOfRecords : Measure;

/// <summary>The sum of a column whose codes are whole numbers, with or without thousands commas.</summary>
public sealed record SumOfColumn(string Column) : Measure;
