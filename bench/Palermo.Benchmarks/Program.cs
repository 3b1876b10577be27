using Palermo.Benchmarks.Disclosure;

switch (args)
{
    case ["disclosure-synthesis", .. var rest]:
        SynthesisBench.Run(rest);
        return 0;
    case ["disclosure-suppression", "large", var size]:
        SuppressionBench.Large(int.Parse(size, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case ["disclosure-suppression", .. var rest]:
        SuppressionBench.Run(rest);
        return 0;
    case ["disclosure-audit", var cells]:
        AuditBench.Run(int.Parse(cells, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case ["disclosure-noise", var draws]:
        NoiseBench.Run(int.Parse(draws, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    default:
        await Console.Error.WriteLineAsync("disclosure-synthesis CTDC.csv SEEDS EPSILON... | disclosure-suppression TABLES COMPARED | disclosure-audit CELLS | disclosure-noise DRAWS");
        return 2;
}
