using Npgsql;
using Palermo.Statistics.Counts;

namespace Palermo.Statistics.Postgres;

/// <summary>A database's answer is whole or it is an error. Its message carries no statement and no value.</summary>
internal static class Answers
{
    public static async Task<T> WholeAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (PostgresException e)
        {
            throw Broken(e.SqlState switch
            {
                "57P01" or "57P02" or "57P03" or "57014" => "The server ended the query before it was done.",
                "42P01" => "The table of the dataset is gone.",
                "42501" => "The account has no right to it.",
                "53300" => "The server takes no more connections.",
                _ => $"The server refused it (state {e.SqlState}); with a cluster, a worker may be down.",
            }, e);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or System.Net.Sockets.SocketException or TimeoutException)
        {
            throw Broken("The connection failed or was lost.", e);
        }
    }

    private static CountsException Broken(string why, Exception e) => new(new CountsError(CountsErrorCode.Database, "the database did not answer in full, so nothing is counted", null,
        why, "Try again; if it stays, look at the server's log."), e);
}
