namespace Palermo.Estimation.Ensembles;

/// <summary>Why a number is not given.</summary>
/// <param name="Method">The method refused; "all" when no method can answer, "headline" when the answers exist but none may be quoted alone.</param>
/// <param name="Code">A stable word for programs.</param>
/// <param name="Reason">What is wrong, in a sentence.</param>
/// <param name="WhatToDo">What would help.</param>
public sealed record Refusal(string Method, string Code, string Reason, string WhatToDo);
