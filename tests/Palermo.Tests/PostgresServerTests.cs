namespace Palermo.Tests;

public sealed class PostgresServerTests
{
    [Fact]
    public void NewDatabase_IsEmptyAndOfItsOwn()
    {
        var first = PostgresServer.NewDatabase();
        var second = PostgresServer.NewDatabase();
        Assert.NotEqual(first, second);
        using var connection = new Npgsql.NpgsqlConnection(first);
        connection.Open();
        using var command = new Npgsql.NpgsqlCommand("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", connection);
        Assert.Equal(0L, command.ExecuteScalar());
    }
}
