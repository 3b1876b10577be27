using System.Collections.Immutable;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Linkage;
using Palermo.Estimation.Strata;

namespace Palermo.Estimation.Ensembles;

/// <summary>What to run and how; everything here is written into the report.</summary>
public sealed record EstimationOptions
{
    /// <summary>Methods by name, in order; see <see cref="Methods.Names"/>.</summary>
    public ImmutableArray<string> Methods { get; init; } = Ensembles.Methods.Ensemble;

    /// <summary>Models to fit as given, generators such as [12,13,4], beside the methods.</summary>
    public ImmutableArray<string> Models { get; init; } = [];

    public ulong Seed { get; init; } = 20260101;

    /// <summary>Bootstrap replicates, the whole selection repeated in each; 0 for none.</summary>
    public int Replicates { get; init; } = 1000;

    /// <summary>Resampled tables drawn elsewhere, run instead of our own draws; empty for none.</summary>
    public ImmutableArray<CaptureTable> Resamples { get; init; } = [];

    /// <summary>In replicates choose the lowest BIC among so many best models of the observed table only; null for the whole space.</summary>
    public int? TopModels { get; init; }

    /// <summary>Write the estimate of every replicate into the report.</summary>
    public bool KeepReplicates { get; init; }

    /// <summary>The parts the people are split into; empty for none.</summary>
    public ImmutableArray<Stratum> Strata { get; init; } = [];

    /// <summary>Strata with fewer people are not shown.</summary>
    public int SmallestShown { get; init; } = StratifiedEstimation.SmallestShown;

    /// <summary>How far records were wrongly linked; null when not stated.</summary>
    public LinkageRates? LinkageRates { get; init; }

    /// <summary>Tables that the linkage posterior gives, in place of stated rates.</summary>
    public ImmutableArray<CaptureTable> LinkageDraws { get; init; } = [];

    public int Threads { get; init; } = 1;

    public double StepwiseThreshold { get; init; } = Selection.Stepwise.DefaultThreshold;

    /// <summary>Add the census of models.</summary>
    public bool Census { get; init; }

    /// <summary>At six lists: all 7,785,061 models rather than the 32,768 with pairs only.</summary>
    public bool AllModels { get; init; }

    /// <summary>Where the census of all six-list models keeps its state; null for nowhere.</summary>
    public string? CheckpointFile { get; init; }

    /// <summary>Chains that do not agree yet are run on, up to so many times <see cref="Sweeps"/>.</summary>
    public const int SweepsLimit = 16;

    /// <summary>Sweeps a chain of the latent class sampler, after as many of burn-in.</summary>
    public int Sweeps { get; init; } = 40_000;

    public int Chains { get; init; } = 8;

    /// <summary>Samples from each of the table's own top models to judge the methods by; 0 for none.</summary>
    public int ValidationSamples { get; init; }

    /// <summary>Ask whether people differ in how findable they are.</summary>
    public bool Alarm { get; init; } = true;

    /// <summary>Add sensitivity to merging and dropping lists and the checks on the country's own table.</summary>
    public bool Sensitivity { get; init; } = true;
}
