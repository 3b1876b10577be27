using System.Collections.Immutable;
using Palermo.Records.Countries;
using Palermo.Records.Dialects;
using Palermo.Records.Ledgers;

namespace Palermo.Records.Quality;

/// <summary>
/// The checks of a whole table of records for one that is read part by part and never held whole: what its countries mean
/// and how many rows are equal. It finds what <see cref="Review"/> finds.
/// </summary>
internal sealed class PartReview
{
    private readonly EqualRows equal = new();
    private readonly ImmutableArray<CountryTally> countries;
    private long rows;

    public PartReview(Dialect dialect, IReadOnlyCollection<string> columns) =>
        countries = [.. dialect.Columns.Where(c => c.Countries is not null && columns.Contains(c.Name)).Select(c => new CountryTally(c.Name, c.Countries!))];

    /// <summary>Takes the next rows, in order.</summary>
    public void Take(int count, IReadOnlyList<(string Name, Array Codes)> part)
    {
        equal.Take(count, [.. part.Select(c => c.Codes)]);
        foreach (var tally in countries)
        {
            tally.Take(count, rows, part);
        }

        rows += count;
    }

    /// <summary>Writes the findings into the ledger and gives the readings.</summary>
    /// <param name="codes">The codes of each column that is kept; one that is left out is not read.</param>
    /// <param name="ledger">Takes what was found.</param>
    /// <param name="normaliser">Reads the countries.</param>
    public ImmutableArray<CountryReading> Finish(IReadOnlyDictionary<string, ImmutableArray<string>> codes, Ledger ledger, CountryNormaliser normaliser)
    {
        if (rows > 0)
        {
            equal.Note(ledger);
        }

        return [.. countries.Where(c => codes.ContainsKey(c.Column)).Select(c => c.Finish(codes, ledger, normaliser))];
    }
}
