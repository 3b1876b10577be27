using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Palermo.Casework.Audit;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;

namespace Palermo.Tests.Casework.Promises;

/// <summary>Tampering with any column of any table is found: each is changed in turn, behind the program's back.</summary>
public sealed class TamperTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task EveryColumnOfEveryTable_Changed_IsFound(string database)
    {
        await using var house = await FullHouse.OpenAsync(database);
        var first = await VerifyAsync(house);
        Assert.True(first.Holds, string.Join('\n', first.Findings.Take(10)));
        await using var context = house.Setting.Database.NewContext();
        await context.Database.OpenConnectionAsync(Stop);
        var connection = context.Database.GetDbConnection();
        await ExecuteAsync(connection, house.Setting.Database.IsPostgres ? "SET session_replication_role = replica" : "PRAGMA foreign_keys = OFF");

        List<string> unseen = [];
        List<string> empty = [];
        var tried = 0;
        foreach (var type in context.Model.GetEntityTypes().Where(t => t.GetTableName() is not null && t.FindPrimaryKey() is not null))
        {
            var table = StoreObjectIdentifier.Table(type.GetTableName()!, type.GetSchema());
            if (await FirstAsync(connection, type, table) is not { } row)
            {
                empty.Add(type.GetTableName()!);
                continue;
            }

            foreach (var column in row.Keys)
            {
                tried++;
                var changed = Other(row[column]);
                await SetAsync(connection, type, table, row, column, changed);
                if (!await IsFoundAsync(house))
                {
                    unseen.Add($"{table.Name}.{column} = {row[column].GetType().Name}");
                }

                await SetAsync(connection, type, table, new Dictionary<string, object>(row) { [column] = changed }, column, row[column]);
            }
        }

        Assert.True((await VerifyAsync(house)).Holds);
        Assert.Equal([], unseen);
        Assert.Equal([], empty);
        Assert.InRange(tried, 150, int.MaxValue);
    }

    private static async Task<bool> IsFoundAsync(House house)
    {
        try
        {
            return !(await VerifyAsync(house)).Holds;
        }
        catch (VaultException)
        {
            // A changed organisation key does not even open.
            return true;
        }
    }

    private static async Task<AuditReport> VerifyAsync(House house)
    {
        await using var context = house.Setting.Database.NewContext();
        await using var second = house.Setting.Database.NewContext();
        using var keys = await OrganisationKeys.LoadAsync(second, house.Setting.Master, Stop);
        return await new AuditVerifier(keys, house.Clock).VerifyAsync(context, new AuditScope { Deep = true, Master = house.Setting.Master }, stop: Stop);
    }

    /// <summary>The first row in which the most columns hold something; only those.</summary>
    private static async Task<Dictionary<string, object>?> FirstAsync(DbConnection connection, IEntityType type, StoreObjectIdentifier table)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM \"{table.Name}\"";
        await using var reader = await command.ExecuteReaderAsync(Stop);
        var mapped = type.GetFlattenedProperties().Select(p => p.GetColumnName(table)).ToHashSet();
        Dictionary<string, object>? best = null;
        while (await reader.ReadAsync(Stop))
        {
            var row = Enumerable.Range(0, reader.FieldCount).Where(i => mapped.Contains(reader.GetName(i)) && !reader.IsDBNull(i)).ToDictionary(reader.GetName, reader.GetValue);
            best = best is null || row.Count > best.Count ? row : best;
        }

        return best;
    }

    private static object Other(object value) => value switch
    {
        string text when Guid.TryParse(text, out _) => "99999999-2222-4333-8444-555555555555",
        string text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => "2001-01-01",
        string { Length: > 0 } text => text[..^1] + (text[^1] == 'x' ? 'y' : 'x'),
        string => "x",
        byte[] { Length: > 0 } bytes => (byte[])[.. bytes[..^1], (byte)(bytes[^1] ^ 1)],
        byte[] => new byte[] { 1 },
        // A truth value turns over; a number goes far enough to meet no other key.
        long and (0 or 1) => 1 - (long)value,
        long number => number + 1_000_003,
        int number => number + 1_000_003,
        short number => (short)(number + 1),
        bool flag => !flag,
        Guid => Guid.Parse("99999999-2222-4333-8444-555555555555"),
        DateTime at => at.AddDays(1),
        DateOnly day => day.AddDays(1),
        TimeOnly time => time.AddHours(1),
        TimeSpan time => time + TimeSpan.FromHours(1),
        double real => real + 1,
        decimal real => real + 1,
        _ => throw new InvalidOperationException($"no other value for {value.GetType()}"),
    };

    private static async Task SetAsync(DbConnection connection, IEntityType type, StoreObjectIdentifier table, Dictionary<string, object> row, string column, object value)
    {
        await using var command = connection.CreateCommand();
        var keys = type.FindPrimaryKey()!.Properties.Select(p => p.GetColumnName(table)!).ToList();
        command.CommandText = $"UPDATE \"{table.Name}\" SET \"{column}\" = @value WHERE {string.Join(" AND ", keys.Select((k, i) => $"\"{k}\" = @k{i}"))}";
        Add(command, "@value", value);
        keys.ForEach(k => Add(command, $"@k{keys.IndexOf(k)}", row[k]));
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Stop));
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Stop);
    }
}
