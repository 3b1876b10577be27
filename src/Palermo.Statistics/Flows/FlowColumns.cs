namespace Palermo.Statistics.Flows;

/// <summary>Which columns say where people came from, passed through and were exploited.</summary>
/// <param name="Origin">Country of origin; where only citizenship is recorded it stands in, and every output says so.</param>
/// <param name="Transit">Countries passed through, in the order of travel, joined by semicolons or the column's own separator; null when not recorded.</param>
/// <param name="Destination">Country of exploitation.</param>
/// <param name="Proxy">What stands in for what, in words; null when the columns say it themselves.</param>
public sealed record FlowColumns(string Origin, string? Transit, string Destination, string? Proxy)
{
    /// <summary>The columns of a dialect that records them.</summary>
    public static FlowColumns? Of(string dialect) => dialect switch
    {
        "ctdc-63" or "ctdc-27" => new("citizenship", null, "CountryOfExploitation", "First citizenship stands in for the country of origin; the country of exploitation is, where not known, that of first support. Transit is not recorded."),
        "palermo-records" => new("citizenship", null, "country_of_exploitation", "Citizenship stands in for the country of origin. Transit is not recorded."),
        "palermo-routes" => new("origin", "transit", "destination", null),
        _ => null,
    };
}
