using System.Collections.Immutable;
using System.Globalization;
using Palermo.Records.Ledgers;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Tables;

namespace Palermo.Statistics.Reports;

/// <summary>The plain sentences of a report. Each has a key, so that other languages say the same.</summary>
internal static class ReportSentences
{
    public static ImmutableArray<Statement> MayBeSaid(DataOrigin origin, ReportRequest request, long? records, bool isPublished, ImmutableArray<Completeness> completeness, bool saysRecords)
    {
        if (isPublished)
        {
            return [Of("report.say.published", [origin.Name], $"The data '{origin.Name}' are figures that others published; what may be said is what their publisher says of them.")];
        }

        if (records is not { } n)
        {
            return [Of("report.say.unknown-scope", [origin.Name], $"The data '{origin.Name}' do not say which records belong to the country and year, so nothing can be said of them.")];
        }

        var where = request.Scope switch
        {
            { Country: { } c, Year: { } y } => string.Create(CultureInfo.InvariantCulture, $"of {c} in {y}"),
            { Country: { } c } => "of " + c,
            { Year: { } y } => string.Create(CultureInfo.InvariantCulture, $"of {y}"),
            _ => "of all countries and years in the data",
        };
        if (n == 0)
        {
            return [Of("report.say.no-records", [where], $"There are no records {where}. That is not the same as no victims.")];
        }

        var shown = Shown(n, request);
        return
        [
            .. saysRecords ? [Of("report.say.records", [shown, where], $"{shown} people {where} were recorded as victims by those who keep these data.")] : (IEnumerable<Statement>)[],
            .. completeness.Where(c => c.Records > 0 && !c.IsHidden).Select(c => Of("report.say.recorded", [c.Variable, Percent(c)], $"{char.ToUpperInvariant(c.Variable[0])}{c.Variable[1..]} is recorded for {Percent(c)} % of them; shares by {c.Variable} are shares of these.")),
        ];
    }

    public static ImmutableArray<Statement> MayNotBeSaid(ReportRequest request, ImmutableArray<Completeness> completeness, IReadOnlyList<StatTable> tables) =>
    [
        Of("report.not.all-victims", [], "That this is the number of victims. It is the number that was detected and recorded; how many there are is another question, which 'palermo estimate' answers with what it assumes."),
        Of("report.not.trend", [], "That trafficking rose or fell because a figure did. More police work, another form or another law changes the figures too."),
        Of("report.not.not-recorded", [], "That what is not recorded did not happen. Not recorded is its own line in every table and never counts as no."),
        Of("report.not.blank", [], "That a blank cell is a zero. A blank is a figure nobody has; a zero was counted."),
        Of("report.not.countries", [], "That one country has more trafficking than another because its figure is larger: countries differ in what they detect, record and call by which name."),
        .. completeness.Where(c => c.Records > 0 && !c.IsHidden && c.Recorded * 2 < c.Records).Select(c => Of("report.not.half", [c.Variable], $"Anything about {c.Variable} of the whole group: it is not recorded for more than half.")),
        .. request.Threshold is { } t ? [Of("report.not.threshold", [t.ToString(CultureInfo.InvariantCulture)], string.Create(CultureInfo.InvariantCulture, $"That a suppressed cell is small or large: counts under {t} and some others are hidden so that nobody can be recognised."))]
            : (IEnumerable<Statement>)[Of("report.not.unprotected", [], "Nothing of this may be published as it stands: every count is shown, small ones too. Make the report without --exact for one that may leave.")],
        .. tables.Any(x => !x.IsVerified) ? [Of("report.not.unverified", [], "That the tables marked unverified have the shape the law asks for: their source was not read.")] : (IEnumerable<Statement>)[],
    ];

    public static ImmutableArray<Statement> Methods(DataOrigin origin, string? mapping, Statement? protection) =>
    [
        Of("report.method.data", [origin.Name, origin.Sha256 ?? "", origin.Dialect, NationalReport.Number(origin.Rows)], $"Data: {origin.Name}, {origin.Dialect}, {NationalReport.Number(origin.Rows)} records{(origin.Sha256 is { } s ? ", SHA-256 " + s : "")}."),
        mapping is null ? Of("report.method.no-mapping", [], "No variables are defined for these data.") : Of("report.method.mapping", [mapping], $"Variables: {mapping}. The mapping says which recorded codes stand for which codes of the tables."),
        Of("report.method.states", [], StateWords.Legend),
        protection ?? Of("report.method.no-threshold", [], "No count is suppressed."),
    ];

    /// <summary>The findings of the import, one line a check.</summary>
    public static IEnumerable<string> Quality(ImmutableArray<LedgerLine> ledger) => ledger
        .GroupBy(l => l.Check.Id, StringComparer.Ordinal)
        .Select(g => (g.First().Check, Columns: g.Select(l => l.Column).OfType<string>().Distinct(StringComparer.Ordinal).Count(), Times: g.Sum(l => l.Count)))
        .OrderByDescending(g => g.Check.Severity).ThenBy(g => g.Check.Id, StringComparer.Ordinal)
        .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Check.Severity}: {g.Check.What} ({(g.Columns > 0 ? $"{g.Columns} columns, " : "")}{g.Times:N0} times)."));

    private static Statement Of(string key, ImmutableArray<string> arguments, string english) => new(key, arguments, english);

    private static string Shown(long n, ReportRequest request) => request.Threshold is { } t && n < t ? string.Create(CultureInfo.InvariantCulture, $"Fewer than {t}") : NationalReport.Number(n);

    private static string Percent(Completeness c) => (c.Recorded * 100 / c.Records).ToString(CultureInfo.InvariantCulture);
}
