using System.Collections.Immutable;
using Palermo.Disclosure.Synthesis;
using Palermo.Disclosure.Tables;

namespace Palermo.Benchmarks.Disclosure;

/// <summary>The CTDC file of 15 July 2021 in its 27-column form: 5 categories and 22 marks, blank and 0 both "not marked".</summary>
internal static class CtdcRelease
{
    private const string Means = "meansOfControl";

    private static readonly (string Name, string[] Sources)[] Flags =
    [
        ("meansDebtBondageEarnings", [Means + "DebtBondage", Means + "TakesEarnings", Means + "RestrictsFinancialAccess"]),
        ("meansThreats", [Means + "Threats", Means + "ThreatOfLawEnforcement"]),
        ("meansAbusePsyPhySex", [Means + "PsychologicalAbuse", Means + "PhysicalAbuse", Means + "SexualAbuse"]),
        ("meansFalsePromises", [Means + "FalsePromises"]),
        ("meansDrugsAlcohol", [Means + "PsychoactiveSubstances"]),
        ("meansDenyBasicNeeds", [Means + "RestrictsMovement", Means + "RestrictsMedicalCare", Means + "WithholdsNecessities"]),
        ("meansExcessiveWorkHours", [Means + "ExcessiveWorkingHours"]),
        ("meansWithholdDocs", [Means + "WithholdsDocuments"]),
        .. new[]
        {
            "isForcedLabour", "isSexualExploit", "isOtherExploit", "typeOfLabourAgriculture", "typeOfLabourConstruction", "typeOfLabourDomesticWork",
            "typeOfLabourHospitality", "typeOfLabourOther", "typeOfSexProstitution", "typeOfSexPornography",
            "recruiterRelationIntimatePartner", "recruiterRelationFriend", "recruiterRelationFamily", "recruiterRelationOther",
        }.Select(f => (f, new[] { f })),
    ];

    private static readonly string[] Categories = ["yearOfRegistration", "gender", "ageBroad", "citizenship", "CountryOfExploitation"];

    /// <summary>Forms of exploitation and kinds of work: columns 13 to 22.</summary>
    public static ImmutableArray<int> Core { get; } = [.. Enumerable.Range(13, 10)];

    /// <summary>Reads the file. The labels are those of the published code book: every one of them occurs in the file.</summary>
    public static (Domain Domain, PersonRows Rows) Read(string path)
    {
        string[]? header = null;
        var labels = Categories.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal) { [""] = 0 }).ToArray();
        var codes = new List<ushort>();
        int[] categories = [];
        int[][] flags = [];
        foreach (var row in DelimitedSource.Read(path))
        {
            if (header is null)
            {
                header = row;
                categories = [.. Categories.Select(c => Array.IndexOf(header, c))];
                flags = [.. Flags.Select(f => f.Sources.Select(s => Array.IndexOf(header, s)).ToArray())];
                continue;
            }

            for (var c = 0; c < categories.Length; c++)
            {
                var text = row[categories[c]];
                if (!labels[c].TryGetValue(text, out var code))
                {
                    labels[c][text] = code = labels[c].Count;
                }

                codes.Add((ushort)code);
            }

            foreach (var flag in flags)
            {
                codes.Add((ushort)(flag.Any(s => row[s] == "1") ? 1 : 0));
            }
        }

        var domain = new Domain(
            [
                .. Categories.Select((c, i) => new DomainColumn(c, [.. labels[i].OrderBy(l => l.Value).Skip(1).Select(l => l.Key)])),
                .. Flags.Select(f => new DomainColumn(f.Name, ["1"])),
            ],
            []);
        return (domain, new PersonRows(domain.Width, [.. codes]));
    }
}
