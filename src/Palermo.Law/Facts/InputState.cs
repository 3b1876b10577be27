namespace Palermo.Law.Facts;

/// <summary>
/// What is known about one atom. All but <see cref="True"/> and <see cref="False"/> evaluate as not known;
/// they differ in what may be asked next.
/// </summary>
public enum InputState
{
    /// <summary>Nobody has asked yet. The default: silence is not an answer.</summary>
    NotAsked,

    /// <summary>Asked, and the answer is not known. May be asked again when something new is learned.</summary>
    AskedUnknown,

    /// <summary>The person preferred not to say, or it is not safe to ask. Never asked again by the question planner.</summary>
    Refused,

    /// <summary>Found to be so.</summary>
    True,

    /// <summary>Looked for and excluded. Absence of evidence is not this.</summary>
    False,

    /// <summary>Sources contradict each other. Evaluates as not known and is shown.</summary>
    Conflict,
}
