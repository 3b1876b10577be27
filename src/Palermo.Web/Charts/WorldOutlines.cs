using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Palermo.Web.Charts;

/// <summary>A country or territory on the map.</summary>
/// <param name="Code">ISO 3166-1 alpha-2, or XK.</param>
/// <param name="Path">Its outline as SVG path data; empty where it is too small to have one.</param>
/// <param name="X">A place well inside it, where its mark and its arrows stand.</param>
/// <param name="Y">The same, downwards.</param>
/// <param name="IsSmall">Too small to be seen or met with a pointer: a mark stands for it.</param>
public sealed record Territory(string Code, string Path, double X, double Y, bool IsSmall);

/// <summary>An area over which a dispute exists or that has no element of ISO 3166: drawn, and filled with nobody's colour.</summary>
public sealed record NeutralArea(string Key, string Path);

/// <summary>
/// The outlines of the world in the Equal Earth projection, read once from <c>data/borders/world.json</c> (Natural Earth,
/// public domain; how it was reduced is said there). Boundaries show no opinion on the status of any territory.
/// </summary>
public sealed class WorldOutlines
{
    /// <summary>The width of the drawing, in its own units.</summary>
    public const double Width = 960;

    /// <summary>Square degrees at the equator below which a territory is shown as a mark: about two by two units of the drawing.</summary>
    private const double SmallArea = 0.6;

    // The north of Greenland and the south of Chile; the pole and Antarctica, without countries, are left out.
    private const double North = 84, South = -57;

    private static readonly Lazy<WorldOutlines> Shipped = new(() => Read(System.IO.Path.Combine(AppContext.BaseDirectory, "data", "borders", "world.json")));

    private static readonly double Scale = Width / (2 * EqualEarth.HalfWidth);

    private static readonly double Top = EqualEarth.Project(0, North).Y;

    private readonly FrozenDictionary<string, Territory> _byCode;

    private WorldOutlines(ImmutableArray<Territory> territories, ImmutableArray<NeutralArea> neutral)
    {
        Territories = territories;
        Neutral = neutral;
        _byCode = territories.ToFrozenDictionary(t => t.Code, StringComparer.Ordinal);
    }

    public static WorldOutlines Default => Shipped.Value;

    public static double Height { get; } = Math.Ceiling((Top - EqualEarth.Project(0, South).Y) * Scale);

    /// <summary>By code.</summary>
    public ImmutableArray<Territory> Territories { get; }

    public ImmutableArray<NeutralArea> Neutral { get; }

    /// <summary>The territory of a code; null for one that has no place here (Antarctica, uninhabited islands, former states).</summary>
    public Territory? Find(string code) => _byCode.GetValueOrDefault(code);

    public static (double X, double Y) Place(double longitude, double latitude)
    {
        var (x, y) = EqualEarth.Project(longitude, latitude);
        return ((x * Scale) + (Width / 2), (Top - y) * Scale);
    }

    /// <exception cref="FileNotFoundException">The data file is absent.</exception>
    /// <exception cref="JsonException">It is damaged.</exception>
    public static WorldOutlines Read(string file)
    {
        using var stream = File.OpenRead(file);
        using var document = JsonDocument.Parse(stream);
        var root = document.RootElement;
        var grid = root.GetProperty("grid").GetDouble();
        ImmutableArray<(double X, double Y)[]> arcs = [.. root.GetProperty("arcs").EnumerateArray().Select(a => Arc(a, grid))];
        return new(
            [.. root.GetProperty("territories").EnumerateArray().Select(t => ToTerritory(t, arcs))],
            [.. root.GetProperty("neutral").EnumerateArray().Select(t => new NeutralArea(t.GetProperty("key").GetString()!, PathOf(t, arcs)))]);
    }

    private static Territory ToTerritory(JsonElement element, ImmutableArray<(double X, double Y)[]> arcs)
    {
        var point = element.GetProperty("point");
        var (x, y) = Place(point[0].GetDouble(), point[1].GetDouble());
        return new(element.GetProperty("code").GetString()!, PathOf(element, arcs), Math.Round(x, 1), Math.Round(y, 1), element.GetProperty("area").GetDouble() < SmallArea);
    }

    private static (double X, double Y)[] Arc(JsonElement element, double grid)
    {
        var points = new (double X, double Y)[element.GetArrayLength() / 2];
        int x = 0, y = 0, i = 0;
        foreach (ref var point in points.AsSpan())
        {
            x += element[i++].GetInt32();
            y += element[i++].GetInt32();
            point = Place(x / grid, y / grid);
        }

        return points;
    }

    private static string PathOf(JsonElement element, ImmutableArray<(double X, double Y)[]> arcs)
    {
        var path = new StringBuilder();
        foreach (var ring in element.GetProperty("polygons").EnumerateArray().SelectMany(p => p.EnumerateArray()))
        {
            Append(path, ring, arcs);
        }

        return path.ToString();
    }

    // Whole tenths, each point as a step from the one before: half the bytes of absolute coordinates.
    private static void Append(StringBuilder path, JsonElement ring, ImmutableArray<(double X, double Y)[]> arcs)
    {
        int px = 0, py = 0, count = 0;
        foreach (var index in ring.EnumerateArray().Select(a => a.GetInt32()))
        {
            var arc = arcs[index < 0 ? ~index : index];
            for (var i = 0; i < arc.Length; i++)
            {
                var point = index < 0 ? arc[arc.Length - 1 - i] : arc[i];
                var (x, y) = ((int)Math.Round(point.X * 10), (int)Math.Round(point.Y * 10));
                if (count > 0 && x == px && y == py)
                {
                    continue;
                }

                path.Append(count == 0 ? 'M' : count == 1 ? 'l' : ' ').Append(Svg.N((x - px) / 10.0)).Append(y < py && count > 0 ? "" : " ").Append(Svg.N((y - py) / 10.0));
                (px, py) = (x, y);
                count++;
            }
        }

        path.Append('z');
        // A ring that shrank to a dot is left out; the mark of a small territory stands for it.
        if (count < 3)
        {
            path.Length = Math.Max(0, path.ToString().LastIndexOf('M'));
        }
    }
}
