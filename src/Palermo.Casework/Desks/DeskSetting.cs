using Palermo.Casework.Access;
using Palermo.Casework.Attachments;
using Palermo.Casework.Audit;
using Palermo.Casework.Consents;
using Palermo.Casework.Processes;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;
using Palermo.Law.Instruments;

namespace Palermo.Casework.Desks;

/// <summary>What a desk works with; one for the life of the program.</summary>
public sealed record DeskSetting
{
    public required CaseworkDatabase Database { get; init; }

    public required MasterKey Master { get; init; }

    public required OrganisationKeys Keys { get; init; }

    public required AuditTrail Trail { get; init; }

    public required InstrumentLibrary Library { get; init; }

    public required ProcessDefinition Process { get; init; }

    public required ConsentWording Wording { get; init; }

    public AccessPolicy Policy { get; init; } = AccessPolicy.Shipped;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Ids Ids { get; init; } = new();

    /// <summary>Asked about each file before it is taken; null: files are looked at, and not scanned.</summary>
    public FileScanner? Scanner { get; init; }

    internal LookEntries Looks { get; private init; } = null!;

    /// <summary>Brings a database up, makes or opens the organisation's keys and the head of the audit chain, and reads the data files.</summary>
    /// <param name="data">The folder that holds <c>processes</c> and <c>wordings</c>.</param>
    public static async Task<DeskSetting> PrepareAsync(CaseworkDatabase database, MasterKey master, InstrumentLibrary library, string data, TimeProvider time, CancellationToken cancellation)
    {
        await database.MigrateAsync(cancellation);
        await using var context = database.NewContext();
        var keys = await OrganisationKeys.LoadOrCreateAsync(context, master, cancellation);
        var trail = new AuditTrail(keys, time);
        await trail.InitialiseAsync(context, cancellation);
        return new DeskSetting
        {
            Database = database,
            Master = master,
            Keys = keys,
            Trail = trail,
            Looks = new LookEntries(database, trail),
            Library = library,
            Process = ProcessReader.Load(Path.Combine(data, "processes", "two-stage.json")),
            Wording = ConsentWording.Load(Path.Combine(data, "wordings", "first-contact.json")),
            Time = time,
        };
    }
}
