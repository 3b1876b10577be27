namespace Palermo.Casework.Vault;

/// <summary>Why the vault did not open.</summary>
public enum VaultProblem
{
    /// <summary>The value or key was changed, moved or cut since it was sealed.</summary>
    Tampered,

    /// <summary>The key was erased: nobody can read the value again.</summary>
    Erased,

    /// <summary>The master key at hand is not the one that wrapped this key.</summary>
    WrongMaster,

    /// <summary>The key file is missing, damaged or its passphrase is wrong.</summary>
    KeyFile,

    /// <summary>The value was asked for in a way the vault does not serve.</summary>
    Misuse,
}

/// <summary>The vault does not open: it fails closed and says where and why, never what was inside.</summary>
public sealed class VaultException(VaultProblem problem, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The kind of problem.</summary>
    public VaultProblem Problem { get; } = problem;
}
