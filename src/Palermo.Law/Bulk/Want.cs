using Palermo.Law.Determinations;
using Palermo.Law.Instruments;

namespace Palermo.Law.Bulk;

/// <summary>Why a case is undetermined: what is not known. A case may want several things.</summary>
[Flags]
public enum Want
{
    Nothing = 0,
    Act = 1,

    /// <summary>The person was no child, or the text knows no such rule, and no means is established or excluded.</summary>
    Means = 2,
    Purpose = 4,

    /// <summary>It is not known whether the person was a child, and no means is established: age alone may settle it.</summary>
    Age = 8,

    /// <summary>Something else that the text asks for.</summary>
    Other = 16,
}

public static class Wants
{
    /// <summary>What an undetermined case wants; nothing when it is determined.</summary>
    public static Want Of(Judgement judgement, InstrumentVersion instrument)
    {
        if (judgement.Result.IsKnown)
        {
            return Want.Nothing;
        }

        var want = Want.Nothing;
        want |= instrument.Act is not null && judgement.Act.IsUnknown ? Want.Act : Want.Nothing;
        want |= instrument.Means is not null && judgement.Means.IsUnknown && (instrument.Child is null || judgement.Child.IsFalse) ? Want.Means : Want.Nothing;
        want |= instrument.Purpose is not null && judgement.Purpose.IsUnknown ? Want.Purpose : Want.Nothing;
        want |= instrument.Means is not null && instrument.Child is not null && judgement.Child.IsUnknown && !judgement.Means.IsTrue ? Want.Age : Want.Nothing;
        return want == Want.Nothing ? Want.Other : want;
    }
}
