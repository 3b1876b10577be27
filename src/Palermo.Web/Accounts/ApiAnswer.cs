namespace Palermo.Web.Accounts;

/// <summary>What a program's request was answered, kept for a day so that the same request sent again is not done again.</summary>
public sealed class ApiAnswer
{
    public Guid Id { get; set; }

    public Guid AccountId { get; set; }

    public byte[] KeyHash { get; set; } = [];

    /// <summary>Hash of method, address and body.</summary>
    public byte[] Request { get; set; } = [];

    public DateTimeOffset At { get; set; }

    /// <summary>Null until it is answered.</summary>
    public int? Status { get; set; }

    public string? Location { get; set; }

    public string? Json { get; set; }
}
