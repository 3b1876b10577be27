using System.Globalization;
using Palermo.Benchmarks.Casework;
using Palermo.Benchmarks.Disclosure;
using Palermo.Benchmarks.Estimation;
using Palermo.Benchmarks.Law;
using Palermo.Benchmarks.Records;
using Palermo.Benchmarks.Statistics;

const int WorldYear = 2_500_000;
switch (args)
{
    case ["bulk", .. var rest]:
        BulkBench.Run(Size(rest));
        return 0;
    case ["single"]:
        SingleBench.Run();
        return 0;
    case ["rules-engine", .. var rest]:
        await RulesEngineBench.Run(Size(rest));
        return 0;
    case ["assess", .. var rest]:
        AssessBench.Run(Size(rest));
        return 0;
    case ["facts", .. var rest]:
        FactTableBench.Run(rest);
        return 0;
    case ["import", .. var rest]:
        ImportBench.Run(rest);
        return 0;
    case ["countries", .. var rest]:
        CountryBench.Run(Console.Out, rest is [var folder] ? folder : "tests/Palermo.Tests/Records/Countries/data");
        return 0;
    case ["disclosure-synthesis", .. var rest]:
        SynthesisBench.Run(rest);
        return 0;
    case ["disclosure-suppression", "large", var size]:
        SuppressionBench.Large(Size([size]), improve: false);
        return 0;
    case ["disclosure-suppression", "bound", var size]:
        SuppressionBench.Large(Size([size]), improve: true);
        return 0;
    case ["disclosure-suppression", .. var rest]:
        SuppressionBench.Run(rest);
        return 0;
    case ["disclosure-audit", var cells]:
        AuditBench.Run(Size([cells]));
        return 0;
    case ["disclosure-noise", var draws]:
        NoiseBench.Run(Size([draws]));
        return 0;
    case ["estimation", .. var rest]:
        return EstimationBench.Run(rest);
    case ["counts", .. var rest]:
        await CountBench.RunAsync(Size(rest));
        return 0;
    case ["cold-map", .. var rest]:
        ColdBench.Run(Size(rest));
        return 0;
    case ["map-page", .. var rest]:
        await PageBench.RunAsync(Size(rest));
        return 0;
    case ["casework", .. [_, _, ..] rest]:
        return await CaseworkBench.RunAsync(rest);
    case ["casework-http", .. [_, _, ..] rest]:
        return await HttpLoadBench.RunAsync(rest);
    case ["casework-audit", .. [_, ..] rest]:
        return await AuditChainBench.RunAsync(rest);
    default:
        await Console.Error.WriteLineAsync(string.Join("\n  ",
            "benchmarks:",
            "bulk [cases]",
            "single",
            "rules-engine [cases]",
            "assess [rows]",
            "facts [rows]",
            "import [rows] [duckdb]",
            "countries [folder]",
            "disclosure-synthesis CTDC.csv SEEDS EPSILON...",
            "disclosure-suppression TABLES COMPARED",
            "disclosure-audit CELLS",
            "disclosure-noise DRAWS",
            "estimation NAME...",
            "counts [rows]",
            "casework CONNECTION KEYFILE [cases] [seconds] [users]",
            "casework-http FOLDER sqlite|CONNECTION [cases] [seconds] [users]",
            "casework-audit CONNECTION [entries]"));
        return 2;
}

static int Size(string[] rest) => rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : WorldYear;
