using System.Collections.Immutable;

namespace Palermo.Web.Charts;

/// <summary>How a station of a flow is drawn.</summary>
public enum StationKind
{
    /// <summary>The way was not recorded: drawn open, last of its column.</summary>
    NotRecorded,
    Named,

    /// <summary>Several small ones together; drawn before the last of its column.</summary>
    Others,
}

/// <summary>A station of a flow: a country at one stage of the way.</summary>
/// <param name="Stage">0 for the origin; transit and destination follow.</param>
/// <param name="Key">Once in its stage.</param>
public sealed record Station(int Stage, string Key, string Label, StationKind Kind);

/// <summary>What goes from a station to one of the next stage.</summary>
/// <param name="Row">The key of its row in the table.</param>
/// <param name="Stage">The stage it starts from.</param>
/// <param name="From">Key of a station of that stage.</param>
/// <param name="To">Key of a station of the next.</param>
/// <param name="Amount">How many; a withheld number is drawn as thin and hatched.</param>
/// <param name="Said">Stations and amount in words.</param>
public sealed record Leg(string Row, int Stage, string From, string To, Amount Amount, string Said);

/// <summary>A station with its place; pixels downwards.</summary>
public sealed record PlacedStation(Station Station, double Top, double Height, ImmutableArray<string> Lines)
{
    public double LabelTop => Top - (Lines.Length * ChartText.LineHeight) - 2;
}

/// <summary>A stream with its ribbon, x in hundredths of the width.</summary>
public sealed record PlacedLeg(Leg Leg, string Ribbon, double Thickness);

/// <summary>
/// Where the stations and ribbons of a flow stand. The first stage is ordered by size; each later one by the mean place of
/// what comes in (one sweep of the barycentre rule of Sugiyama, Tagawa and Toda, 1981), so that ribbons cross little.
/// The same flows give the same picture.
/// </summary>
public sealed class SankeyLayout
{
    private const double Ribbons = 320, Thinnest = 3, LabelGap = 10;
    private const int LabelColumns = 22;

    private SankeyLayout(ImmutableArray<PlacedStation> stations, ImmutableArray<PlacedLeg> streams, double height, int stages) =>
        (Stations, Streams, Height, Stages) = (stations, streams, height, stages);

    public ImmutableArray<PlacedStation> Stations { get; }

    public ImmutableArray<PlacedLeg> Streams { get; }

    public double Height { get; }

    public int Stages { get; }

    /// <summary>Percent of the width where a stage stands.</summary>
    public double X(int stage) => 100.0 * stage / (Stages - 1);

    /// <param name="stations">Of at least two stages, numbered from 0.</param>
    /// <param name="streams">Each between known stations.</param>
    /// <param name="label">The words beside a station.</param>
    /// <param name="mirrored">The origin stands at the right.</param>
    public static SankeyLayout Of(ImmutableArray<Station> stations, ImmutableArray<Leg> streams, Func<Station, double, string> label, bool mirrored)
    {
        var stages = stations.Max(s => s.Stage) + 1;
        var total = Enumerable.Range(0, stages - 1).Max(stage => streams.Where(s => s.Stage == stage && s.Amount.IsNumber).Sum(s => s.Amount.Value));
        var scale = total == 0 ? 0 : Ribbons / total;
        var size = stations.ToDictionary(s => s, s => Math.Max(
            streams.Where(t => Starts(t, s)).Sum(t => Thick(t, scale)),
            streams.Where(t => Ends(t, s)).Sum(t => Thick(t, scale))));

        var placed = new Dictionary<(int, string), PlacedStation>();
        var height = 0.0;
        for (var stage = 0; stage < stages; stage++)
        {
            var y = 0.0;
            foreach (var station in Ordered(stage))
            {
                var people = Math.Max(Sum(t => Starts(t, station)), Sum(t => Ends(t, station)));
                var lines = Svg.Lines(label(station, people), LabelColumns);
                y += (lines.Length * ChartText.LineHeight) + LabelGap;
                placed[(stage, station.Key)] = new(station, y, Math.Max(Thinnest, size[station]), lines);
                y += Math.Max(Thinnest, size[station]);
            }

            height = Math.Max(height, y);
        }

        return new([.. placed.Values], [.. Placed()], height + 8, stages);

        double Sum(Func<Leg, bool> of) => streams.Where(t => of(t) && t.Amount.IsNumber).Sum(t => t.Amount.Value);

        IEnumerable<Station> Ordered(int stage) => stations.Where(s => s.Stage == stage)
            .OrderBy(s => s.Kind switch { StationKind.NotRecorded => 2, StationKind.Others => 1, _ => 0 })
            .ThenBy(s => stage == 0 ? -size[s] : Mean(s))
            .ThenByDescending(s => size[s])
            .ThenBy(s => s.Key, StringComparer.Ordinal);

        double Mean(Station station)
        {
            var coming = streams.Where(t => Ends(t, station)).Select(t => (Weight: Thick(t, scale), From: placed[(t.Stage, t.From)])).ToList();
            return coming.Count == 0 ? double.MaxValue : coming.Sum(c => c.Weight * (c.From.Top + (c.From.Height / 2))) / coming.Sum(c => c.Weight);
        }

        IEnumerable<PlacedLeg> Placed()
        {
            var outgoing = placed.Values.ToDictionary(p => (p.Station.Stage, p.Station.Key), p => p.Top);
            var incoming = outgoing.ToDictionary();
            foreach (var stream in streams.OrderBy(s => s.Stage).ThenBy(s => placed[(s.Stage, s.From)].Top).ThenBy(s => placed[(s.Stage + 1, s.To)].Top))
            {
                var thick = Thick(stream, scale);
                var (y0, y1) = (outgoing[(stream.Stage, stream.From)], incoming[(stream.Stage + 1, stream.To)]);
                outgoing[(stream.Stage, stream.From)] += thick;
                incoming[(stream.Stage + 1, stream.To)] += thick;
                yield return new(stream, Ribbon(100.0 * stream.Stage / (stages - 1), 100.0 * (stream.Stage + 1) / (stages - 1), y0, y1, thick), thick);
            }
        }

        string Ribbon(double x0, double x1, double y0, double y1, double thick)
        {
            if (mirrored)
            {
                (x0, x1) = (100 - x0, 100 - x1);
            }

            var (a, m, b) = (Svg.N(x0), Svg.N((x0 + x1) / 2), Svg.N(x1));
            return $"M{a} {Svg.N(y0)}C{m} {Svg.N(y0)} {m} {Svg.N(y1)} {b} {Svg.N(y1)}V{Svg.N(y1 + thick)}C{m} {Svg.N(y1 + thick)} {m} {Svg.N(y0 + thick)} {a} {Svg.N(y0 + thick)}z";
        }
    }

    private static bool Starts(Leg stream, Station station) => stream.Stage == station.Stage && stream.From == station.Key;

    private static bool Ends(Leg stream, Station station) => stream.Stage == station.Stage - 1 && stream.To == station.Key;

    private static double Thick(Leg stream, double scale) => stream.Amount.IsNumber ? Math.Max(stream.Amount.Value == 0 ? 0 : 1, stream.Amount.Value * scale) : Thinnest;
}
