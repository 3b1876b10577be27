using Palermo.Records.Countries;
using Palermo.Records.Frames;
using Palermo.Records.Ledgers;

namespace Palermo.Records.Quality;

/// <summary>What reading the countries of a frame leaves in its ledger.</summary>
internal static class CountryFindings
{
    public static void Note(Frame frame, CountryNormaliser normaliser)
    {
        foreach (var column in CountryColumn.Of(frame, normaliser))
        {
            var checks = column.Answers.Select(Of).ToArray();
            if (Array.TrueForAll(checks, c => c is null))
            {
                continue;
            }

            for (var row = 0; row < frame.Rows; row++)
            {
                if (column.Texts[row] is > 0 and var code && checks[code - 1] is { } check && column.IsCountry(row))
                {
                    frame.Ledger.Add(check, row + 1, column.Name);
                }
            }
        }
    }

    /// <summary>The check that an answer hits, or null.</summary>
    public static Check? Of(CountryAnswer? answer) => answer switch
    {
        Queued => QualityChecks.CountryQueued,
        NotACountry { Class: NonCountry.NotRecorded } => QualityChecks.CountryNotRecorded,
        NotACountry => QualityChecks.NotACountry,
        MappedCountry { Countries.Length: > 1 } => QualityChecks.SeveralCountries,
        MappedCountry { Rule: > CountryRule.Code } => QualityChecks.CountryInferred,
        _ => null,
    };
}
