namespace Palermo.Disclosure.Gates;

/// <summary>Who will read what leaves.</summary>
public enum Audience
{
    /// <summary>Anyone, for ever: a page without sign-in, a report, a file on the web.</summary>
    Public = 1,

    /// <summary>A named partner under an agreement: finer tables, the same protection of each cell.</summary>
    ResearchPartner = 2,

    /// <summary>People inside who hold the right to exact counts; what they are given may not be passed on.</summary>
    Internal = 3,
}

/// <summary>How a count was made safe to leave.</summary>
public enum Safeguard
{
    /// <summary>Cell-key noise: the same people give the same answer in every table.</summary>
    CellKey = 1,

    /// <summary>Primary and secondary suppression, attacked before it was let out.</summary>
    Suppression = 2,

    /// <summary>Controlled rounding.</summary>
    Rounding = 3,

    /// <summary>Noise with a stated privacy budget.</summary>
    DifferentialPrivacy = 4,

    /// <summary>No protection: for the inside alone.</summary>
    Exact = 5,
}

/// <summary>What the gate says of everything that it let out; shown beside it and written into every file.</summary>
/// <param name="Dataset">Name of the dataset.</param>
/// <param name="Version">Its version: an imported dataset never changes.</param>
/// <param name="Audience">For whom it was cleared.</param>
/// <param name="Safeguard">How.</param>
/// <param name="SmallestShown">Counts below this are not told apart from none; 0 where that does not apply.</param>
/// <param name="MostNoise">Greatest distance of a shown count from the true one; null where there is no such bound.</param>
public sealed record Clearance(string Dataset, string Version, Audience Audience, Safeguard Safeguard, int SmallestShown, long? MostNoise)
{
    /// <summary>Whether it may be passed on: false for exact counts given to the inside.</summary>
    public bool MayLeave => Safeguard != Safeguard.Exact;
}
