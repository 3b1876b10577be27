using System.Collections.Immutable;

namespace Palermo.Disclosure.Microdata;

/// <summary>Columns of the CTDC Global K-anonymised Dataset (codebook v7, 63 columns) by the sets an intruder may know.</summary>
public static class CtdcColumns
{
    /// <summary>Year, gender, age, citizenship, country of exploitation.</summary>
    public static ImmutableArray<string> FirstFive { get; } = ["yearOfRegistration", "gender", "ageBroad", "citizenship", "CountryOfExploitation"];

    public static ImmutableArray<string> ExploitationFlags { get; } =
        ["isForcedLabour", "isSexualExploit", "isOtherExploit", "isSexAndLabour", "isForcedMarriage", "isForcedMilitary", "isOrganRemoval", "isSlaveryAndPractices"];

    public static ImmutableArray<string> SexTypes { get; } =
        ["typeOfSexProstitution", "typeOfSexPornography", "typeOfSexRemoteInteractiveServices", "typeOfSexPrivateSexualServices"];

    public static ImmutableArray<string> LabourTypes { get; } =
    [
        "typeOfLabourAgriculture", "typeOfLabourAquafarming", "typeOfLabourBegging", "typeOfLabourConstruction", "typeOfLabourDomesticWork",
        "typeOfLabourHospitality", "typeOfLabourIllicitActivities", "typeOfLabourManufacturing", "typeOfLabourMiningOrDrilling",
        "typeOfLabourPeddling", "typeOfLabourTransportation",
    ];

    /// <summary>The 30 columns over which the file of 15 July 2021 is 11-anonymous.</summary>
    public static ImmutableArray<string> Q30 { get; } = [.. FirstFive, "Datasource", .. ExploitationFlags, .. LabourTypes, .. SexTypes, "isAbduction"];

    /// <summary>The sets of columns that a first look should try.</summary>
    public static ImmutableArray<ImmutableArray<string>> Ladder { get; } =
    [
        Q30, FirstFive, [.. FirstFive, "Datasource"], [.. FirstFive, "Datasource", .. ExploitationFlags],
        [.. FirstFive, "Datasource", .. ExploitationFlags, .. SexTypes],
        [.. FirstFive, "majorityStatus"], [.. FirstFive, "majorityStatusAtExploit"], [.. FirstFive, "majorityEntry"],
        [.. FirstFive, "meansOfControlThreats"], [.. FirstFive, "RecruiterRelationship"],
    ];

    /// <summary>Whether a header is this dataset's.</summary>
    public static bool Matches(IReadOnlyList<string> header) => Q30.All(header.Contains);
}
