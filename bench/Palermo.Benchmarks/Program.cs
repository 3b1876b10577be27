using Palermo.Benchmarks.Records;

switch (args)
{
    case ["facts", .. var rest]:
        FactTableBench.Run(rest);
        return 0;
    default:
        await Console.Error.WriteLineAsync("benchmarks: facts [rows]");
        return 2;
}
