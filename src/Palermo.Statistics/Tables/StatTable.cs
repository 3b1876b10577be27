using System.Collections.Immutable;
using System.Globalization;
using Palermo.Statistics.Counts;

namespace Palermo.Statistics.Tables;

/// <summary>How a table is divided, as it is published.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Codes">Its codes in order, then <see cref="NotRecorded"/> and <see cref="Total"/>.</param>
public sealed record Axis(string Name, ImmutableArray<string> Codes)
{
    /// <summary>All records, each once (SDMX <c>_T</c>).</summary>
    public const string Total = "_T";

    /// <summary>Records that do not say (SDMX <c>_U</c>, unknown).</summary>
    public const string NotRecorded = "_U";

    /// <summary>Whether its codes are a list settled beforehand: all stand there, whether or not anybody has them, so that a line tells of nobody.</summary>
    public bool IsClosed { get; init; }

    /// <summary>The axis of a dimension, with "not recorded" and the total.</summary>
    public static Axis Of(Dimension dimension) => new(dimension.Name, [.. dimension.Codes, NotRecorded, Total]);
}

/// <summary>One cell of a published table.</summary>
/// <param name="Codes">One an axis.</param>
/// <param name="Cell">The figure, or why there is none.</param>
/// <param name="Rate">Per 100,000 inhabitants where the table asks for it and a population was supplied; null otherwise.</param>
/// <param name="Share">Percent of the records that say something of the first axis, where the table asks for it.</param>
/// <param name="Series">The asking body's code of the series the figure belongs to.</param>
public sealed record Observation(ImmutableArray<string> Codes, Cell Cell, decimal? Rate = null, decimal? Share = null, string? Series = null);

/// <summary>A table ready for publication: every combination of its codes is there, with a figure or the reason why not.</summary>
/// <param name="Id">A stable name.</param>
/// <param name="Title">What it counts, in words.</param>
/// <param name="Unit">What one of its figures counts: victims, decisions, offences.</param>
/// <param name="Axes">How it is divided.</param>
/// <param name="Observations">Row by row: the last axis moves fastest.</param>
/// <param name="Provenance">What the figures rest on.</param>
/// <param name="Notes">What a reader must know.</param>
/// <param name="IsVerified">False: the definition was not checked against its source; the table is shown so marked.</param>
public sealed record StatTable(
    string Id,
    string Title,
    string Unit,
    ImmutableArray<Axis> Axes,
    ImmutableArray<Observation> Observations,
    Provenance Provenance,
    ImmutableArray<string> Notes,
    bool IsVerified)
{
    /// <summary>The time the figures belong to (a year), or null when time is an axis or does not apply.</summary>
    public string? Period { get; init; }

    /// <summary>The law, publication or form the table's shape is taken from.</summary>
    public string? Source { get; init; }

    /// <summary>The records that shares are of: those that say something of the first axis. Blank where there are no shares.</summary>
    public Cell Denominator { get; init; }

    /// <summary>The axis that shares are taken along: each is of the total there, less "not recorded" where the axis has it.</summary>
    public int ShareAxis { get; init; }

    /// <summary>Whether a record may stand under several codes, so that cells do not add up to the total.</summary>
    public bool Overlaps { get; init; }

    /// <summary>The cell of these codes, or blank when the table has none such.</summary>
    public Cell this[params ReadOnlySpan<string> codes]
    {
        get
        {
            foreach (var observation in Observations)
            {
                if (observation.Codes.AsSpan().SequenceEqual(codes))
                {
                    return observation.Cell;
                }
            }

            return Cell.Blank;
        }
    }

    /// <summary>
    /// The table with some of its cells hidden. Their rates and shares go with them, and so does every share whose whole has a hidden
    /// cell: what remains is told from printed cells alone.
    /// </summary>
    /// <param name="hidden">One an observation.</param>
    public StatTable Hide(IReadOnlyList<bool> hidden)
    {
        var gone = Observations.Where((o, i) => hidden[i] || o.Cell.State == CellState.Suppressed).Select(o => string.Join('\u001f', o.Codes)).ToHashSet(StringComparer.Ordinal);
        bool IsWhole(ImmutableArray<string> codes) => !gone.Contains(Of(codes, Axis.Total)) && !gone.Contains(Of(codes, Axis.NotRecorded));
        return this with
        {
            Observations = [.. Observations.Select((o, i) => hidden[i] ? o with { Cell = Cell.Suppressed, Share = null, Rate = null } : o.Share is null || IsWhole(o.Codes) ? o : o with { Share = null })],
            Denominator = Denominator.IsNumber && !IsWhole([.. Axes.Select(_ => Axis.Total)]) ? Cell.Suppressed : Denominator,
        };

        string Of(ImmutableArray<string> codes, string code) => codes.IsEmpty ? code : string.Join('\u001f', codes.SetItem(ShareAxis, code));
    }

    /// <summary>Makes a table of counts: every code, "not recorded" and total along every dimension.</summary>
    public static StatTable Of(string id, string title, string unit, CountTable counts, ImmutableArray<string> notes, bool verified = true) =>
        Of(id, title, unit, [.. counts.Dimensions.Select(Axis.Of)], counts, notes, verified);

    /// <summary>
    /// Makes a table of counts over given axes. Along an axis that the counts are not divided by only the total is known:
    /// its other cells are blank.
    /// </summary>
    public static StatTable Of(string id, string title, string unit, ImmutableArray<Axis> axes, CountTable counts, ImmutableArray<string> notes, bool verified = true)
    {
        var known = axes.Select(a => counts.Dimensions.Any(d => d.Name == a.Name)).ToArray();
        counts = counts.Keep([.. axes.Where((_, i) => known[i]).Select(a => a.Name)]);
        var margins = new Dictionary<string, CountTable>(StringComparer.Ordinal);
        var observations = ImmutableArray.CreateBuilder<Observation>();
        foreach (var codes in Product(axes))
        {
            var blank = codes.Where((c, i) => !known[i] && c != Axis.Total).Any();
            observations.Add(new Observation(codes, blank ? Cell.Blank : CellOf(counts, margins, [.. codes.Where((_, i) => known[i])])));
        }

        return new StatTable(id, title, unit, axes, observations.ToImmutable(), counts.Provenance, notes, verified) { Overlaps = counts.Dimensions.Any(d => d.IsMultiple) };
    }

    /// <summary>Every combination of codes, the last axis fastest.</summary>
    public static IEnumerable<ImmutableArray<string>> Product(ImmutableArray<Axis> axes) =>
        axes.Aggregate((IEnumerable<ImmutableArray<string>>)[[]], (heads, axis) => heads.SelectMany(h => axis.Codes.Select(c => h.Add(c))));

    private static Cell CellOf(CountTable counts, Dictionary<string, CountTable> margins, ImmutableArray<string> codes)
    {
        string[] kept = [.. counts.Dimensions.Where((_, i) => codes[i] != Axis.Total).Select(d => d.Name)];
        var key = string.Join('\u001f', kept);
        if (!margins.TryGetValue(key, out var margin))
        {
            margins[key] = margin = counts.Keep(kept);
        }

        return margin.CellAt([.. codes.Where(c => c != Axis.Total).Select((c, i) => c == Axis.NotRecorded ? 0 : margin.Dimensions[i].Code(c)!.Value)]);
    }
}

/// <summary>The five states in words, the same in every file.</summary>
public static class StateWords
{
    public static string Of(CellState state) => state switch
    {
        CellState.Value => "value",
        CellState.Zero => "zero",
        CellState.Suppressed => "suppressed",
        CellState.NotRecorded => "not recorded",
        _ => "blank",
    };

    public static CellState Read(string word) => word switch
    {
        "value" => CellState.Value,
        "zero" => CellState.Zero,
        "suppressed" => CellState.Suppressed,
        "not recorded" => CellState.NotRecorded,
        "blank" => CellState.Blank,
        _ => throw new CountsException(new CountsError(CountsErrorCode.Query, "a cell's state is not known", null, "States are value, zero, suppressed, not recorded and blank.", "Use one of these words.")),
    };

    /// <summary>The observation status of SDMX's cross-domain list CL_OBS_STATUS; our own state stands beside it.</summary>
    internal static string Sdmx(CellState state) => state switch
    {
        CellState.Value or CellState.Zero => "A",
        CellState.Suppressed => "Q",
        CellState.NotRecorded => "L",
        _ => "O",
    };

    /// <summary>What a person reads in the cell.</summary>
    public static string Shown(Cell cell) => cell.State switch
    {
        CellState.Value or CellState.Zero => cell.Count.ToString("N0", CultureInfo.InvariantCulture),
        CellState.Suppressed => "✱",
        CellState.NotRecorded => "not recorded",
        _ => "–",
    };

    /// <summary>The legend of what <see cref="Shown"/> writes.</summary>
    public const string Legend = "0: counted, and there are none. –: no figure (not collected, or the question does not arise). not recorded: records were counted, and none of them says. ✱: known and not shown, so that nobody can be recognised.";
}
