using System.Collections.Immutable;

namespace Palermo.Law.Renderings;

/// <summary>A piece of a rendered text, before it is text, Markdown or HTML.</summary>
public abstract record Block
{
    private protected Block()
    {
    }
}

public sealed record Heading(int Level, string Words) : Block;

public sealed record Paragraph(string Words) : Block;

public sealed record Bullets(ImmutableArray<string> Items) : Block;

/// <summary>A table with a header row.</summary>
public sealed record Grid(ImmutableArray<string> Header, ImmutableArray<ImmutableArray<string>> Rows) : Block;

/// <summary>A tree of lines.</summary>
public sealed record Tree(ImmutableArray<Branch> Roots) : Block;

public sealed record Branch(string Words, ImmutableArray<Branch> Kids);
