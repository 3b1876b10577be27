namespace Palermo.Records.Times;

/// <summary>What a record says of age at the three times at which the field asks it, and what follows for the act.</summary>
/// <param name="Registration">When the person was registered: the last of the three.</param>
/// <param name="Exploitation">At the exploitation.</param>
/// <param name="Entry">At entry into trafficking, which is when the act was done: the first of the three.</param>
public readonly record struct AgeAtTheAct(AgeRange Registration, AgeRange Exploitation, AgeRange Entry)
{
    /// <summary>
    /// Under eighteen at the act (Protocol, Art. 3(c)): true if any of the three says minor, since a person does not grow
    /// younger; false only if entry or exploitation says adult and none says minor; else not known. Adult at
    /// registration alone says nothing of an earlier time.
    /// </summary>
    public bool? IsUnder18 =>
        Registration.IsUnder18 == true || Exploitation.IsUnder18 == true || Entry.IsUnder18 == true ? true
        : Entry.IsUnder18 == false || Exploitation.IsUnder18 == false ? false
        : null;

    /// <summary>The record says adult at an earlier time and minor at a later one, which cannot be.</summary>
    public bool IsContradictory =>
        (Entry.IsUnder18 == false && (Exploitation.IsUnder18 == true || Registration.IsUnder18 == true))
        || (Exploitation.IsUnder18 == false && Registration.IsUnder18 == true);
}
