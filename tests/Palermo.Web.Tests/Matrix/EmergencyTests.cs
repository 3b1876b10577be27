using System.Net;

namespace Palermo.Web.Tests.Matrix;

public sealed class EmergencyOnSqliteTests(Town town) : EmergencyTests(town), IClassFixture<Town>;

public sealed class EmergencyOnPostgresTests(PostgresTown town) : EmergencyTests(town), IClassFixture<PostgresTown>;

/// <summary>The door that opens beyond one's scope.</summary>
public abstract class EmergencyTests(Town town)
{
    private const string Reason = "a credible threat was called in and the worker is off duty";

    [Fact]
    public async Task Emergency_OpensThePlaceAlone_WithAReason_AndTellsThePeopleOfTheCase()
    {
        await town.Settle();
        using var supervisor = await town.In("supervisor");
        var at = $"/en/case/{town.Own("supervisor")}/emergency";
        Assert.Equal(HttpStatusCode.NotFound, (await supervisor.Get($"/en/case/{town.Own("supervisor")}/contact?purpose=safety")).Status);
        var short_ = await supervisor.Submit(await supervisor.Get(at), at, ("reason", "danger"), ("minutes", "15"));
        Assert.Equal(HttpStatusCode.BadRequest, short_.Status);
        Assert.Contains("danger", short_.Html, StringComparison.Ordinal);
        var opened = await supervisor.Submit(short_, at, ("reason", Reason), ("minutes", "15"));
        Assert.Equal(HttpStatusCode.OK, (await supervisor.Get(opened.Response.Headers.Location!.ToString())).Status);
        using var worker = await town.In("caseworker");
        Assert.Contains("opened a door in an emergency", (await worker.Get("/en/work")).Words, StringComparison.Ordinal);
        town.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(HttpStatusCode.OK, (await supervisor.Get($"/en/case/{town.Own("supervisor")}/contact?purpose=safety")).Status);

        // The reason stands where the people of the case see who saw it, and not before those who may not read the case.
        Assert.Contains(Reason, (await worker.Get($"/en/case/{town.Own("caseworker")}/who-saw")).Words, StringComparison.Ordinal);
        using var outsider = await town.As("caseworker", Town.Elsewhere);
        Assert.Equal(HttpStatusCode.NotFound, (await outsider.Get($"/en/case/{town.Own("caseworker")}/who-saw")).Status);
    }
}
