using Palermo.Benchmarks.Records;

switch (args)
{
    case ["facts", .. var rest]:
        FactTableBench.Run(rest);
        return 0;
    case ["import", .. var rest]:
        ImportBench.Run(rest);
        return 0;
    default:
        await Console.Error.WriteLineAsync("benchmarks: facts [rows] | import [rows] [duckdb]");
        return 2;
}
