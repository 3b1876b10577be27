using System.Collections.Immutable;
using Palermo.Estimation.Histories;
using Palermo.Web.Jobs;

namespace Palermo.Web.Features.Estimate;

/// <summary>What was asked for: everything that the answer depends on but the table itself.</summary>
/// <param name="Source">The dataset or the file, by name.</param>
/// <param name="Lists">The lists, in order.</param>
/// <param name="Methods">Methods, or none for all.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="Replicates">Bootstrap replicates.</param>
/// <param name="Sensitivity">Whether other lists, priors and bounds are tried.</param>
/// <param name="Notes">What was done to the rows when the table was read.</param>
public sealed record EstimateRequest(string Source, ImmutableArray<string> Lists, ImmutableArray<string> Methods, ulong Seed, int Replicates, bool Sensitivity, ImmutableArray<string> Notes)
{
    /// <summary>The columns that split the people, or none.</summary>
    public ImmutableArray<string> Strata { get; init; } = [];

    /// <summary>The people of the parts, where they were given.</summary>
    public ImmutableArray<PartPopulation> Populations { get; init; } = [];

    /// <summary>Samples from each of the table's own best models; 0 for none.</summary>
    public int ValidationSamples { get; init; }
}

/// <summary>An estimate as it stands.</summary>
/// <param name="Id">Its identity in addresses.</param>
/// <param name="Request">What was asked.</param>
/// <param name="State">Where it is.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="Starts">How often it was begun.</param>
/// <param name="Task">What it is doing.</param>
/// <param name="Percent">How far that is.</param>
public sealed record EstimateJob(string Id, EstimateRequest Request, JobState State, DateTimeOffset CreatedAt, int Starts, string? Task = null, int Percent = 0)
    : Job(Id, State, CreatedAt, Starts, Task, Percent);

/// <summary>A job to be: its request and its table.</summary>
public sealed record NewEstimate(EstimateRequest Request, CaptureTable Table)
{
    /// <summary>The table by stratum; empty when the people are not split.</summary>
    public ImmutableArray<StratumTable> Strata { get; init; } = [];
}
