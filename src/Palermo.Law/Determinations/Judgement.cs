using Palermo.Law.Logic;

namespace Palermo.Law.Determinations;

/// <summary>A result without its reasons. The reasons can always be made again from the vector and the text.</summary>
public readonly record struct Judgement(Truth Result, Truth Act, Truth Means, Truth Purpose, Truth Child);
