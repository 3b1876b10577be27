using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Palermo.Tests.Cli;

namespace Palermo.Tests.Statistics.Verbs;

/// <summary>The national report in every form: made of one protected report, so that no form shows a cell that another hides.</summary>
public sealed partial class ReportFormsTests
{
    private static readonly XNamespace Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    [Fact]
    public void EveryForm_HidesTheSameCells()
    {
        using var file = new TemporaryFile("register.csv", Register());
        string[] words = ["report", "national", file.Path, "--year", "2021", "--pack", "unodc-questionnaire,sdg-16.2.2"];
        string Made(params string[] more)
        {
            var run = Run.Palermo([.. words, .. more]);
            Assert.True(run.ExitCode == 0, run.Error);
            return run.Output;
        }

        using var json = JsonDocument.Parse(Made("-o", "json"));
        var tables = json.RootElement.GetProperty("tables").EnumerateArray().Concat(json.RootElement.GetProperty("flows").EnumerateArray()).ToArray();
        string[] ids = [.. tables.Select(t => t.GetProperty("id").GetString()!)];
        string[][] states = [.. tables.Select(t => t.GetProperty("cells").EnumerateArray().Select(c => c.GetProperty("state").GetString()!).ToArray())];
        Assert.True(states.Sum(t => t.Count(s => s == "suppressed")) > 10);
        Assert.True(states.Sum(t => t.Count(s => s == "value")) > 10);
        Assert.Contains("flows-roles-by-sex", ids);

        var csv = Made("-o", "csv").Split("\n\n");
        Assert.Equal(states, csv.Select(t => Fields(t, "state")));
        Assert.Equal(states, Made("-o", "sdmx-csv").Split("\n\n").Select(t => Fields(t, "CELL_STATE")));

        using var stat = JsonDocument.Parse(Made("-o", "json-stat"));
        Assert.Equal(states, stat.RootElement.EnumerateArray().Select(t => t.GetProperty("status")).Select(s => (s.ValueKind == JsonValueKind.Array ? s.EnumerateArray() : s.EnumerateObject().Select(p => p.Value)).Select(v => v.GetString()!).ToArray()));

        var book = file.Path + ".xlsx";
        Made("-o", "xlsx", "--to", book);
        using (var zip = ZipFile.OpenRead(book))
        {
            Assert.Equal(states, Enumerable.Range(2, ids.Length).Select(i => OfSheet(zip.GetEntry(string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{i}.xml"))!)));
        }

        // A document prints long tables in part; those it prints whole hide as many cells.
        var page = file.Path + ".html";
        Made("--document", page);
        var html = File.ReadAllText(page);
        var whole = 0;
        foreach (var (id, of) in ids.Zip(states).Where(t => t.First != "flows-corridors" && t.Second.Contains("suppressed") && t.Second.Length <= 60))
        {
            // A table of which only the total of all is known stands in a list.
            if (html.IndexOf($"id=\"t-{id}\"", StringComparison.Ordinal) is not (>= 0 and var at))
            {
                continue;
            }

            var table = html[html.IndexOf("<tbody", at, StringComparison.Ordinal)..html.IndexOf("</tbody>", at, StringComparison.Ordinal)];
            Assert.Equal((id, of.Count(s => s == "suppressed")), (id, Hidden().Count(table)));
            whole++;
        }

        Assert.True(whole > 3, $"{whole} tables of the document were compared");
    }

    [Theory]
    [InlineData("--exact", "--threshold", "5")]
    [InlineData("--exact", "--document", "x.html")]
    public void Exact_GoesNeitherWithADocumentNorWithAThreshold(params string[] more)
    {
        using var file = new TemporaryFile("register.csv", Register());
        var run = Run.Palermo(["report", "national", file.Path, .. more]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("--exact", run.Error, StringComparison.Ordinal);
    }

    // Few men, few from Nigeria, a way within the country, and one that nobody else went.
    private static string Register() => "year,sex,age,form,origin,transit,destination\n" + string.Concat(Enumerable.Range(0, 1_500).Select(i => string.Create(CultureInfo.InvariantCulture,
        $"{(i % 10 == 9 ? 2020 : 2021)},{(i % 31 == 0 ? "male" : i % 17 == 0 ? "" : "female")},{(i % 6 == 0 ? "9-17" : "24-26")},{(i % 4 == 0 ? "forced_labour" : i % 29 == 0 ? "forced_begging" : "sexual_exploitation")},{(i % 8 == 0 ? "PL" : i % 37 == 0 ? "NG" : "UA")},{(i % 5 == 0 ? "CZ" : "")},{(i % 3 == 0 ? "DE" : "PL")}\n")));

    private static string[] Fields(string text, string column)
    {
        var lines = text.Split('\n').Where(l => l.Length > 0 && l[0] != '#').ToArray();
        var at = lines[0].Split(',').IndexOf(column);
        // Only the query holds commas, and it stands after what is read here.
        return [.. lines.Skip(1).Select(l => l.Split(',')[at])];
    }

    private static string[] OfSheet(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var rows = XDocument.Load(stream).Descendants(Sheet + "row").Select(r => r.Elements(Sheet + "c").Select(c => c.Value).ToArray()).ToArray();
        var at = rows[0].IndexOf("state");
        return [.. rows.Skip(1).Select(r => r[at])];
    }

    [GeneratedRegex("class=\"number is-suppressed\"")]
    private static partial Regex Hidden();
}
