using Palermo.Law.Instruments;

namespace Palermo.Cli;

/// <summary>The instruments shipped beside the program.</summary>
internal static class Lawbook
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "data", "instruments");

    private static readonly Lazy<InstrumentLibrary> Shipped = new(() => InstrumentLibrary.Load(Folder));

    public static InstrumentLibrary Library => Shipped.Value;
}
