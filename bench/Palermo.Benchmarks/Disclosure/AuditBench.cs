using System.Diagnostics;
using System.Globalization;
using Palermo.Disclosure.Audit;
using Palermo.Disclosure.Relations;
using Palermo.Disclosure.Tables;

namespace Palermo.Benchmarks.Disclosure;

/// <summary>A generated table of many cells, audited: time and memory stay bounded.</summary>
internal static class AuditBench
{
    public static void Run(int cells)
    {
        var clock = Stopwatch.StartNew();
        var builder = new PublishedTableBuilder("generated", ["place", "sex"]);
        string[] sexes = ["Total", "F", "M", "Other"];
        for (var i = 0; i < cells / sexes.Length; i++)
        {
            var place = i.ToString(CultureInfo.InvariantCulture);
            builder.Add([place, sexes[0]], CellState.Shown, 12 + (i % 5), 12 + (i % 5));
            builder.Add([place, sexes[1]], CellState.Shown, 12, 12);
            builder.Add([place, sexes[2]], CellState.Hidden, 0, 4);
            builder.Add([place, sexes[3]], CellState.Hidden, 0, 4);
        }

        var table = builder.Build();
        var read = clock.Elapsed.TotalSeconds;
        var report = TableAuditor.Audit(table, new TableShape("long table", "n", [], [])).Report;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Cells} cells: built in {read:F1} s, audited in {clock.Elapsed.TotalSeconds - read:F1} s; recovered {report.RecoveredCells}, narrowed {report.NarrowedCells}; peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB"));
    }
}
