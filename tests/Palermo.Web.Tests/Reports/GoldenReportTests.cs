using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Palermo.Disclosure.Gates;
using Palermo.Records.Frames;
using Palermo.Statistics.Counts;
using Palermo.Statistics.National;
using Palermo.Statistics.Reports;
using Palermo.Web.Features.Report;
using Palermo.Web.Localization;

namespace Palermo.Web.Tests.Reports;

/// <summary>The words of a whole report of a small fixed register, as a person approved them.</summary>
public sealed partial class GoldenReportTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task Document_OfAFixedRegister_IsTheApprovedOne(string tag)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("palermo-golden-").FullName, "register.csv");
        await File.WriteAllTextAsync(file, Register(), TestContext.Current.CancellationToken);
        var source = FrameCounts.Of(Frame.Read(file, cancel: TestContext.Current.CancellationToken), "register", new string('a', 64));
        var report = await new Gate(GateKey.From(new byte[32]), new QuestionLedger()).ReportAsync(source, null, TablePack.Default, Populations.None,
            new ReportRequest(new ReturnScope("DE", 2021)) { Packs = ["unodc-questionnaire", "sdg-16.2.2", "eu-art-19a"] }, TestContext.Current.CancellationToken);
        Golden.Matches(Text(await PrintedReport.HtmlAsync(report, Language.FindReport(tag)!)), "Reports", $"report.{tag}.txt");
    }

    // The same people every time; a few in small groups.
    private static string Register() => "year,sex,age,form,origin,transit,destination\n" + string.Concat(Enumerable.Range(0, 160).Select(i => string.Create(CultureInfo.InvariantCulture,
        $"{(i % 10 == 9 ? 2020 : 2021)},{(i % 5 == 0 ? "male" : i % 17 == 0 ? "" : "female")},{(i % 6 == 0 ? "9-17" : "24-26")},{(i % 4 == 0 ? "forced_labour" : i % 29 == 0 ? "forced_begging" : "sexual_exploitation")},{(i % 8 == 0 ? "DE" : i % 37 == 0 ? "NG" : "UA")},{(i % 5 == 0 ? "PL" : "")},{(i % 4 == 3 ? "PL" : "DE")}\n")));

    // A line an element that holds words; cells of a row stand beside each other.
    private static string Text(string html)
    {
        var body = html[html.IndexOf("<main", StringComparison.Ordinal)..];
        var rows = Cell().Replace(body, " | ");
        var lines = Block().Split(rows).Select(l => Space().Replace(WebUtility.HtmlDecode(Tag().Replace(l, " ")), " ").Trim(' ', '|')).Where(l => l.Length > 0);
        return string.Join('\n', lines) + "\n";
    }

    [GeneratedRegex("</t[hd]>")]
    private static partial Regex Cell();

    [GeneratedRegex("</(?:tr|caption|h1|h2|h3|li|p|dd|dt|figcaption)>")]
    private static partial Regex Block();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("\\s+")]
    private static partial Regex Space();
}
