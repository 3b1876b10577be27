namespace Palermo.Law.Facts;

/// <summary>
/// The stable name of an atom: a fact of the vocabulary (<c>deception</c>), a group of it (<c>means_any</c>),
/// or a legal atom of one instrument (<c>fr-cp-225-4-1.vulnerability_listed</c>).
/// </summary>
public readonly record struct AtomId(string Value) : IComparable<AtomId>
{
    public int CompareTo(AtomId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    public static implicit operator AtomId(string value) => new(value);

    public static AtomId FromString(string value) => new(value);

    public static bool operator <(AtomId left, AtomId right) => left.CompareTo(right) < 0;

    public static bool operator >(AtomId left, AtomId right) => left.CompareTo(right) > 0;

    public static bool operator <=(AtomId left, AtomId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AtomId left, AtomId right) => left.CompareTo(right) >= 0;
}
