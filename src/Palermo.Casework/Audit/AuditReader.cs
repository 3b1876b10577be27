using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Palermo.Casework.Audit;

/// <summary>Reads the chain row by row, without EF Core in between: twenty million rows in constant memory.</summary>
internal static class AuditReader
{
    private const string Query = """
        SELECT "Seq", "AtMilliseconds", "ActorId", "Role", "Office", "Purpose", "Action", "Allowed", "Reason", "CaseId", "RecordType",
               "RecordId", "Fields", "TierBits", "RequestId", "Written", "PreviousHash", "Hash"
        FROM "AuditEntries" ORDER BY "Seq"
        """;

    public static async IAsyncEnumerable<AuditEntry> EntriesAsync(DbConnection connection, DbTransaction transaction, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Query;
        command.CommandTimeout = 0;
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
        {
            yield return new AuditEntry
            {
                Seq = row.GetInt64(0),
                AtMilliseconds = row.GetInt64(1),
                ActorId = row.GetGuid(2),
                Role = row.GetString(3),
                Office = row.GetString(4),
                Purpose = row.GetString(5),
                Action = row.GetString(6),
                Allowed = row.GetBoolean(7),
                Reason = row.GetString(8),
                CaseId = row.IsDBNull(9) ? null : row.GetGuid(9),
                RecordType = row.GetString(10),
                RecordId = row.IsDBNull(11) ? null : row.GetGuid(11),
                Fields = row.GetString(12),
                TierBits = row.GetInt32(13),
                RequestId = row.GetString(14),
                Written = row.GetFieldValue<byte[]>(15),
                PreviousHash = row.GetFieldValue<byte[]>(16),
                Hash = row.GetFieldValue<byte[]>(17),
            };
        }
    }
}
