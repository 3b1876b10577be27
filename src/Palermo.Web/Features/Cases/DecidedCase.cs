using System.Collections.Immutable;
using Palermo.Law.Cases;

namespace Palermo.Web.Features.Cases;

/// <summary>A case that a court or treaty body decided, restated from public pages. It labels no person.</summary>
/// <param name="Outcome">What the forum decided, as a key of our words.</param>
/// <param name="Basis">Whether the projection onto the Protocol is the court's own finding or our inference.</param>
/// <param name="Caveat">What is not fully supported; null if nothing.</param>
public sealed record DecidedCase(
    CaseFacts Facts,
    string Name,
    string Citation,
    string Court,
    string Jurisdiction,
    int? Year,
    string Law,
    string Told,
    string Outcome,
    string Why,
    string Confidence,
    string? Caveat,
    string? Basis,
    ImmutableArray<CaseSource> Sources)
{
    public string Id => Facts.Id;
}

public sealed record CaseSource(string Title, string Address);
