namespace Palermo.Web.Charts;

/// <summary>
/// The Equal Earth projection of the sphere: equal areas, so that a large country is not made larger still.
/// B. Šavrič, T. Patterson and B. Jenny, "The Equal Earth map projection", International Journal of Geographical
/// Information Science 33(3), 2019, equations 1 to 3.
/// </summary>
public static class EqualEarth
{
    private const double A1 = 1.340264, A2 = -0.081106, A3 = 0.000893, A4 = 0.003796;

    private static readonly double M = Math.Sqrt(3) / 2;

    /// <summary>Half the width of the whole world, in radii: x at 180 degrees east on the equator.</summary>
    public static double HalfWidth { get; } = Project(180, 0).X;

    /// <summary>Half the height of the whole world, in radii: y at the pole.</summary>
    public static double HalfHeight { get; } = Project(0, 90).Y;

    /// <summary>The place of a point in the plane, in radii of the sphere, x to the east and y to the north.</summary>
    /// <param name="longitude">Degrees east of the central meridian, -180 to 180.</param>
    /// <param name="latitude">Degrees north, -90 to 90.</param>
    public static (double X, double Y) Project(double longitude, double latitude)
    {
        var theta = Math.Asin(M * Math.Sin(latitude * Math.PI / 180));
        var t2 = theta * theta;
        var t6 = t2 * t2 * t2;
        return (
            longitude * Math.PI / 180 * Math.Cos(theta) / (M * (A1 + (3 * A2 * t2) + (t6 * ((7 * A3) + (9 * A4 * t2))))),
            theta * (A1 + (A2 * t2) + (t6 * (A3 + (A4 * t2)))));
    }
}
