using Palermo.Benchmarks.Disclosure;

switch (args)
{
    case ["disclosure-synthesis", .. var rest]:
        SynthesisBench.Run(rest);
        return 0;
    case ["disclosure-suppression", .. var rest]:
        SuppressionBench.Run(rest);
        return 0;
    default:
        await Console.Error.WriteLineAsync("disclosure-synthesis CTDC.csv SEEDS EPSILON... | disclosure-suppression TABLES COMPARED");
        return 2;
}
