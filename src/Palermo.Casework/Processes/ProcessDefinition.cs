using System.Collections.Immutable;
using Palermo.Law.Facts;

namespace Palermo.Casework.Processes;

/// <summary>What the determination must say for an outcome to follow from it.</summary>
public enum Carried
{
    /// <summary>The definition is met at the step's standard.</summary>
    Met,

    /// <summary>The definition is not met, or still open, at the step's standard.</summary>
    NotEstablished,
}

/// <summary>A state of a case.</summary>
/// <param name="IsEnd">Nothing is due any more.</param>
public sealed record ProcessState(string Id, Label Label, bool IsEnd);

/// <summary>One outcome of a decision.</summary>
/// <param name="Carried">What the determination says when the outcome follows from it; an outcome that departs from it needs a written reason and a second reader.</param>
/// <param name="NeedsSecondReader">A second person reads the findings, without seeing this outcome, before it can be made.</param>
public sealed record Outcome(string Id, Label Label, string To, Carried Carried, bool NeedsSecondReader);

/// <summary>A step at which an authority decides.</summary>
/// <param name="Standard">How firmly findings must stand to count for it.</param>
public sealed record DecisionStep(string Id, Label Label, ImmutableArray<string> From, StandardOfProof Standard, ImmutableArray<Outcome> Outcomes)
{
    public Outcome? Find(string outcome) => Outcomes.FirstOrDefault(o => o.Id == outcome);
}

/// <summary>A move without a decision: a referral, a withdrawal, a request.</summary>
/// <param name="NeedsReason">It is made only with a written reason.</param>
public sealed record Move(string Id, Label Label, ImmutableArray<string> From, string To, bool NeedsReason);

/// <summary>One identification process: its states, the decisions between them with their standards of proof, and the other moves. Dated data.</summary>
public sealed record ProcessDefinition(
    string Id,
    string Version,
    Label Title,
    string Start,
    ImmutableArray<ProcessState> States,
    ImmutableArray<DecisionStep> Decisions,
    ImmutableArray<Move> Moves,
    ImmutableArray<string> Sources)
{
    /// <summary><c>id/version</c>.</summary>
    public string Key => $"{Id}/{Version}";

    public ProcessState State(string id) => States.First(s => s.Id == id);

    /// <summary>The decision that may be made in a state; null when none may.</summary>
    public DecisionStep? DecisionIn(string state) => Decisions.FirstOrDefault(d => d.From.Contains(state));

    public IEnumerable<Move> MovesIn(string state) => Moves.Where(m => m.From.Contains(state));
}
