using System.Collections.Immutable;
using Palermo.Law.Facts;

namespace Palermo.Casework.Interviews;

/// <summary>What an interview asks next.</summary>
public abstract record InterviewItem
{
    private protected InterviewItem()
    {
    }

    /// <summary>The name under which the item is found again: the element of a list, else the atom.</summary>
    public abstract string Id { get; }
}

/// <summary>One page about a whole list: which of these happened.</summary>
public sealed record ListItem(FactElement Element, ImmutableArray<string> Codes) : InterviewItem
{
    public override string Id => Interviewer.ListId(Element);
}

/// <summary>One page about one fact.</summary>
public sealed record SingleItem(string Code) : InterviewItem
{
    public override string Id => Code;
}

/// <summary>Nothing is left that could change the result and may be asked now.</summary>
public sealed record NothingLeft : InterviewItem
{
    public override string Id => "done";
}
