namespace Palermo.Records.Ledgers;

/// <summary>How much a ledger line matters.</summary>
public enum Severity
{
    /// <summary>True of the file and worth knowing; nothing is wrong.</summary>
    Note,

    /// <summary>Something is doubtful; figures that lean on it need a reader's judgement.</summary>
    Warning,

    /// <summary>Something is wrong: information was lost or cannot be trusted.</summary>
    Wrong,
}

/// <summary>What was done with the thing found. Nothing is ever repaired in silence.</summary>
public enum Handling
{
    /// <summary>Taken as it stands.</summary>
    Kept,

    /// <summary>Read as a known value that it stands for.</summary>
    Mapped,

    /// <summary>Treated as not recorded.</summary>
    SetToNotRecorded,

    /// <summary>Left out of the result.</summary>
    Refused,
}

/// <summary>
/// A named, documented check. The id is stable; <paramref name="What"/> says what a hit means and
/// <paramref name="Why"/> why it matters.
/// </summary>
public sealed record Check(string Id, Severity Severity, Handling Handling, string What, string Why);
