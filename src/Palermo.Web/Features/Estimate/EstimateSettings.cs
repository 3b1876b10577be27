using System.Collections.Immutable;
using System.Globalization;

namespace Palermo.Web.Features.Estimate;

/// <summary>The people of one part of the population, for its rate.</summary>
/// <param name="Part">Its categories in the order of the columns that split, as in "f, adult".</param>
/// <param name="People">How many live there, seen or not, in this situation or not.</param>
public sealed record PartPopulation(string Part, double People);

/// <summary>What was filled in beside the table, as it came and not yet looked at.</summary>
public sealed record EstimateSettings
{
    /// <summary>The columns of a dataset that are lists; none for a file.</summary>
    public ImmutableArray<string> Lists { get; init; } = [];

    /// <summary>Columns that split the people.</summary>
    public ImmutableArray<string> Strata { get; init; } = [];

    /// <summary>Methods, or none for all.</summary>
    public ImmutableArray<string> Methods { get; init; } = [];

    public string? Seed { get; init; }

    public string? Replicates { get; init; }

    public bool Sensitivity { get; init; } = true;

    /// <summary>Samples from each of the table's own best models.</summary>
    public string? Validate { get; init; }

    /// <summary>Populations of parts, a pair of texts each.</summary>
    public ImmutableArray<(string Part, string People)> Populations { get; init; } = [];

    /// <summary>One part a line, its population after the last semicolon; a line without one has no population.</summary>
    public static ImmutableArray<(string Part, string People)> Lines(string? text) =>
    [
        .. (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.LastIndexOf(';') is var at && at < 0 ? (line, "") : (line[..at], line[(at + 1)..])),
    ];

    /// <summary>The populations as numbers; null when one is none, or belongs to no part of the table.</summary>
    internal ImmutableArray<PartPopulation>? Known(IEnumerable<string> parts)
    {
        var names = parts.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var known = ImmutableArray.CreateBuilder<PartPopulation>();
        foreach (var (part, people) in Populations)
        {
            var name = string.Join(", ", part.Split(',', StringSplitOptions.TrimEntries));
            if (!names.TryGetValue(name, out var own) || !double.TryParse(people.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) || count <= 0)
            {
                return null;
            }

            known.Add(new PartPopulation(own, count));
        }

        return known.ToImmutable();
    }
}
