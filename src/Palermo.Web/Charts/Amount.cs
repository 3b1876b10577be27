using System.Globalization;

namespace Palermo.Web.Charts;

/// <summary>What stands in a cell. Four different things that no picture and no table may confuse.</summary>
public enum AmountKind
{
    /// <summary>The thing was not recorded: not a number, and never "no".</summary>
    NotRecorded,

    /// <summary>A number; zero means that there are known to be none.</summary>
    Number,

    /// <summary>No figure exists here: the cell was not asked, not delivered, or does not apply.</summary>
    Blank,

    /// <summary>A number exists and is withheld so that nobody can be singled out.</summary>
    Suppressed,
}

/// <summary>The amount of one cell.</summary>
/// <param name="Kind">Which of the four things it is.</param>
/// <param name="Value">The number; 0 for the other kinds and then without meaning. Never negative, never NaN.</param>
public readonly record struct Amount(AmountKind Kind, double Value)
{
    public static Amount NotRecorded { get; } = new(AmountKind.NotRecorded, 0);

    public static Amount Blank { get; } = new(AmountKind.Blank, 0);

    public static Amount Suppressed { get; } = new(AmountKind.Suppressed, 0);

    public bool IsNumber => Kind == AmountKind.Number;

    public bool IsZero => IsNumber && Value == 0;

    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public static Amount Of(double value) => double.IsFinite(value) && value >= 0
        ? new(AmountKind.Number, value)
        : throw new ArgumentOutOfRangeException(nameof(value), value.ToString(CultureInfo.InvariantCulture) + " is no amount");
}
