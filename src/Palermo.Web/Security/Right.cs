namespace Palermo.Web.Security;

/// <summary>
/// What a signed-in person may do at all. Which role holds which right is data (<c>data/access/rights.json</c>); which case and
/// which part of it is decided at the case, on top of the right.
/// </summary>
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

    /// <summary>Grant privacy budget that another person asked for.</summary>
    ApproveBudget,

    /// <summary>Fetch releases that were made for research partners.</summary>
    ReadPartnerReleases,

    /// <summary>Open a case: consent first, then the interview.</summary>
    Screen,

    /// <summary>Open the cases that assignment, purpose and tier allow.</summary>
    ReadCases,

    /// <summary>Record facts, findings, notes and evidence in a case.</summary>
    RecordFacts,

    /// <summary>Search cases by name or identifier, inside one's own scope.</summary>
    Search,

    /// <summary>Give a case to a person.</summary>
    Assign,

    /// <summary>Decide on reasonable and conclusive grounds.</summary>
    Decide,

    /// <summary>Read a negative decision before it is made.</summary>
    SecondRead,

    /// <summary>See where a person is; asks for a fresh proof of identity each time.</summary>
    ReadLocation,

    /// <summary>Open a case beyond one's scope in an emergency, with a reason, and with notice to its owner.</summary>
    BreakGlass,

    /// <summary>See who read and changed a case.</summary>
    ReadWhoSaw,

    /// <summary>Read the audit log across cases: who did what, never what it said.</summary>
    ReadAudit,

    /// <summary>Create and disable accounts and API clients and give them roles. Opens no case.</summary>
    ManageAccounts,
}
