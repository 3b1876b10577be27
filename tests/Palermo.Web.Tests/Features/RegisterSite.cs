using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Palermo.Records.Store;
using Palermo.Web.Security;

namespace Palermo.Web.Tests.Features;

/// <summary>A site with a small register of made-up people, whose gate (budgets, releases, makings) lies in a folder that outlives it.</summary>
public sealed class RegisterSite(string gate, string store) : Site
{
    public const string Dataset = "register";

    private const string Flags = "meansThreats,meansAbusePsyPhySex,meansDebtBondageEarnings,meansFalsePromises,meansWithholdDocs,isForcedLabour,isSexualExploit,isOtherExploit";

    /// <summary>A store with the register: one planted person alone has a year, a citizenship and a country.</summary>
    public static void Fill(string store, int people = 1_500)
    {
        var lines = new List<string> { "yearOfRegistration,gender,ageBroad,citizenship,CountryOfExploitation," + Flags };
        for (var i = 0; i < people; i++)
        {
            var marks = string.Join(',', Enumerable.Range(2, 8).Select(f => (i * 7) % (f + 1) == 0 ? "1" : ""));
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{2018 + (i % 4)},{(i % 3 == 0 ? "Man" : "Woman")},{(i % 5 == 0 ? "9--17" : "24--26")},{(i % 7 < 4 ? "UKR" : "NGA")},{(i % 4 == 0 ? "GBR" : "DEU")},{marks}"));
        }

        lines.Add("1987,Man,9--17,TUV,NRU,1,1,1,1,1,1,1,1");
        var file = Path.Combine(Directory.CreateTempSubdirectory("palermo-register-").FullName, "register.csv");
        File.WriteAllLines(file, lines);
        DatasetStore.Open(store, TimeProvider.System).Import(file, Dataset);
    }

    public HttpClient Person(string name, params Right[] rights)
    {
        var person = Holder(rights);
        person.DefaultRequestHeaders.Add(GivenRights.Name, name);
        return person;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Gate:Folder", gate);
        builder.UseSetting("Datasets:Folder", store);
        builder.UseSetting("Datasets:Samples", "false");
    }
}
