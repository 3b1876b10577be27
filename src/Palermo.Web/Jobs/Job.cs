namespace Palermo.Web.Jobs;

public enum JobState
{
    Waiting,
    Running,
    Done,
    Cancelled,

    /// <summary>It ended without a result: the server met an error of its own, or what was asked is refused.</summary>
    Failed,
}

/// <summary>A piece of work that outlasts a request, as it stands.</summary>
/// <param name="Id">Its identity in addresses: 24 hexadecimal digits.</param>
/// <param name="State">Where it is.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="Starts">How often it was begun: more than once after a restart of the server.</param>
/// <param name="Task">What it is doing.</param>
/// <param name="Percent">How far that is.</param>
public abstract record Job(string Id, JobState State, DateTimeOffset CreatedAt, int Starts, string? Task, int Percent)
{
    public bool IsOpen => State is JobState.Waiting or JobState.Running;
}
