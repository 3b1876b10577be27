using System.CommandLine;
using Palermo.Cli.Statistics;
using Palermo.Disclosure.Gates;
using Palermo.Statistics.Counts;
using Palermo.Statistics.National;
using Palermo.Statistics.Reports;
using Palermo.Statistics.Tables;

namespace Palermo.Cli;

/// <summary><c>palermo report national FILE --year YEAR</c>: the tables a country owes, with what may and may not be said.</summary>
internal static class ReportVerb
{
    public static Command Create()
    {
        var input = new CountInput();
        var output = new TableOutput();
        var year = new Option<int?>("--year") { Description = "The year of the return; all years when not given" };
        var country = new Option<string?>("--country") { Description = "The reporting country, ISO 3166-1 alpha-2 (the code that the data use)" };
        var packs = new Option<string[]>("--pack") { Description = "Only these packs: " + string.Join(", ", TablePack.Default.Tables.Select(t => t.Pack).Distinct(StringComparer.Ordinal)), AllowMultipleArgumentsPerToken = true };
        var population = new Option<FileInfo?>("--population") { Description = "CSV of inhabitants (country, year, sex, age, population, source) for rates; none are shipped" };
        var exact = new Option<bool>("--exact") { Description = "Every count as it is, small ones too, for those who hold the data: a working output that may not be published. Without it every form of the report leaves through the disclosure gate, which hides counts under --threshold (5 at least) and what would give them away in any of its tables" };
        var national = new Command("national", "The national return: UNODC questionnaire, SDG 16.2.2, Eurostat, EU Art. 19a, UK NRM, CTDC, IC-TIP.") { year, country, packs, population, exact };
        var document = new ReportDocumentOutput();
        input.AddTo(national);
        output.AddTo(national);
        document.AddTo(national);
        national.SetAction(async (parsed, cancel) =>
        {
            var chosen = (parsed.GetValue(packs) ?? []).SelectMany(p => p.Split(',')).ToArray();
            if (chosen.FirstOrDefault(p => TablePack.Default.Tables.All(t => t.Pack != p)) is { } unknown)
            {
                throw Refusal.Usage($"--pack: there is no pack '{unknown}'.");
            }

            if (parsed.GetValue(exact) && (document.IsAsked(parsed) || output.Threshold(parsed) is not null))
            {
                throw Refusal.Usage("--exact shows every count: it goes neither with --document, which is made to be passed on, nor with --threshold.");
            }

            var (source, ledger) = await input.OpenAsync(parsed, cancel);
            var request = new ReportRequest(new ReturnScope(parsed.GetValue(country), parsed.GetValue(year))) { Packs = [.. chosen], Threshold = output.Threshold(parsed), Ledger = ledger?.Lines ?? [] };
            var report = parsed.GetValue(exact)
                ? await NationalReport.MakeAsync(source, TablePack.Default, Read(parsed.GetValue(population)), request, cancel)
                : await ThroughGate(source, Read(parsed.GetValue(population)), request, cancel);
            if (!await document.WriteAsync(parsed, report, cancel))
            {
                Write(parsed, output, report);
            }

            return ExitCode.Done;
        });
        return new Command("report", "Make a report that is reproducible to the byte.") { national };
    }

    /// <summary>A report is made to be passed on, in whatever form. Nobody explores these data here, so a key for the moment is enough.</summary>
    private static async Task<NationalReport> ThroughGate(ICountSource source, Populations populations, ReportRequest request, CancellationToken cancel)
    {
        try
        {
            return await new Gate(GateKey.Fresh(), new QuestionLedger()).ReportAsync(source, null, TablePack.Default, populations, request, cancel);
        }
        catch (GateRefusal e)
        {
            throw Refusal.Usage("The report: " + e.Message);
        }
    }

    private static Populations Read(FileInfo? file)
    {
        if (file is null)
        {
            return Populations.None;
        }

        using var text = file.OpenText();
        return Populations.Read(text, file.Name);
    }

    private static void Write(ParseResult parsed, TableOutput output, NationalReport report)
    {
        StatTable[] tables = [.. report.Tables, .. report.FlowTables];
        switch (output.Format(parsed))
        {
            case "json":
                output.Json(parsed, json => ReportJson.Write(json, report));
                break;
            case "text" or "markdown" or "html":
                output.Blocks(parsed, ReportBlocks.Of(report), "National return");
                break;
            default:
                output.WriteAsTheyAre(parsed, tables, "National return");
                break;
        }
    }
}
