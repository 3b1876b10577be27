using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Palermo.Law.Facts;

namespace Palermo.Law.Determinations;

/// <summary>Findings and query in one fixed form, so that equal input has equal hashes on every machine.</summary>
internal static class CanonicalInput
{
    public static string Hash(ImmutableArray<Finding> findings, Query query)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("standard", query.Standard.ToString());
            json.WriteString("set", query.Set.ToString());
            json.WriteString("mode", query.Mode.ToString());
            Optional(json, "actor", query.Actor);
            Optional(json, "victim", query.Victim);
            Optional(json, "place", query.Place);
            Optional(json, "reading", query.Reading);
            Days(json, query.When);
            json.WriteStartArray("rules");
            foreach (var rule in query.SubDefinitions)
            {
                json.WriteStringValue(rule.Key + "@" + rule.Hash);
            }

            json.WriteEndArray();
            json.WriteStartArray("findings");
            foreach (var finding in findings)
            {
                Write(json, finding);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("atom", finding.Atom.Value);
        json.WriteString("state", finding.State.ToString());
        json.WriteString("standard", finding.Standard.ToString());
        json.WriteString("origin", finding.Origin.ToString());
        json.WriteString("set", finding.Set.ToString());
        Optional(json, "by", finding.By);
        Optional(json, "reason", finding.Reason);
        Optional(json, "actor", finding.Actor);
        Optional(json, "exploiter", finding.Exploiter);
        Optional(json, "victim", finding.Victim);
        Optional(json, "controller", finding.Controller);
        Optional(json, "place", finding.Place);
        json.WriteString("target", finding.Target.ToString());
        json.WriteString("nexus", finding.Nexus.ToString());
        Days(json, finding.When);
        List(json, "evidence", finding.Evidence);
        List(json, "about", finding.About);
        List(json, "inferredFrom", finding.InferredFrom.Select(a => a.Value));
        if (finding.Believed is { } believed)
        {
            json.WriteBoolean("believed", believed);
        }

        json.WriteEndObject();
    }

    private static void List(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Days(Utf8JsonWriter json, Interval interval)
    {
        Optional(json, "from", interval.From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Optional(json, "to", interval.To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }
}
