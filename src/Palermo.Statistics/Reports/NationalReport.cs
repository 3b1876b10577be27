using System.Collections.Immutable;
using System.Globalization;
using Palermo.Records.Ledgers;
using Palermo.Statistics.Counts;
using Palermo.Statistics.National;
using Palermo.Statistics.Tables;

namespace Palermo.Statistics.Reports;

/// <summary>A sentence of a report: its key and arguments for other languages, and the English.</summary>
/// <param name="Key">Stable; translations go by it.</param>
/// <param name="Arguments">In the order of the sentence.</param>
public sealed record Statement(string Key, ImmutableArray<string> Arguments, string English);

/// <summary>How far a variable is recorded among the records of the report.</summary>
public sealed record Completeness(string Variable, long Recorded, long Records)
{
    /// <summary>Its numbers may not be shown.</summary>
    public bool IsHidden { get; init; }
}

/// <summary>What was asked for.</summary>
public sealed record ReportRequest(ReturnScope Scope)
{
    /// <summary>Packs of tables; empty for all that the records' unit can fill, and those it cannot, blank.</summary>
    public ImmutableArray<string> Packs { get; init; } = [];

    /// <summary>Counts under this are not shown; null shows every count and says so.</summary>
    public int? Threshold { get; init; }

    /// <summary>Findings of the import, for the part on data quality.</summary>
    public ImmutableArray<LedgerLine> Ledger { get; init; } = [];
}

/// <summary>What a report says, counted and not yet protected: inside the house alone.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Origin">The data.</param>
/// <param name="Tables">The tables of the packs.</param>
/// <param name="Flows">The tables of flows.</param>
/// <param name="Completeness">How far each variable is recorded.</param>
/// <param name="CompletenessFigures">The same as figures, one a variable.</param>
/// <param name="Records">Records of the country and year; null when the data cannot say which they are.</param>
/// <param name="Mapping">The variables' name and version.</param>
/// <param name="IsPublished">The data are figures that others published.</param>
public sealed record ReportFigures(
    ReportRequest Request,
    DataOrigin Origin,
    ImmutableArray<FiguredTable> Tables,
    ImmutableArray<FiguredTable> Flows,
    ImmutableArray<Completeness> Completeness,
    ImmutableArray<FiguredTable> CompletenessFigures,
    long? Records,
    string? Mapping,
    bool IsPublished)
{
    /// <summary>All figures; those of tables that yield to others last.</summary>
    public IEnumerable<FiguredTable> All => Tables.Concat(Flows).Concat(CompletenessFigures).OrderBy(t => t.Yields);
}

/// <summary>
/// The national return as a model: tables, flows, methods, quality, and what may and may not be said. It holds no time of making and
/// nothing random: the same inputs give the same bytes in every form.
/// </summary>
public sealed record NationalReport(
    ReportRequest Request,
    DataOrigin Origin,
    ImmutableArray<StatTable> Tables,
    ImmutableArray<StatTable> FlowTables,
    ImmutableArray<Completeness> Completeness,
    ImmutableArray<Statement> MayBeSaid,
    ImmutableArray<Statement> MayNotBeSaid,
    ImmutableArray<Statement> Methods)
{
    private static readonly ImmutableArray<string> Described = ["sex", "age", "form", "citizenship", "border"];

    /// <summary>Makes the report with every count as it is, for those who hold the data; a report that leaves goes through the gate.</summary>
    public static async Task<NationalReport> MakeAsync(ICountSource source, TablePack pack, Populations populations, ReportRequest request, CancellationToken cancel = default)
    {
        var figures = await FiguresAsync(source, pack, populations, request with { Threshold = null }, cancel);
        return Of(figures, table => table, _ => true, true, null);
    }

    /// <summary>Counts all that the report says, and says of each figure whom it counts. Nothing is hidden yet.</summary>
    public static async Task<ReportFigures> FiguresAsync(ICountSource source, TablePack pack, Populations populations, ReportRequest request, CancellationToken cancel = default)
    {
        var filler = new TableFiller(pack, populations);
        var dialect = source.Origin.Dialect.Split(' ')[0];
        var map = pack.Map(dialect);
        var traits = map is null ? null : new FigureTraits(map, source, request.Scope);
        var tables = ImmutableArray.CreateBuilder<FiguredTable>();
        foreach (var definition in pack.Tables.Where(t => request.Packs.IsEmpty || request.Packs.Contains(t.Pack, StringComparer.Ordinal)))
        {
            var table = await filler.FillAsync(definition, source, request.Scope, cancel);
            tables.Add(traits?.Of(definition, table) ?? new FiguredTable(table, [.. table.Observations.Select(_ => ImmutableArray<Trait>.Empty)], []));
        }

        var (completeness, records) = await DescribeAsync(source, pack, request.Scope, cancel);
        return new ReportFigures(
            request, source.Origin, tables.ToImmutable(), map is null ? [] : await new ReportFlows(map, source, request.Scope, pack).MakeAsync(cancel),
            completeness, [.. completeness.Select(c => traits!.OfCompleteness(map!.Rule(c.Variable, null)!, c, source.Origin))], records, map?.Name, map?.Sum is not null);
    }

    /// <summary>Makes the document of figures that were protected.</summary>
    /// <param name="figures">What was counted.</param>
    /// <param name="protect">The table as it may be shown.</param>
    /// <param name="shows">Whether it may be said of how many a variable is recorded.</param>
    /// <param name="saysRecords">Whether the number of all records may be said.</param>
    /// <param name="method">The sentence that says how the figures were protected; null where they were not.</param>
    public static NationalReport Of(ReportFigures figures, Func<StatTable, StatTable> protect, Func<Completeness, bool> shows, bool saysRecords, Statement? method)
    {
        var (request, origin) = (figures.Request, figures.Origin);
        var safe = figures.Tables.Concat(figures.Flows).Select(t => protect(t.Table)).ToArray();
        // What may not be said of how many keeps its name and loses its numbers.
        ImmutableArray<Completeness> completeness = [.. figures.Completeness.Select(c => c with { IsHidden = !shows(c) })];
        return new NationalReport(
            request,
            origin,
            [.. safe.Take(figures.Tables.Length)],
            // Which countries have several roles is told from the roles that may be shown; of one country alone they say it themselves.
            [.. safe.Skip(figures.Tables.Length).SelectMany(t => request.Scope.Country is null && t.Id.StartsWith(Flows.FlowTables.RolesById, StringComparison.Ordinal) ? (IEnumerable<StatTable>)[t, Flows.FlowTables.Combinations(t)] : [t])],
            completeness,
            ReportSentences.MayBeSaid(origin, request, figures.Records, figures.IsPublished, completeness, saysRecords),
            ReportSentences.MayNotBeSaid(request, completeness, safe),
            ReportSentences.Methods(origin, figures.Mapping, method));
    }

    /// <summary>The records of a country and year, or null when the data cannot say which they are.</summary>
    internal static Filter? Scope(ICountSource source, VariableMap map, ReturnScope scope)
    {
        List<Filter> parts = map.Filter is null ? [] : [FilterText.Read(map.Filter)];
        foreach (var (variable, code) in ((string, string?)[])[("country", scope.Country), ("year", scope.Period)])
        {
            if (code is null)
            {
                continue;
            }

            if (map.Rule(variable, null)?.Column is not { } column || !source.Columns.Contains(column))
            {
                return null;
            }

            parts.Add(Filter.In(column, code));
        }

        return Filter.Both(parts);
    }

    private static async Task<(ImmutableArray<Completeness> Completeness, long? Records)> DescribeAsync(ICountSource source, TablePack pack, ReturnScope scope, CancellationToken cancel)
    {
        if (pack.Map(source.Origin.Dialect.Split(' ')[0]) is not { Sum: null } map || Scope(source, map, scope) is not { } filter)
        {
            return ([], null);
        }

        var records = (await source.CountAsync(new CountQuery([], filter, Measure.Records), cancel)).Total;
        var list = ImmutableArray.CreateBuilder<Completeness>();
        foreach (var variable in Described)
        {
            if (map.Rule(variable, null) is not { } rule)
            {
                continue;
            }

            // A variable of flags is recorded where one of them is set; of several columns where all are filled.
            string[] columns = [.. rule.Needs.Where(source.Columns.Contains)];
            var says = rule.Flags.IsEmpty ? Filter.Both(columns.Select(Filter.Recorded)) : Filter.Either(columns.Select(c => Filter.In(c, rule.Yes)));
            var recorded = columns.Length == 0 ? 0 : (await source.CountAsync(new CountQuery([], filter & says, Measure.Records), cancel)).Total;
            list.Add(new Completeness(variable, recorded, records));
        }

        return (list.ToImmutable(), records);
    }

    internal static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
