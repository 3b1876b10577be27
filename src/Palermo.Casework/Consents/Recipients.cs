using System.Collections.Immutable;

namespace Palermo.Casework.Consents;

/// <summary>To whom something may go: a kind of recipient from this closed list, or the key of an office that is known here.</summary>
public static class Recipients
{
    public static readonly ImmutableArray<string> Kinds = ["competent_authority", "support", "health_services", "legal_representation", "law_enforcement"];
}
