using Palermo.Disclosure.Noise;

namespace Palermo.Disclosure.Synthesis;

/// <summary>Rows from measurements alone. The seed may be published: it draws rows, not noise.</summary>
public static class Synthesizer
{
    public static PersonRows Build(Domain domain, Measurements measured, ulong seed, RefinementPlan? plan = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(measured);
        var bits = new SeededBits(seed);
        var (rows, evidence) = new RowBuilder(domain, measured, bits).Build();
        plan ??= new RefinementPlan();
        var targets = new PairTargets(domain, measured, plan.SupportSigmas);
        new Refinement(domain, targets, rows, plan).Run(evidence, plan, bits, stop);
        var codes = new ushort[rows.Count * domain.Width];
        for (var r = 0; r < rows.Count; r++)
        {
            rows[r].CopyTo(codes.AsSpan(r * domain.Width));
        }

        return new PersonRows(domain.Width, codes);
    }
}
