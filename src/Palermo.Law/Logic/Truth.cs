namespace Palermo.Law.Logic;

/// <summary>
/// Three-valued truth (Kleene's strong logic): true, false, or not known. "Not known" is the default value,
/// so that forgetting to set a truth can never establish or exclude anything.
/// </summary>
public readonly record struct Truth
{
    private readonly byte _bits;

    private Truth(byte bits) => _bits = bits;

    /// <summary>Neither known to hold nor known not to hold.</summary>
    public static Truth Unknown => default;

    public static Truth True => new(1);

    public static Truth False => new(2);

    public bool IsTrue => _bits == 1;

    public bool IsFalse => _bits == 2;

    public bool IsUnknown => _bits == 0;

    public bool IsKnown => _bits != 0;

    public static Truth Of(bool value) => value ? True : False;

    /// <summary>Built from what is possible: a statement that cannot be false is true, one that can be either is not known.</summary>
    public static Truth FromPossible(bool canBeTrue, bool canBeFalse) => (canBeTrue, canBeFalse) switch
    {
        (true, false) => True,
        (false, true) => False,
        _ => Unknown,
    };

    public static Truth operator !(Truth a) => a._bits switch { 1 => False, 2 => True, _ => Unknown };

    public static Truth operator &(Truth a, Truth b) => a.IsFalse || b.IsFalse ? False : a.IsTrue && b.IsTrue ? True : Unknown;

    public static Truth operator |(Truth a, Truth b) => a.IsTrue || b.IsTrue ? True : a.IsFalse && b.IsFalse ? False : Unknown;

    public static Truth LogicalNot(Truth a) => !a;

    public static Truth BitwiseAnd(Truth a, Truth b) => a & b;

    public static Truth BitwiseOr(Truth a, Truth b) => a | b;

    /// <summary>Whether this says everything that <paramref name="other"/> says, and perhaps more (the information order).</summary>
    public bool Refines(Truth other) => other.IsUnknown || this == other;

    /// <summary><c>true</c>, <c>false</c> or <c>unknown</c>: the words of the script contract.</summary>
    public override string ToString() => _bits switch { 1 => "true", 2 => "false", _ => "unknown" };
}
