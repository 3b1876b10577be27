using System.Text.Json;
using Palermo.Casework.Vault;

namespace Palermo.Web.Tests.Outgoing;

/// <summary>
/// What the policy's file says of the planted cases, read without the program that decides: which grants of a role hold for a case that
/// stands to it as <see cref="PlantedCases"/> arranged it.
/// </summary>
internal sealed class PolicyOfTheFile(Dictionary<string, List<PolicyOfTheFile.Line>> roles)
{
    /// <summary>A grant as it stands in the file.</summary>
    internal sealed record Line(int[] Tiers, string Scope, string[] Purposes, string[] Rights, string Form, string[] Needs);

    /// <summary>How each role stands to each case. Every account has a proof of identity that is fresh.</summary>
    private static readonly Dictionary<(string Role, string Case), string[]> Relations = new()
    {
        [("caseworker", "own")] = ["opened", "assigned", "office"],
        [("caseworker", "office")] = ["office"],
        [("caseworker", "opened")] = ["office"],
        [("supervisor", "own")] = ["assigned", "office"],
        [("supervisor", "office")] = ["office"],
        [("supervisor", "opened")] = ["office"],
        [("competent-authority", "own")] = ["assigned", "queue"],
        [("competent-authority", "office")] = ["queue"],
        [("second-reviewer", "own")] = ["assigned", "queue", "other-person"],
        [("second-reviewer", "decided")] = ["assigned", "queue"],
        [("second-reviewer", "office")] = ["queue"],
        [("guardian", "own")] = ["client", "author"],
        [("legal-representative", "own")] = ["client"],
        [("health-professional", "own")] = ["client"],
        [("law-enforcement-liaison", "own")] = ["client"],
        [("first-responder", "opened")] = ["opened", "office"],
    };

    public IEnumerable<string> Roles => roles.Keys;

    public static PolicyOfTheFile Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return new(document.RootElement.GetProperty("roles").EnumerateArray().ToDictionary(r => r.GetProperty("key").GetString()!, r => Lines(r).ToList()));

        static IEnumerable<Line> Lines(JsonElement role) => role.TryGetProperty("grants", out var grants)
            ? grants.EnumerateArray().Select(g => new Line([.. g.GetProperty("tiers").EnumerateArray().Select(t => t.GetInt32())], g.GetProperty("scope").GetString()!, Words(g, "purposes"), Words(g, "rights"), g.TryGetProperty("form", out var form) ? form.GetString()! : "full", Words(g, "needs")))
            : [];

        static string[] Words(JsonElement of, string name) => of.TryGetProperty(name, out var words) ? [.. words.EnumerateArray().Select(w => w.GetString()!)] : [];
    }

    /// <summary>The purposes to ask with: those that the role's grants name; for a role without any, one.</summary>
    public IReadOnlyList<string> PurposesOf(string role) =>
        roles.TryGetValue(role, out var lines) && lines.Count > 0 ? [.. lines.SelectMany(l => l.Purposes).Distinct(StringComparer.Ordinal)] : ["statistics"];

    /// <summary>Whether the role may read it, for any purpose.</summary>
    public bool May(string role, Mark mark) => roles.TryGetValue(role, out var lines) && lines.Any(l => l.Rights.Contains("read") && Holds(l, role, mark.Case) && Shows(l, mark));

    private static bool Holds(Line line, string role, string of)
    {
        var relations = Relations.GetValueOrDefault((role, of)) ?? (of == "decided" ? Relations.GetValueOrDefault((role, "own")) : null) ?? [];
        return (line.Scope == "anywhere" || relations.Contains(line.Scope)) && line.Needs.All(n => n is "step-up" or "notice" || relations.Contains(n));
    }

    /// <summary>That a case is there is known to whoever is granted anything of it; what it says, only in full, or in full but for what was proposed.</summary>
    private static bool Shows(Line line, Mark mark) =>
        mark.Tier == Tier.Workload || (line.Tiers.Contains((int)mark.Tier) && (line.Form == "full" || (line.Form == "blind-to-outcome" && mark.Place != "outcome")));
}
