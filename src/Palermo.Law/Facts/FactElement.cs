namespace Palermo.Law.Facts;

/// <summary>Which part of the definition a fact belongs to.</summary>
public enum FactElement
{
    /// <summary>What was done: Article 3(a), first clause.</summary>
    Act,

    /// <summary>How it was done: Article 3(a), "by means of".</summary>
    Means,

    /// <summary>What it was done for: Article 3(a), "for the purpose of exploitation".</summary>
    Purpose,

    /// <summary>Whether the person was a child at the time of the act: Article 3(c) and (d).</summary>
    Child,

    /// <summary>Whether the Protocol's cooperation rules apply: Article 4. Never part of the definition.</summary>
    Scope,

    /// <summary>Anything else that a text asks for, such as intention.</summary>
    Other,
}
