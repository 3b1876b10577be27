using System.Collections.Immutable;
using Palermo.Casework.Access;

namespace Palermo.Casework.Desks;

/// <summary>
/// The actor may not, or there is no such thing: the two look alike from outside. Only when a fresh sign-in would do is that
/// said, and then only to somebody who may know of the case.
/// </summary>
public sealed class DeskDenied(bool stepUpWouldDo, AccessDecision? decision = null) : Exception("there is no such case, or it is not yours")
{
    public bool StepUpWouldDo => stepUpWouldDo;

    /// <summary>For the log of the server; never shown.</summary>
    public AccessDecision? Decision => decision;
}

/// <summary>The audit entry or the database could not be written: nothing was done and nothing is shown.</summary>
public sealed class DeskUnavailable(Exception inner) : Exception("the record of this access could not be written, so nothing was done; try again, and tell the administrator if it stays so", inner);

/// <summary>What was asked breaks a rule of casework. The problems are code words; each has words of its own on the page.</summary>
public sealed class DeskRefused(ImmutableArray<string> problems) : Exception("refused: " + string.Join(", ", problems))
{
    public ImmutableArray<string> Problems => problems;

    public static DeskRefused For<T>(params ReadOnlySpan<T> problems) where T : struct, Enum
    {
        var words = ImmutableArray.CreateBuilder<string>();
        foreach (var problem in problems)
        {
            words.Add(problem.ToString());
        }

        return new(words.ToImmutable());
    }
}

/// <summary>Somebody else changed it first; what was sent was not written. Show both and let a person choose.</summary>
public sealed class DeskConflict() : Exception("somebody else changed this meanwhile; nothing of theirs was overwritten");

/// <summary>Rules of the desk itself.</summary>
public enum DeskProblem
{
    /// <summary>The process has no such move in the case's state.</summary>
    NoSuchMove,
    ReasonMissing,
    UnknownCode,
    UnknownEvidence,
    UnknownEpisode,
    UnknownInterview,
    UnknownOffice,
    UnknownRecord,
    TooLong,

    /// <summary>An adult's case is opened only with a consent that was given.</summary>
    ConsentMissing,

    /// <summary>A consent names purposes, recipients and tiers.</summary>
    ConsentIncomplete,
    ConsentTooLong,

    /// <summary>The words named are not those of the wording at hand.</summary>
    WordingChanged,

    /// <summary>Privileged content is never covered by an exception.</summary>
    PrivilegedNeverOverridden,

    /// <summary>A second person must do this.</summary>
    SamePerson,
    ReviewDateMissing,
    AgeNeedsDetermination,
    AlreadyDone,
    NotANotice,
    ReferenceInUse,
}
