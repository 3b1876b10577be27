namespace Palermo.Casework.Vault;

/// <summary>
/// Where a sealed value stands. It is bound into the seal: a value moved to another record, field or version does not open.
/// </summary>
/// <param name="RecordType">The record's kind, for example <c>person</c>.</param>
/// <param name="Field">The field's name within the record.</param>
/// <param name="RecordId">The record's identifier.</param>
/// <param name="Version">The value's version within the field, from 1; 0 where values are never changed.</param>
public sealed record FieldId(string RecordType, string Field, Guid RecordId, int Version = 0);
