using Palermo.Law.Instruments;

namespace Palermo.Tests.Law;

/// <summary>The shipped instruments, loaded once.</summary>
internal static class Laws
{
    public static string Folder { get; } = Path.Combine(SharedData.Repository, "data", "instruments");

    public static InstrumentLibrary Library { get; } = InstrumentLibrary.Load(Folder);
}
