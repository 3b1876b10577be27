using Palermo.Web.Datasets;
using Palermo.Web.Jobs;

namespace Palermo.Web.Features.Publish;

/// <summary>Why a release of a dataset was not made.</summary>
public enum WholeRefusal
{
    /// <summary>The budget does not allow it, or there is none.</summary>
    Budget = 1,

    /// <summary>The dataset is not there any more in the version it was asked of, or its columns are not.</summary>
    Data = 2,

    /// <summary>A k-anonymous release of this dataset stands already.</summary>
    SecondKAnonymous = 3,

    /// <summary>A report or table of the same people left that withholds figures which the rows would tell.</summary>
    BesideWithheld = 4,
}

/// <summary>The making of a release of a whole dataset, as it stands.</summary>
/// <param name="Id">Its identity; also the name under which the budget is charged.</param>
/// <param name="Request">What was asked.</param>
/// <param name="State">Where it is.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="Starts">How often it was begun.</param>
/// <param name="Task">What it is doing: <c>measure</c>, <c>rows</c> or <c>register</c>.</param>
/// <param name="Percent">How far it is.</param>
public sealed record ReleaseJob(string Id, WholeRequest Request, JobState State, DateTimeOffset CreatedAt, int Starts, string? Task = null, int Percent = 0)
    : Job(Id, State, CreatedAt, Starts, Task, Percent)
{
    /// <summary>The release in the register, when it is made.</summary>
    public string? Release { get; init; }

    /// <summary>Bytes of its data files.</summary>
    public long Bytes { get; init; }

    /// <summary>Of k-anonymous rows: what they are worth.</summary>
    public WholeUse? Use { get; init; }

    /// <summary>Why it is refused; null where it is not.</summary>
    public WholeRefusal? Refused { get; init; }
}
