namespace Palermo.Web.Charts;

/// <summary>How an area is filled. Steps are told apart by lightness, roles by pattern, the rest by outline or hatching.</summary>
public enum MapFill
{
    /// <summary>Named in the data, with "not recorded" for an amount.</summary>
    NotRecorded,
    Zero,
    Suppressed,
    Step1,
    Step2,
    Step3,
    Step4,
    Step5,
    Source,
    Transit,
    Destination,
    Combination,
}

/// <summary>An area of a map.</summary>
/// <param name="Key">The key of its row in the table.</param>
/// <param name="Code">ISO 3166-1 alpha-2, or XK.</param>
/// <param name="Name">Its name in the language of the picture.</param>
/// <param name="Fill">Its class or role.</param>
/// <param name="Said">Name and amount in words: the text alternative of the mark.</param>
public sealed record MapArea(string Key, string Code, string Name, MapFill Fill, string Said);

/// <summary>A corridor between two countries, or within one.</summary>
/// <param name="Key">The key of its row in the table.</param>
/// <param name="From">ISO 3166-1 alpha-2.</param>
/// <param name="To">ISO 3166-1 alpha-2; the same country for what stays inside it.</param>
/// <param name="Weight">1 (least) to 4 (most), or 0 where the number is withheld.</param>
/// <param name="Said">Countries and amount in words.</param>
public sealed record MapCorridor(string Key, string From, string To, int Weight, string Said);

/// <summary>What a fill means.</summary>
public sealed record MapLegend(MapFill Fill, string Words);

/// <summary>The lines of corridors: arcs that bend to the left of their direction, so that two ways between two countries stay two lines.</summary>
public static class MapArcs
{
    private const double Bend = 0.16, Head = 9, Gap = 4;

    /// <summary>The line and its head as path data; null where one of the countries has no place on the map.</summary>
    public static (string Line, string Head)? Of(MapCorridor corridor)
    {
        if (WorldOutlines.Default.Find(corridor.From) is not { } from || WorldOutlines.Default.Find(corridor.To) is not { } to)
        {
            return null;
        }

        if (from == to)
        {
            // A loop above the place.
            return ($"M{N(from.X)} {N(from.Y - Gap)}c-12 -16 12 -16 1 -3", HeadAt(from.X + 1, from.Y - Gap + 1, 0.5, 1));
        }

        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var length = Math.Sqrt((dx * dx) + (dy * dy));
        var (cx, cy) = (((from.X + to.X) / 2) + (dy * Bend), ((from.Y + to.Y) / 2) - (dx * Bend));
        // The head stands at the end of the curve, along its last direction; the line stops at the foot of the head.
        var (ex, ey) = (to.X - cx, to.Y - cy);
        var end = Math.Sqrt((ex * ex) + (ey * ey));
        var (ux, uy) = end == 0 ? (dx / length, dy / length) : (ex / end, ey / end);
        var foot = Math.Min(Head * 0.8, length / 2);
        return ($"M{N(from.X)} {N(from.Y)}Q{N(cx)} {N(cy)} {N(to.X - (ux * foot))} {N(to.Y - (uy * foot))}", HeadAt(to.X, to.Y, ux, uy));
    }

    private static string HeadAt(double x, double y, double ux, double uy)
    {
        var (bx, by) = (x - (ux * Head), y - (uy * Head));
        const double half = Head * 0.45;
        return $"M{N(x)} {N(y)}L{N(bx - (uy * half))} {N(by + (ux * half))}L{N(bx + (uy * half))} {N(by - (ux * half))}z";
    }

    private static string N(double value) => Svg.N(Math.Round(value, 1));
}
