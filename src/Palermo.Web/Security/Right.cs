namespace Palermo.Web.Security;

/// <summary>What a signed-in person may do. Which role holds which right is data.</summary>
public enum Right
{
    /// <summary>See counts of imported datasets and of cases, never a record.</summary>
    ReadCounts,

    /// <summary>Estimate the hidden population from counts.</summary>
    Estimate,

    /// <summary>Prepare a release for publication.</summary>
    PrepareRelease,

    /// <summary>Let a release that another person prepared out of the house.</summary>
    SignOffRelease,
}

public static class Rights
{
    /// <summary>The claim type under which a signed-in person's rights stand.</summary>
    public const string Claim = "palermo:right";
}
