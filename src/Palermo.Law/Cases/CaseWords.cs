using System.Collections.Frozen;
using Palermo.Law.Facts;

namespace Palermo.Law.Cases;

/// <summary>The words that case forms use.</summary>
public static class CaseWords
{
    public static FrozenDictionary<string, InputState> States { get; } = Map(
        ("true", InputState.True), ("false", InputState.False), ("unknown", InputState.AskedUnknown), ("not_asked", InputState.NotAsked), ("refused", InputState.Refused), ("conflict", InputState.Conflict));

    public static FrozenDictionary<string, StandardOfProof> Standards { get; } = Map(
        ("recorded", StandardOfProof.Recorded), ("alleged", StandardOfProof.Alleged), ("reasonable_grounds", StandardOfProof.ReasonableGrounds), ("balance", StandardOfProof.Balance), ("beyond_doubt", StandardOfProof.BeyondDoubt));

    public static FrozenDictionary<string, FindingOrigin> Origins { get; } = Map(
        ("person", FindingOrigin.Person), ("tribunal", FindingOrigin.Tribunal), ("mapping", FindingOrigin.Mapping), ("inference", FindingOrigin.Inference));

    public static FrozenDictionary<string, FactSet> Sets { get; } = Map(("found", FactSet.Found), ("alleged", FactSet.Alleged), ("assumed", FactSet.Assumed));

    public static FrozenDictionary<string, MeansTarget> Targets { get; } = Map(
        ("victim", MeansTarget.Victim), ("family", MeansTarget.Family), ("controller", MeansTarget.Controller), ("any_person", MeansTarget.AnyPerson));

    public static FrozenDictionary<string, Nexus> Links { get; } = Map(("shown", Nexus.Shown), ("not_shown", Nexus.NotShown));

    /// <summary>The word for a value, or null for a default that is left out of the form.</summary>
    internal static string? Word<T>(FrozenDictionary<string, T> words, T value) where T : struct =>
        words.Where(w => EqualityComparer<T>.Default.Equals(w.Value, value)).Select(w => w.Key).FirstOrDefault();

    private static FrozenDictionary<string, T> Map<T>(params ReadOnlySpan<(string Word, T Value)> rows)
    {
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (word, value) in rows)
        {
            map.Add(word, value);
        }

        return map.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
