using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Access;

/// <summary>Reads a policy file; one that contradicts itself is refused, never half used.</summary>
internal static class PolicyFile
{
    private static readonly string[] Scopes = ["opened", "assigned", "office", "queue", "client", "profession", "author", "self", "anywhere"];
    private static readonly string[] Needs = ["step-up", "break-glass", "notice", "duty", "order", "incident", "other-person"];
    private static readonly Lazy<AccessPolicy> Read = new(() => Load(Path.Combine(AppContext.BaseDirectory, "data", "access", "policy.json")));
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter<AccessRight>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public static AccessPolicy Shipped => Read.Value;

    public static AccessPolicy Load(string path)
    {
        Document document;
        try
        {
            document = JsonSerializer.Deserialize<Document>(File.ReadAllText(path), Options) ?? throw new JsonException("The file is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: the access policy cannot be read at {e.Path}: {e.Message}", e);
        }

        var problems = Problems(document).ToList();
        return problems.Count == 0
            ? new AccessPolicy
            {
                Version = document.Version,
                Basis = document.Basis,
                StepUp = TimeSpan.FromMinutes(document.StepUpMinutes),
                BreakGlassMaximum = TimeSpan.FromMinutes(document.BreakGlass.MaxMinutes),
                BreakGlassReasonLength = document.BreakGlass.MinReasonLength,
                Purposes = [.. document.Purposes.Select(p => new Purpose(p.Key))],
                Roles = [.. document.Roles],
            }
            : throw new InvalidDataException(string.Join(Environment.NewLine, problems.Select(p => $"{path}: {p}")));
    }

    private static IEnumerable<string> Problems(Document document)
    {
        var purposes = document.Purposes.ToDictionary(p => p.Key, p => p.Firewalled);
        if (document.StepUpMinutes is < 1 or > 5)
        {
            yield return "stepUpMinutes is from 1 to 5.";
        }

        foreach (var (role, grant) in document.Roles.SelectMany(r => r.Grants.Select(g => (r.Key, g))))
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"role {role}, tiers {string.Join(",", grant.Tiers.Select(t => (int)t))}:");
            foreach (var unknown in grant.Purposes.Where(p => !purposes.ContainsKey(p)))
            {
                yield return $"{place} purpose {unknown} is not on the list.";
            }

            if (grant.Purposes.Any(p => purposes.GetValueOrDefault(p)) && (grant.Purposes.Length > 1 || grant.Tiers.Any(t => t > Tier.Workload)))
            {
                yield return $"{place} a firewalled purpose stands alone in its grant and reaches nothing above workload.";
            }

            if (!Scopes.Contains(grant.Scope) || grant.Needs.Any(n => !Needs.Contains(n)) || grant.Until is not ("" or CaseScope.HandedOver) || grant.Rights.IsEmpty || grant.Purposes.IsEmpty)
            {
                yield return $"{place} scope, needs, until, rights or purposes are not ones the program knows.";
            }

            if (grant.Tiers.Any(t => t is < Tier.Workload or > Tier.Exploiter))
            {
                yield return $"{place} tiers are from 1 to 6.";
            }

            if (grant.Tiers.Contains(Tier.Location) && !grant.Needs.Contains("step-up"))
            {
                yield return $"{place} the location is never shown without step-up.";
            }

            if (grant.Scope == "anywhere" && grant.Tiers.Any(t => t > Tier.Facts))
            {
                yield return $"{place} nothing above coded facts is readable anywhere.";
            }
        }

        foreach (var unknown in document.Roles.SelectMany(r => r.Aggregates?.Purposes ?? []).Where(p => !purposes.ContainsKey(p)))
        {
            yield return $"aggregates: purpose {unknown} is not on the list.";
        }

        if (document.Roles.Select(r => r.Key).Distinct(StringComparer.Ordinal).Count() != document.Roles.Count)
        {
            yield return "a role stands twice.";
        }
    }

    private sealed record Document(
        [property: JsonPropertyName("$schema")] string? Schema,
        DateOnly Version,
        string Basis,
        int StepUpMinutes,
        GlassRule BreakGlass,
        List<PurposeRow> Purposes,
        List<Role> Roles);

    private sealed record GlassRule(int MaxMinutes, int MinReasonLength);

    private sealed record PurposeRow(string Key, bool Firewalled = false);
}
