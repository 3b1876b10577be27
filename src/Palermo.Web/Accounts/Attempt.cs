namespace Palermo.Web.Accounts;

/// <summary>What came of trying to sign in or to prove one's identity.</summary>
public abstract record Attempt
{
    private protected Attempt()
    {
    }

    /// <summary>Too many tries from here: nothing was checked.</summary>
    public sealed record Wait(TimeSpan For) : Attempt;

    /// <summary>Not admitted; for every reason the same.</summary>
    public sealed record Refused : Attempt;

    /// <summary>The step took too long or was used already.</summary>
    public sealed record Expired : Attempt;

    /// <summary>The password was right; the second factor is still to come.</summary>
    /// <param name="Token">Of the next step.</param>
    public sealed record Second(string Token) : Attempt;

    public sealed record Admitted(Account Account, string Method) : Attempt;
}
