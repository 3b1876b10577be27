using Palermo.Law.Instruments;

namespace Palermo.Cli;

/// <summary>The instruments shipped beside the program.</summary>
internal static class Lawbook
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "data", "instruments");

    private static readonly Lazy<InstrumentLibrary> Shipped = new(() => InstrumentLibrary.Load(Folder));

    /// <summary>The named instruments and the Protocol only: enough for a table, whose facts are the vocabulary's.</summary>
    public static InstrumentLibrary Only(IEnumerable<string> names) => InstrumentLibrary.Load(Folder, [.. names.Select(n => n.Split('/')[0])]);

    public static InstrumentLibrary Library => Shipped.Value;
}
