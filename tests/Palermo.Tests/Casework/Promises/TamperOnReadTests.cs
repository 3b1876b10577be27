using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Palermo.Casework.Access;
using Palermo.Casework.Attachments;
using Palermo.Casework.Cases;
using Palermo.Casework.Consents;
using Palermo.Casework.Contacts;
using Palermo.Casework.Decisions;
using Palermo.Casework.Demonstration;
using Palermo.Casework.Desks;
using Palermo.Casework.Evidence;
using Palermo.Casework.Facts;
using Palermo.Casework.Findings;
using Palermo.Casework.Notes;
using Palermo.Casework.Parties;
using Palermo.Casework.Persons;
using Palermo.Casework.Unsent;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;
using Palermo.Tests.Cli;

namespace Palermo.Tests.Casework.Promises;

/// <summary>
/// One changed byte in any sealed column: whoever would see it is told where it is and sees nothing of it, and
/// <c>palermo audit-log verify</c> ends with 1. A sealed column that is new must say here who shows it.
/// </summary>
public sealed class TamperOnReadTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The call that shows a sealed column of a row.</summary>
    private static Func<Task>? Reader(House house, string type, string column, Guid caseId, Guid id)
    {
        var (desk, cast) = (house.Desk, house.Cast);
        var worker = cast.Caseworker with { SteppedUpAt = house.Clock.GetUtcNow() };
        return (type, column) switch
        {
            (nameof(Attachment), nameof(Attachment.FileName)) => () => desk.FilesAsync(worker, Purpose.CasePlanning, caseId, Stop),
            (nameof(AttachmentContent), nameof(AttachmentContent.Content)) => () => FileAsync(house, worker, caseId, id),
            (nameof(ContactRule), nameof(ContactRule.Point)) => () => desk.ReadContactsAsync(worker, Purpose.Safety, caseId, Stop),
            (nameof(Decision), nameof(Decision.Content)) => () => desk.ReadDecisionAsync(cast.Authority, Purpose.IdentificationDecision, caseId, id, Stop),
            (nameof(Note), nameof(Note.Body)) => () => desk.ReadNotesAsync(worker, Purpose.CasePlanning, caseId, Tier.Identity, Stop),
            (nameof(Party), nameof(Party.Details)) => () => desk.ReadPartiesAsync(cast.Liaison, Purpose.CriminalJustice, caseId, Stop),
            (nameof(Consent), nameof(Consent.Conditions)) or (nameof(Override), nameof(Override.Grounds)) or (nameof(EvidenceItem), nameof(EvidenceItem.Description)) or (nameof(StatedFact), nameof(StatedFact.Note))
                or (nameof(CaseFinding), nameof(CaseFinding.Grounds)) or (nameof(Person), nameof(Person.Identity)) or (nameof(CaseEvent), nameof(CaseEvent.Reason)) or (nameof(Guardian), nameof(Guardian.Details))
                or (nameof(UnsentForm), nameof(UnsentForm.Fields)) => () => desk.OpenAsync(worker, Purpose.CasePlanning, caseId, Stop),
            (nameof(SecondReading), nameof(SecondReading.Reason)) => () => desk.OpenAsync(cast.Authority, Purpose.IdentificationDecision, caseId, Stop),
            (nameof(EmergencyAccess), nameof(EmergencyAccess.Reason)) => () => desk.WhoSawAsync(worker, Purpose.CasePlanning, caseId, Stop),
            _ => null,
        };
    }

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task EverySealedColumn_Changed_IsNotShown(string database)
    {
        var folder = Directory.CreateTempSubdirectory("palermo-tamper-").FullName;
        try
        {
            var key = Path.Combine(folder, "palermo.keys");
            using var master = KeyFile.Create(key, null);
            await using var house = await FullHouse.OpenAsync(database, master);
            await house.Desk.MoveAsync(house.Cast.Caseworker, Purpose.CasePlanning, (await house.AdultAsync()).CaseId, "refer", "a text, move", house.Cast.Authority.Office, Stop);
            await using var context = house.Setting.Database.NewContext();
            await context.Database.OpenConnectionAsync(Stop);
            var connection = context.Database.GetDbConnection();
            Assert.Equal(0, Verify(house, key).ExitCode);
            List<string> stopped = [], unseen = [];
            foreach (var (type, column) in Columns(context.Model))
            {
                var name = $"{type.ShortName()}.{column}";
                var isStopped = false;
                foreach (var row in await RowsAsync(connection, type, column))
                {
                    if (Reader(house, type.ShortName(), column, row.CaseId, row.Key) is not { } read)
                    {
                        break;
                    }

                    await SetAsync(connection, type, column, row.Id, [.. row.Value[..^1], (byte)(row.Value[^1] ^ 1)]);
                    isStopped = await StopsAsync(read, row);
                    await SetAsync(connection, type, column, row.Id, row.Value);
                    if (isStopped)
                    {
                        break;
                    }
                }

                (isStopped ? stopped : unseen).Add(name);
            }

            Assert.Empty(unseen);
            var note = (await RowsAsync(connection, context.Model.FindEntityType(typeof(Note))!, nameof(Note.Body)))[0];
            await SetAsync(connection, context.Model.FindEntityType(typeof(Note))!, nameof(Note.Body), note.Id, [.. note.Value[..^1], (byte)(note.Value[^1] ^ 1)]);
            var run = Verify(house, key);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(note.Key.ToString(), run.Output + run.Error, StringComparison.Ordinal);
            await SetAsync(connection, context.Model.FindEntityType(typeof(Note))!, nameof(Note.Body), note.Id, note.Value);
            Assert.Equal(0, Verify(house, key).ExitCode);
            Assert.InRange(stopped.Count, 12, int.MaxValue);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The reasons of a proposal are opened by one act alone, the second reading: it stops, and nothing is decided.</summary>
    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task ReasonsOfAProposal_Changed_AreNotDecidedOn(string database)
    {
        await using var house = await House.OpenAsync(database);
        var (desk, cast) = (house.Desk, house.Cast);
        var scripts = ScriptedStory.LoadAll(Path.Combine(House.Data, "cases", "golden")).SelectMany(s => s.Cases).Where(c => c is { Decision.Outcome: not null });
        foreach (var script in scripts)
        {
            var file = await new Player(desk, cast).PlayAsync(script with { Decision = null }, null, Stop);
            var decision = script.Decision!;
            var proposed = await desk.ProposeAsync(cast.Authority, Purpose.IdentificationDecision, file.CaseId, new ProposalDraft(file.EpisodeId, decision.Step, decision.Outcome, decision.Instrument, new ProposalReasons(decision.Reasons, null, "en")), Stop);
            if (proposed.State != ProposalState.AwaitingSecondReader)
            {
                continue;
            }

            await desk.AssignAsync(cast.Authority, Purpose.IdentificationDecision, file.CaseId, cast.SecondReader.UserId, AssignmentKind.SecondReader, Stop);
            await using var context = house.Setting.Database.NewContext();
            await context.Database.OpenConnectionAsync(Stop);
            var (connection, type) = (context.Database.GetDbConnection(), context.Model.FindEntityType(typeof(Proposal))!);
            var row = (await RowsAsync(connection, type, nameof(Proposal.Reasons))).Single(r => r.Key == proposed.ProposalId);
            await SetAsync(connection, type, nameof(Proposal.Reasons), row.Id, [.. row.Value[..^1], (byte)(row.Value[^1] ^ 1)]);
            var failure = await Assert.ThrowsAsync<VaultException>(Read);
            Assert.Equal(VaultProblem.Tampered, failure.Problem);
            Assert.Contains(proposed.ProposalId.ToString(), failure.Message, StringComparison.Ordinal);
            Assert.False(await context.Set<Decision>().AnyAsync(d => d.CaseId == file.CaseId, Stop));
            await SetAsync(connection, type, nameof(Proposal.Reasons), row.Id, row.Value);
            Assert.NotNull((await Read()).DecisionId);
            return;

            Task<ProposalResult> Read() => desk.ReadSecondAsync(cast.SecondReader, Purpose.DecisionReview, file.CaseId, proposed.ProposalId, decision.Outcome, "read on the same findings", Stop);
        }

        Assert.Fail("no golden case waits for a second reader");
    }

    private static Run Verify(House house, string key) => Run.Palermo("audit-log", "verify", "--connection", house.Connection, "--key-file", key);

    /// <summary>Every sealed column of every table; keys and the log itself, which no page shows, are the whole-table test's.</summary>
    private static IEnumerable<(IEntityType Type, string Column)> Columns(IModel model) =>
        from type in model.GetEntityTypes()
        where type.ShortName() is not ("AuditEntry" or "AuditHead" or nameof(CaseKey) or nameof(OrganisationKey)) && type.ShortName() != nameof(Proposal)
        from property in type.GetProperties()
        where property.ClrType == typeof(byte[])
        select (type, property.Name);

    private static async Task FileAsync(House house, Actor worker, Guid caseId, Guid content)
    {
        await using var context = house.Setting.Database.NewContext();
        var file = await context.Set<Attachment>().Where(a => a.ContentId == content).Select(a => a.Id).SingleAsync(Stop);
        await house.Desk.ReadFileAsync(worker, Purpose.CasePlanning, caseId, file, Stop);
    }

    /// <summary>Whether the call opens the changed value: then it fails, says which record it is and shows nothing of it.</summary>
    private static async Task<bool> StopsAsync(Func<Task> read, Row row)
    {
        try
        {
            await read();
            return false;
        }
        catch (DeskDenied)
        {
            return false;
        }
        catch (VaultException failure)
        {
            Assert.Equal(VaultProblem.Tampered, failure.Problem);
            Assert.Contains(row.Key.ToString(), failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("a text", failure.ToString(), StringComparison.Ordinal);
            return true;
        }
    }

    private static async Task<List<Row>> RowsAsync(DbConnection connection, IEntityType type, string column)
    {
        await using var command = connection.CreateCommand();
        var owner = type.ShortName() == nameof(Person) ? nameof(Person.HomeCaseId) : "CaseId";
        command.CommandText = $"SELECT \"Id\", \"{owner}\", \"{column}\" FROM \"{type.GetTableName()}\" WHERE \"{column}\" IS NOT NULL ORDER BY \"Id\" DESC";
        await using var reader = await command.ExecuteReaderAsync(Stop);
        List<Row> rows = [];
        while (await reader.ReadAsync(Stop))
        {
            rows.Add(new Row(reader.GetValue(0), reader.GetGuid(0), reader.GetGuid(1), (byte[])reader.GetValue(2)));
        }

        return rows;
    }

    private static async Task SetAsync(DbConnection connection, IEntityType type, string column, object id, byte[] value)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE \"{type.GetTableName()}\" SET \"{column}\" = @value WHERE \"Id\" = @id";
        foreach (var (name, given) in new[] { ("@value", value), ("@id", id) })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, given);
            command.Parameters.Add(parameter);
        }

        Assert.Equal(1, await command.ExecuteNonQueryAsync(Stop));
    }

    private sealed record Row(object Id, Guid Key, Guid CaseId, byte[] Value);
}
