using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Work;

/// <summary>A door that was opened in an emergency: for one person, one case, one tier and a short time, with its reason.</summary>
public sealed class EmergencyAccess : IWrittenOnce
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required Guid UserId { get; init; }

    public required Tier Tier { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>Sealed at the tier of facts.</summary>
    public required byte[] Reason { get; init; }

    internal sealed class Configuration : IEntityTypeConfiguration<EmergencyAccess>
    {
        public void Configure(EntityTypeBuilder<EmergencyAccess> builder)
        {
            builder.ToTable("EmergencyAccesses");
            builder.HasIndex(e => new { e.CaseId, e.Until });
        }
    }
}
