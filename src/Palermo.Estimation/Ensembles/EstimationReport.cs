using System.Collections.Immutable;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Linkage;
using Palermo.Estimation.Selection;
using Palermo.Estimation.Strata;

namespace Palermo.Estimation.Ensembles;

/// <summary>Two lists: how many on both, and how strongly they go together among those seen.</summary>
public sealed record PairOverlap(string First, string Second, long Both, double OddsRatio);

/// <summary>What the table is, before any estimate.</summary>
public sealed record TableSummary
{
    public required ImmutableArray<string> Lists { get; init; }

    /// <summary>n.</summary>
    public required long Observed { get; init; }

    public required ImmutableArray<long> ListTotals { get; init; }

    /// <summary>How many were seen on exactly 1, 2, ... lists.</summary>
    public required ImmutableArray<long> SeenTimes { get; init; }

    /// <summary>Share of those seen once only.</summary>
    public required double SingleShare { get; init; }

    /// <summary>Triples of lists that share someone.</summary>
    public required int TriplesShared { get; init; }

    /// <summary>Triples of lists of which every two share someone: more of them mean more that can be estimated.</summary>
    public required int TriplesLinked { get; init; }

    /// <summary>Odds ratios are NaN where the unseen history would be needed and no third list tells.</summary>
    public required ImmutableArray<PairOverlap> Overlaps { get; init; }

    /// <summary>SHA-256 of lists and counts.</summary>
    public required string Hash { get; init; }
}

/// <summary>Answers close to one another and what they assume.</summary>
public sealed record AnswerCluster(double Low, double High, ImmutableArray<string> Methods, ImmutableArray<string> Assumptions);

/// <summary>The range to quote: the hull of what the two ways of averaging over models allow.</summary>
/// <remarks>The band is what an unmodelled dependence of the stated odds adds on either side, heterogeneity included.</remarks>
public sealed record Headline(double Low, double High, double Central, ImmutableArray<string> From, double BandLow, double BandHigh, double BandOdds);

/// <summary>One change to the table or the assumptions and what it does to the answers.</summary>
/// <remarks>Estimates are NaN where the changed table gives none.</remarks>
public sealed record SensitivityRow(string Kind, string What, long Observed, double Independence, double Stepwise, double MinimumBic);

/// <summary>A point of the model cloud.</summary>
public readonly record struct CloudPoint(string Model, double Estimate, double Bic, double Weight);

/// <summary>A list whose size is known, estimated from the other lists.</summary>
/// <remarks>Estimates are NaN where refused; High may be infinite.</remarks>
public sealed record ListCheck(string List, long Known, long Seen, double Independence, double Stepwise, double Graphs, double GraphsLow, double GraphsHigh, bool Covered)
{
    /// <summary>The other lists that share somebody with it.</summary>
    public ImmutableArray<string> ListsUsed { get; init; } = [];

    public (double Low, double High) IndependenceInterval { get; init; } = (double.NaN, double.NaN);

    public (double Low, double High) StepwiseInterval { get; init; } = (double.NaN, double.NaN);

    /// <summary>Pairs the stepwise selection took, in order.</summary>
    public ImmutableArray<string> StepwisePairs { get; init; } = [];
}

/// <summary>The stepwise answer at one threshold of the probability of an overlap.</summary>
public sealed record ThresholdPoint(double Threshold, double Estimate, double Low, double High, string Model);

/// <summary>A Bayesian answer under another prior. Check is a number to judge it by: the probability of the saturated graph, or R-hat.</summary>
public sealed record PriorRow(string Method, string Prior, double Estimate, double Low, double High, string CheckName, double Check, bool Usable);

/// <summary>The estimate with linkage error carried along.</summary>
public sealed record LinkageReport(string Source, string Method, PooledEstimate Pooled)
{
    /// <summary>The rates stated; null where the tables of a linkage were given.</summary>
    public LinkageRates? Rates { get; init; }
}

/// <summary>Everything an estimate says and rests on. Page, JSON and text are all drawn from it.</summary>
public sealed record EstimationReport
{
    public required string Version { get; init; }

    public required ulong Seed { get; init; }

    public required int Replicates { get; init; }

    public required TableSummary Table { get; init; }

    public ImmutableArray<MethodEstimate> Estimates { get; init; } = [];

    public ImmutableArray<Refusal> Refusals { get; init; } = [];

    public ImmutableArray<AnswerCluster> Clusters { get; init; } = [];

    /// <summary>Null when no range may be quoted.</summary>
    public Headline? Headline { get; init; }

    public HeterogeneityAlarm? Alarm { get; init; }

    public Census? Census { get; init; }

    public ImmutableArray<CloudPoint> Cloud { get; init; } = [];

    public ImmutableArray<SensitivityRow> Sensitivity { get; init; } = [];

    /// <summary>The stepwise answer along its threshold.</summary>
    public ImmutableArray<ThresholdPoint> Thresholds { get; init; } = [];

    /// <summary>What the priors of the Bayesian methods do.</summary>
    public ImmutableArray<PriorRow> Priors { get; init; } = [];

    /// <summary>All that is left when only the strength of dependence is bounded.</summary>
    public ImmutableArray<DependenceBound> Bounds { get; init; } = [];

    /// <summary>The estimate by stratum; null when no strata were given or too few have an estimate.</summary>
    public StratifiedReport? Strata { get; init; }

    /// <summary>Strata by a model with covariates, beside the shrunken ones; null where it has no estimate.</summary>
    public CovariateReport? Covariates { get; init; }

    /// <summary>Each pair of lists by itself, given the covariates; empty without strata.</summary>
    public ImmutableArray<PairEstimate> Pairs { get; init; } = [];

    public ImmutableArray<LinkageReport> Linkage { get; init; } = [];

    public ImmutableArray<ListCheck> Checks { get; init; } = [];

    /// <summary>If the truth were model A and method B were used: coverage on samples from the table's own top models.</summary>
    public ImmutableArray<OwnTableCoverageRow> Validation { get; init; } = [];

    public ImmutableArray<string> MayBeSaid { get; init; } = [];

    public ImmutableArray<string> MayNotBeSaid { get; init; } = [];

    public ImmutableArray<string> Cautions { get; init; } = [];
}
