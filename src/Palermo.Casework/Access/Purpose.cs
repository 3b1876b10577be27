namespace Palermo.Casework.Access;

/// <summary>Why somebody looks into a case: a key of the policy's closed list.</summary>
/// <param name="Key">The key, for example <c>case-planning</c>.</param>
public sealed record Purpose(string Key)
{
    /// <summary>First contact and screening.</summary>
    public static Purpose Intake { get; } = new("intake");

    /// <summary>Keeping the person safe now.</summary>
    public static Purpose Safety { get; } = new("safety");

    /// <summary>Planning and steering the case.</summary>
    public static Purpose CasePlanning { get; } = new("case-planning");

    /// <summary>Giving a service.</summary>
    public static Purpose ServiceDelivery { get; } = new("service-delivery");

    /// <summary>Representing the person in law.</summary>
    public static Purpose LegalRepresentation { get; } = new("legal-representation");

    /// <summary>Deciding whether the person is identified as a victim.</summary>
    public static Purpose IdentificationDecision { get; } = new("identification-decision");

    /// <summary>Reading a decision a second time.</summary>
    public static Purpose DecisionReview { get; } = new("decision-review");

    /// <summary>A child's guardian.</summary>
    public static Purpose GuardianDuty { get; } = new("guardian-duty");

    /// <summary>Investigation and prosecution.</summary>
    public static Purpose CriminalJustice { get; } = new("criminal-justice");

    /// <summary>A decision on residence. Never inherits from another purpose.</summary>
    public static Purpose ImmigrationDecision { get; } = new("immigration-decision");

    /// <summary>Finding family.</summary>
    public static Purpose Tracing { get; } = new("tracing");

    /// <summary>Auditing the work.</summary>
    public static Purpose QualityAudit { get; } = new("quality-audit");

    /// <summary>Statistics. Never inherits from another purpose.</summary>
    public static Purpose Statistics { get; } = new("statistics");

    /// <summary>Research. Never inherits from another purpose.</summary>
    public static Purpose Research { get; } = new("research");

    /// <summary>Running the system. Reads no content.</summary>
    public static Purpose SystemMaintenance { get; } = new("system-maintenance");

    /// <summary>The person reads the own file.</summary>
    public static Purpose OwnFile { get; } = new("own-file");

    /// <inheritdoc/>
    public override string ToString() => Key;
}
