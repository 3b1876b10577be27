using System.Globalization;
using Palermo.Law.Bulk;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using RulesEngine.Models;

namespace Palermo.Benchmarks.Law;

/// <summary>
/// The Protocol's definition as rules of microsoft/RulesEngine on the same cases: two-valued, no proof, no unknown. Ours in
/// bulk (rows already as planes, and rows turned into planes first) and one at a time.
/// </summary>
internal static class RulesEngineBench
{
    private const int Peer = 5_000;

    public static async Task Run(int cases)
    {
        var library = InstrumentLibrary.Load(Path.Combine(AppContext.BaseDirectory, "data", "instruments"));
        var vectors = BulkBench.Vectors(cases, library.Vocabulary);
        var inputs = vectors.Take(Peer).Select(v => new Facts(v.True, library.Vocabulary)).ToArray();
        var engine = new RulesEngine.RulesEngine([Workflow()]);
        await engine.ExecuteAllRulesAsync("palermo", new RuleParameter("c", inputs[0]));
        var met = 0;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (var input in inputs)
        {
            var results = await engine.ExecuteAllRulesAsync("palermo", new RuleParameter("c", input));
            met += results[0].IsSuccess ? 1 : 0;
        }

        var peer = watch.Elapsed.TotalSeconds / inputs.Length;
        var ours = vectors.Take(Peer).Count(v => Determiner.Judge(v, library.Protocol).Result.IsTrue);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"RulesEngine {peer * 1e6:F2} µs a case; met {met}, ours {ours} on the same {Peer} cases"));

        var planes = FactPlanes.Of(vectors);
        var program = PlaneProgram.Compile([library.Protocol], planes);
        var bulk = Measure.Seconds(15, () => program.Run()) / cases;
        var rows = Measure.Seconds(5, () => PlaneProgram.Compile([library.Protocol], FactPlanes.Of(vectors)).Run()) / cases;
        long sink = 0;
        var judge = Measure.Seconds(5, () =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                sink += Determiner.Judge(vectors[i % vectors.Length], library.Protocol).Result.IsTrue ? 1 : 0;
            }
        }) / 100_000;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ours in bulk {bulk * 1e9:F2} ns a case = {peer / bulk:N0} times as fast; from rows {rows * 1e9:F1} ns = {peer / rows:N0} times; one at a time {judge * 1e9:F0} ns = {peer / judge:N0} times; check {sink % 1000}"));
    }

    private static Workflow Workflow() => new()
    {
        WorkflowName = "palermo",
        Rules =
        [
            new Rule
            {
                RuleName = "definition",
                Operator = "And",
                Rules =
                [
                    Lambda("act", "c.Recruitment || c.Transportation || c.Transfer || c.Harbouring || c.Receipt"),
                    Lambda("means", "c.Under18 || c.ThreatOfForce || c.UseOfForce || c.OtherCoercion || c.Abduction || c.Fraud || c.Deception || c.AbuseOfPower || c.AbuseOfVulnerability || c.PaymentsToController"),
                    Lambda("purpose", "c.ProstitutionOfOthers || c.SexualExploitationOther || c.ForcedLabour || c.Slavery || c.PracticesSimilarToSlavery || c.Servitude || c.OrganRemoval || c.OtherExploitation"),
                ],
            },
        ],
    };

    private static Rule Lambda(string name, string expression) => new() { RuleName = name, Expression = expression, RuleExpressionType = RuleExpressionType.LambdaExpression };

    /// <summary>A case as the peer wants it: one property a fact, unknown read as false.</summary>
    public sealed class Facts(ulong isTrue, Vocabulary vocabulary)
    {
        public bool Recruitment { get; } = Is(isTrue, vocabulary, "recruitment");
        public bool Transportation { get; } = Is(isTrue, vocabulary, "transportation");
        public bool Transfer { get; } = Is(isTrue, vocabulary, "transfer");
        public bool Harbouring { get; } = Is(isTrue, vocabulary, "harbouring");
        public bool Receipt { get; } = Is(isTrue, vocabulary, "receipt");
        public bool ThreatOfForce { get; } = Is(isTrue, vocabulary, "threat_of_force");
        public bool UseOfForce { get; } = Is(isTrue, vocabulary, "use_of_force");
        public bool OtherCoercion { get; } = Is(isTrue, vocabulary, "other_coercion");
        public bool Abduction { get; } = Is(isTrue, vocabulary, "abduction");
        public bool Fraud { get; } = Is(isTrue, vocabulary, "fraud");
        public bool Deception { get; } = Is(isTrue, vocabulary, "deception");
        public bool AbuseOfPower { get; } = Is(isTrue, vocabulary, "abuse_of_power");
        public bool AbuseOfVulnerability { get; } = Is(isTrue, vocabulary, "abuse_of_vulnerability");
        public bool PaymentsToController { get; } = Is(isTrue, vocabulary, "payments_to_controller");
        public bool ProstitutionOfOthers { get; } = Is(isTrue, vocabulary, "prostitution_of_others");
        public bool SexualExploitationOther { get; } = Is(isTrue, vocabulary, "sexual_exploitation_other");
        public bool ForcedLabour { get; } = Is(isTrue, vocabulary, "forced_labour");
        public bool Slavery { get; } = Is(isTrue, vocabulary, "slavery");
        public bool PracticesSimilarToSlavery { get; } = Is(isTrue, vocabulary, "practices_similar_to_slavery");
        public bool Servitude { get; } = Is(isTrue, vocabulary, "servitude");
        public bool OrganRemoval { get; } = Is(isTrue, vocabulary, "organ_removal");
        public bool OtherExploitation { get; } = Is(isTrue, vocabulary, "other_exploitation");
        public bool Under18 { get; } = Is(isTrue, vocabulary, "under_18");

        private static bool Is(ulong mask, Vocabulary vocabulary, string fact) => (mask >> vocabulary[fact].Index & 1) != 0;
    }
}
