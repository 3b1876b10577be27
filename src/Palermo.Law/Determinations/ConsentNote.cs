using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Law.Determinations;

/// <summary>
/// What a finding that the person agreed means under a text. It is a note and nothing else: consent is no atom of any
/// instrument, so it cannot reach a result (Protocol Art. 3(b), (c)).
/// </summary>
public static class ConsentNote
{
    /// <summary>The name under which findings speak of consent to the intended exploitation.</summary>
    public static readonly AtomId Atom = "consent";

    /// <summary>The note for a person said to have agreed; null when nobody says so.</summary>
    internal static Remark? For(InstrumentVersion instrument, Projection projection, Truth means, Truth child)
    {
        if (projection.Status(Atom).State != InputState.True)
        {
            return null;
        }

        return instrument.Parameters.Consent switch
        {
            ConsentRule.AlwaysIrrelevant => new Remark(RemarkKind.ConsentIrrelevant, Atom),
            ConsentRule.IrrelevantWhereMeansUsed when means.IsTrue || child.IsTrue => new Remark(RemarkKind.ConsentIrrelevant, Atom),
            ConsentRule.IrrelevantWhereMeansUsed => new Remark(RemarkKind.ConsentIsEvidence, Atom),
            ConsentRule.PartOfOnePurpose => new Remark(RemarkKind.ConsentPartOfOnePurpose, Atom),
            _ => new Remark(RemarkKind.ConsentNotInText, Atom),
        };
    }
}
