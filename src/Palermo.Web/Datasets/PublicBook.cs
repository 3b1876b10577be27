using System.Collections.Immutable;
using System.Globalization;
using Palermo.Disclosure.Release;
using Palermo.Disclosure.Synthesis;
using Palermo.Records.Countries;
using Palermo.Records.Dialects;

namespace Palermo.Web.Datasets;

/// <summary>
/// The public code book of a dataset: columns with their labels as the form, the code list of countries and the calendar have them, and
/// never as the records do. A list read out of records would itself say who is there. A value that no public list has counts as not recorded.
/// </summary>
public sealed class PublicBook(TimeProvider clock)
{
    /// <summary>Years offered for a column of years: this one and those before it.</summary>
    public const int Years = 30;

    /// <summary>Columns that one release may have, as a code book may.</summary>
    public const int MostColumns = 63;

    /// <summary>The columns of a dataset that have a public list, in its order, as many as one release can hold.</summary>
    public ImmutableArray<string> Columns(DatasetInfo dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var kept = ImmutableArray.CreateBuilder<string>();
        var bits = 0;
        foreach (var column in dataset.Columns)
        {
            if (Labels(dataset, column) is { IsEmpty: false } labels && kept.Count < MostColumns && bits + new Domain([new(column.Name, labels)], []).Bits is var sum and <= Domain.MostBits)
            {
                kept.Add(column.Name);
                bits = sum;
            }
        }

        return kept.ToImmutable();
    }

    /// <summary>The code book over some of these columns.</summary>
    /// <exception cref="InvalidDataException">A column has no public list, or none is given.</exception>
    public CodeBook Of(DatasetInfo dataset, ImmutableArray<string> columns)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var offered = Columns(dataset);
        if (columns.IsDefaultOrEmpty || columns.FirstOrDefault(c => !offered.Contains(c, StringComparer.Ordinal)) is not null)
        {
            throw new InvalidDataException("a release takes one or more of the columns that have a public list of values");
        }

        var taken = offered.Where(c => columns.Contains(c, StringComparer.Ordinal)).Select(c => new DomainColumn(c, Labels(dataset, dataset.Find(c)!))).ToImmutableArray();
        var at = taken.Select((c, i) => (c.Name, i)).ToDictionary(c => c.Name, c => c.i, StringComparer.Ordinal);
        string[] place = dataset.Roles is { } roles ? [roles.Origin, roles.Destination] : [];
        return new CodeBook(
            new Domain(taken, []),
            [.. place.Where(at.ContainsKey).Select(p => at[p])],
            [.. taken.Select((c, i) => (c, i)).Where(c => c.c.IsFlag && IsCore(c.c.Name)).Select(c => c.i)]);
    }

    // The marks that the field's files have for nearly everyone: forms of exploitation and kinds of work.
    private static bool IsCore(string name) => name.StartsWith("is", StringComparison.Ordinal) || name.StartsWith("typeOf", StringComparison.Ordinal) || name.StartsWith("exploitation_", StringComparison.Ordinal);

    // A yes-or-no column is a mark, set or not: what is not set is either no or not recorded, and a release does not tell which.
    private ImmutableArray<string> Labels(DatasetInfo dataset, DatasetColumn column)
    {
        var dialect = DialectCatalog.Default[dataset.Dialect.Split(' ')[0]];
        var known = dialect.Columns.FirstOrDefault(c => c.Name == column.Name);
        if (known is null)
        {
            return [];
        }

        if (known.Countries is { } countries)
        {
            return countries.Form switch
            {
                CountryTextForm.Alpha2 => [.. InUse().Select(c => c.Alpha2)],
                CountryTextForm.Alpha3 => [.. InUse().Select(c => c.Alpha3)],
                _ => [],
            };
        }

        if (column.Kind == ColumnKind.Year && known.Kind == "open")
        {
            var now = clock.GetUtcNow().Year;
            return [.. Enumerable.Range(now - Years + 1, Years).Select(y => y.ToString(CultureInfo.InvariantCulture))];
        }

        ImmutableArray<string> codes = known.Kind == "code" ? [.. known.Values.Select(v => v.Code)] : dialect.Kinds.TryGetValue(known.Kind, out var shared) ? [.. shared.Select(v => v.Code)] : [];
        return codes.FirstOrDefault(c => c is "1" or "true" or "yes") is { } yes && codes.All(c => c is "1" or "0" or "true" or "false" or "yes" or "no") ? [yes] : codes;
    }

    private static IEnumerable<Country> InUse() => CountryNormaliser.Default.Codes.All.Where(c => !c.IsFormer).OrderBy(c => c.Alpha2, StringComparer.Ordinal);
}
