using Palermo.Benchmarks.Records;

switch (args)
{
    case ["countries", .. var rest]:
        CountryBench.Run(Console.Out, rest is [var folder] ? folder : "tests/Palermo.Tests/Records/Countries/data");
        return 0;
    default:
        await Console.Error.WriteLineAsync("benchmarks: countries [folder of the hand-checked tables]");
        return 2;
}
