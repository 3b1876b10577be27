using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Release;

namespace Palermo.Web.Outgoing;

/// <summary>The gate of this server. Section <c>Gate</c> of the settings: <c>Folder</c> keeps its key and its ledgers of questions and reports.</summary>
public static class GateServices
{
    public static void AddGate(this WebApplicationBuilder builder)
    {
        // Without a folder (demonstration, tests) key and ledger live as long as the process.
        var folder = builder.Configuration["Gate:Folder"];
        builder.Services.AddSingleton(services =>
        {
            if (folder is null)
            {
                return new Gate(GateKey.Fresh(), new QuestionLedger(), rowsAreOut: RowsAreOut);
            }

            Directory.CreateDirectory(folder);
            return new Gate(GateKey.InFile(Path.Combine(folder, "gate.key")), new QuestionLedger(Path.Combine(folder, "questions.jsonl")), reports: new ReportLedger(Path.Combine(folder, "reports.jsonl")), rowsAreOut: RowsAreOut);

            // Copies cannot be called back: rows that were withdrawn are out as well.
            bool RowsAreOut(string dataset) => services.GetRequiredService<ReleaseRegister>().List()
                .Any(r => r.Manifest.Dataset == dataset && r.Manifest.Protection == ProtectionKind.KAnonymousSynthesis && r.WasPublished);
        });
    }

    /// <summary>A gate without a memory, for figures of made-up people that nobody sees.</summary>
    internal static Gate Passing() => new(GateKey.Fresh(), new QuestionLedger());
}
