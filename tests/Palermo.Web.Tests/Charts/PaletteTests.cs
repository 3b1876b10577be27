using System.Text.RegularExpressions;

namespace Palermo.Web.Tests.Charts;

/// <summary>
/// The colours of pictures as people see them who lack one kind of cone: neighbours stay apart. Dichromacy after Machado, Oliveira and
/// Fernandes (2009, "A Physiologically-based Model for Simulation of Color Vision Deficiency", severity 1.0), differences as CIEDE2000
/// (Sharma, Wu and Dalal 2005).
/// </summary>
public sealed partial class PaletteTests
{
    private static readonly Dictionary<string, double[][]> Eyes = new(StringComparer.Ordinal)
    {
        ["all cones"] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        ["protanopia"] = [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        ["deuteranopia"] = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        ["tritanopia"] = [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    };

    public static TheoryData<string, string> EyesAndPalettes => new(from eye in Eyes.Keys from palette in (string[])["light", "dark"] select (eye, palette));

    /// <summary>Classes of amounts: each apart from the next, and the least from land without a figure. 2.3 is just noticeable side by side.</summary>
    [Theory]
    [MemberData(nameof(EyesAndPalettes))]
    public void Steps_AreApartFromTheirNeighbours(string eye, string palette)
    {
        var colours = Palette(palette);
        string[] steps = ["land", "step1", "step2", "step3", "step4", "step5"];
        foreach (var (one, next) in steps.Zip(steps.Skip(1)))
        {
            var apart = Difference(See(colours[one], eye), See(colours[next], eye));
            Assert.True(apart >= (one == "land" ? 5.5 : 10), $"{palette}, {eye}: {one} and {next} are {apart:F1} apart");
        }
    }

    /// <summary>Series and roles: every pair, since any two may lie side by side. They differ in dash, marker or pattern as well.</summary>
    [Theory]
    [MemberData(nameof(EyesAndPalettes))]
    public void Series_AreApartFromEachOther(string eye, string palette)
    {
        var colours = Palette(palette);
        for (var i = 1; i <= 4; i++)
        {
            for (var j = i + 1; j <= 4; j++)
            {
                var apart = Difference(See(colours["series" + i], eye), See(colours["series" + j], eye));
                Assert.True(apart >= 12, $"{palette}, {eye}: series {i} and {j} are {apart:F1} apart");
            }
        }
    }

    /// <summary>Pairs of the published test data of CIEDE2000, where a wrong quadrant or sign shows.</summary>
    [Theory]
    [InlineData(50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425)]
    [InlineData(50, 2.5, 0, 50, 0, -2.5, 4.3065)]
    [InlineData(50, -1.0, 2.0, 50, 0, 0, 2.3669)]
    [InlineData(2.0776, 0.0795, -1.135, 0.9033, -0.0636, -0.5514, 0.9082)]
    public void Difference_IsCiede2000(double l1, double a1, double b1, double l2, double a2, double b2, double expected) =>
        Assert.Equal(expected, Difference((l1, a1, b1), (l2, a2, b2)), 4);

    private static Dictionary<string, string> Palette(string name)
    {
        var css = File.ReadAllText(Path.Combine(Golden.Repository, "src", "Palermo.Web", "Assets", "Files", "charts.css"));
        var dark = css.IndexOf("prefers-color-scheme: dark", StringComparison.Ordinal);
        var part = name == "light" ? css[..dark] : css[dark..css.IndexOf("\n}\n", dark, StringComparison.Ordinal)];
        return Named().Matches(part).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value, StringComparer.Ordinal);
    }

    private static (double L, double A, double B) See(string hex, string eye)
    {
        var linear = Enumerable.Range(0, 3).Select(i => Convert.ToInt32(hex.Substring(2 * i, 2), 16) / 255.0).Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).ToArray();
        var seen = Eyes[eye].Select(row => Math.Clamp(row.Zip(linear, (m, c) => m * c).Sum(), 0, 1)).ToArray();
        double X = F(((0.4124564 * seen[0]) + (0.3575761 * seen[1]) + (0.1804375 * seen[2])) / 0.95047);
        double Y = F((0.2126729 * seen[0]) + (0.7151522 * seen[1]) + (0.0721750 * seen[2]));
        double Z = F(((0.0193339 * seen[0]) + (0.1191920 * seen[1]) + (0.9503041 * seen[2])) / 1.08883);
        return ((116 * Y) - 16, 500 * (X - Y), 200 * (Y - Z));

        static double F(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : ((24389.0 / 27 * t) + 16) / 116;
    }

    private static double Difference((double L, double A, double B) one, (double L, double A, double B) two)
    {
        var mean = (Math.Sqrt((one.A * one.A) + (one.B * one.B)) + Math.Sqrt((two.A * two.A) + (two.B * two.B))) / 2;
        var g = 0.5 * (1 - Math.Sqrt(Math.Pow(mean, 7) / (Math.Pow(mean, 7) + Math.Pow(25, 7))));
        var (a1, a2) = (one.A * (1 + g), two.A * (1 + g));
        var (c1, c2) = (Math.Sqrt((a1 * a1) + (one.B * one.B)), Math.Sqrt((a2 * a2) + (two.B * two.B)));
        var (h1, h2) = (Hue(a1, one.B), Hue(a2, two.B));
        var grey = c1 * c2 == 0;
        var dh = grey ? 0 : h2 - h1 > 180 ? h2 - h1 - 360 : h2 - h1 < -180 ? h2 - h1 + 360 : h2 - h1;
        var hue = grey ? h1 + h2 : Math.Abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2;
        var (l, c) = ((one.L + two.L) / 2, (c1 + c2) / 2);
        var t = 1 - (0.17 * Cos(hue - 30)) + (0.24 * Cos(2 * hue)) + (0.32 * Cos((3 * hue) + 6)) - (0.20 * Cos((4 * hue) - 63));
        var dl = (two.L - one.L) / (1 + (0.015 * (l - 50) * (l - 50) / Math.Sqrt(20 + ((l - 50) * (l - 50)))));
        var dc = (c2 - c1) / (1 + (0.045 * c));
        var dH = 2 * Math.Sqrt(c1 * c2) * Math.Sin(dh / 2 * Math.PI / 180) / (1 + (0.015 * c * t));
        var turn = -Math.Sin(2 * 30 * Math.Exp(-Math.Pow((hue - 275) / 25, 2)) * Math.PI / 180) * 2 * Math.Sqrt(Math.Pow(c, 7) / (Math.Pow(c, 7) + Math.Pow(25, 7)));
        return Math.Sqrt((dl * dl) + (dc * dc) + (dH * dH) + (turn * dc * dH));

        static double Hue(double a, double b) => a == 0 && b == 0 ? 0 : ((Math.Atan2(b, a) * 180 / Math.PI) + 360) % 360;
        static double Cos(double degrees) => Math.Cos(degrees * Math.PI / 180);
    }

    [GeneratedRegex("--([a-z]+[0-9]?): #([0-9a-f]{6})")]
    private static partial Regex Named();
}
