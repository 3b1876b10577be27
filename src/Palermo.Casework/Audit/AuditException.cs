namespace Palermo.Casework.Audit;

/// <summary>The trail cannot be written or does not hold: what was to be recorded must not be done.</summary>
public sealed class AuditException(string message, Exception? inner = null) : Exception(message, inner);
