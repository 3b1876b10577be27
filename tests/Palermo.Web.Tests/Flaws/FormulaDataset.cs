using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Palermo.Records.Store;

namespace Palermo.Web.Tests.Flaws;

/// <summary>A site with a dataset that is called like a formula and holds formulas for values, some behind signs that nobody sees.</summary>
public sealed class FormulaDataset : StaffSite
{
    public const string Dataset = "formulas";

    private static readonly string[] Cells = ["=1+1", "+1", "@SUM(A1)", "\t=1", "\u200B=1", "\uFEFF=cmd|' /C calc'!A0", "-1+1"];

    private readonly string _data = Directory.CreateTempSubdirectory("palermo-formulas-").FullName;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        var file = Path.Combine(_data, "=1+1.csv");
        List<string> lines = ["year,sex,age,form,origin,transit,destination"];
        for (var i = 0; i < 700; i++)
        {
            var cell = "\"" + Cells[i % Cells.Length] + "\"";
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{2018 + (i % 4)},{(i % 3 == 0 ? "male" : "female")},24-26,{(i % 2 == 0 ? "forced_labour" : cell)},{cell},PL,{(i % 4 == 0 ? cell : "DE")}"));
        }

        File.WriteAllLines(file, lines);
        var store = Path.Combine(_data, "store");
        DatasetStore.Open(store, TimeProvider.System).Import(file, Dataset);
        builder.UseSetting("Datasets:Folder", store);
        builder.UseSetting("Datasets:Samples", "false");
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(_data))
        {
            Directory.Delete(_data, recursive: true);
        }
    }
}
