using Microsoft.AspNetCore.Mvc.Testing;

namespace Palermo.Web.Tests.Pages;

public sealed class HealthTests(WebApplicationFactory<Program> factory) : IClassFixture<WebApplicationFactory<Program>>
{
    [Fact]
    public async Task Health_Answers()
    {
        using var client = factory.CreateClient();
        Assert.Equal("ok", await client.GetStringAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken));
    }
}
