using Palermo.Law.Instruments;

namespace Palermo.Casework.Determinations;

/// <summary>Which version of a text applies.</summary>
public static class TextOfTheDay
{
    /// <summary>
    /// The version in force on a day. Where no version's dates cover the day, or the day is not known, the newest verified one;
    /// null when the library has no such instrument.
    /// </summary>
    public static InstrumentVersion? Find(InstrumentLibrary library, string instrument, DateOnly? day) =>
        instrument.Contains('/', StringComparison.Ordinal) ? library.Find(instrument)
        : (day is { } known ? library.Find(instrument, known) : null) ?? library.Find(instrument, asOf: null);
}
