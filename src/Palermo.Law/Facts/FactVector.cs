namespace Palermo.Law.Facts;

/// <summary>
/// What is known about every fact of the vocabulary, packed: two masks over its bits, and which groups are known to hold
/// without knowing by which fact. A bit in neither mask is not known. This is all that a determination depends on.
/// </summary>
/// <param name="True">Facts found to be so.</param>
/// <param name="False">Facts looked for and excluded.</param>
/// <param name="Some">Bit g set: of group g at least one fact holds, which one is not recorded.</param>
public readonly record struct FactVector(ulong True, ulong False, byte Some = 0)
{
    /// <summary>Nothing is known.</summary>
    public static FactVector Empty => default;

    /// <summary>Whether some fact is both found and excluded.</summary>
    public bool IsContradictory => (True & False) != 0;

    public FactVector With(int index, bool value) =>
        value ? this with { True = True | 1UL << index, False = False & ~(1UL << index) } : this with { False = False | 1UL << index, True = True & ~(1UL << index) };

    public FactVector Without(int index) => this with { True = True & ~(1UL << index), False = False & ~(1UL << index) };
}
