namespace Palermo.Casework.Vault;

/// <summary>How much harm a piece of a case file can do in the wrong hands; each tier of a case has its own key.</summary>
public enum Tier
{
    /// <summary>Legal texts, code lists, published aggregates. No key.</summary>
    Open = 0,

    /// <summary>That a case exists, its state and clocks without content. Readable by the office's staff.</summary>
    Workload = 1,

    /// <summary>Coded facts and findings without identifiers.</summary>
    Facts = 2,

    /// <summary>Names, birth dates, documents, photographs.</summary>
    Identity = 3,

    /// <summary>Where the person is and how to reach her: address, shelter, telephone, school, travel.</summary>
    Location = 4,

    /// <summary>Legal advice, therapy, the person's own writing. No other organisation can be granted it.</summary>
    Privileged = 5,

    /// <summary>What is known of exploiters and their networks.</summary>
    Exploiter = 6,
}
