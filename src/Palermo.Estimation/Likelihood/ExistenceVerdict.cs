namespace Palermo.Estimation.Likelihood;

/// <summary>Whether an extended maximum likelihood estimate exists and whether the data determine all its parameters.</summary>
/// <remarks>Both must hold before a number is given. The codes of Chan, Silverman and Vincent: 0 both hold, 1 does not exist, 2 not identifiable, 3 neither.</remarks>
public readonly record struct ExistenceVerdict(bool Exists, bool Identifiable)
{
    public bool Usable => Exists && Identifiable;

    public int Code => (Exists ? 0 : 1) + (Identifiable ? 0 : 2);
}
