namespace Palermo.Law.Facts;

/// <summary>
/// How firmly a finding stands. A determination at a standard uses findings at that standard or above, so raising it
/// can only move results towards "not known", never from met to not met.
/// </summary>
public enum StandardOfProof
{
    /// <summary>Carried over from administrative records by a named, versioned mapping; nobody has weighed it.</summary>
    Recorded = 0,

    /// <summary>Somebody says so.</summary>
    Alleged = 1,

    /// <summary>Reasonable grounds to believe; suspicion but cannot prove.</summary>
    ReasonableGrounds = 2,

    /// <summary>More likely than not: the usual standard of conclusive grounds.</summary>
    Balance = 3,

    /// <summary>Beyond reasonable doubt: a criminal conviction.</summary>
    BeyondDoubt = 4,
}
