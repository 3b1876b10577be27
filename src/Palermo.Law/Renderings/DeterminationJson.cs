using System.Collections.Immutable;
using System.Text.Json;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;

namespace Palermo.Law.Renderings;

/// <summary>
/// A determination as JSON (schema <c>determination.schema.json</c>). The members <c>id</c>, <c>instrument</c>, <c>result</c> and
/// <c>elements</c> are the contract for scripts. Same determination, same bytes.
/// </summary>
public static class DeterminationJson
{
    /// <summary>The four contract members only; <c>notRequired</c> names elements that the text or the person's age makes unnecessary.</summary>
    public static void WriteShort(Utf8JsonWriter json, string id, Determination determination)
    {
        json.WriteStartObject();
        WriteContract(json, id, determination);
        json.WriteEndObject();
    }

    /// <summary>Everything.</summary>
    public static void Write(Utf8JsonWriter json, string id, Determination determination, string language)
    {
        json.WriteStartObject();
        WriteContract(json, id, determination);
        json.WriteString("sentence", Reasons.Sentence(determination, language));
        json.WriteString("cooperationApplies", determination.CooperationApplies?.ToString());
        json.WriteString("offence", determination.Offence.ToString());
        json.WriteStartObject("query");
        json.WriteString("standard", Reasons.Snake(determination.Query.Standard.ToString()));
        json.WriteString("mode", Reasons.Snake(determination.Query.Mode.ToString()));
        json.WriteString("set", Reasons.Snake(determination.Query.Set.ToString()));
        json.WriteString("actor", determination.Query.Actor);
        json.WriteString("victim", determination.Query.Victim);
        json.WriteString("reading", determination.Query.Reading);
        json.WriteEndObject();
        json.WriteString("lawHash", determination.Instrument.Hash);
        json.WriteString("inputHash", determination.InputHash);
        json.WritePropertyName("proof");
        WriteProof(json, determination.Proof, determination, language);
        WriteOpen(json, determination);
        json.WriteStartObject("fragility");
        WriteAtoms(json, "alone", determination.Fragility.Alone);
        json.WriteStartArray("aloneByFinding");
        foreach (var finding in determination.Fragility.AloneByFinding)
        {
            json.WriteNumberValue(finding);
        }

        json.WriteEndArray();
        json.WriteNumber("smallest", determination.Fragility.Smallest);
        json.WriteEndObject();
        WriteWays(json, "distanceToMet", determination.DistanceToMet);
        WriteWays(json, "distanceToNotMet", determination.DistanceToNotMet);
        json.WriteStartArray("remarks");
        foreach (var remark in determination.Remarks)
        {
            json.WriteStartObject();
            json.WriteString("kind", Reasons.Snake(remark.Kind.ToString()));
            json.WriteString("atom", remark.Atom.Value);
            json.WriteString("detail", remark.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("consequences");
        foreach (var consequence in determination.Consequences)
        {
            json.WriteStartObject();
            json.WriteString("id", consequence.Id);
            json.WriteString("kind", Reasons.Snake(consequence.Kind.ToString()));
            json.WriteString("modality", Reasons.Snake(consequence.Modality.ToString()));
            json.WriteString("words", consequence.Label.In(language));
            json.WriteString("at", determination.Instrument.Text.Places(consequence.Cite));
            json.WriteBoolean("verified", consequence.IsVerified);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteContract(Utf8JsonWriter json, string id, Determination determination)
    {
        json.WriteString("id", id);
        json.WriteString("instrument", determination.Instrument.Key);
        json.WriteString("result", determination.Result.ToString());
        json.WriteStartObject("elements");
        json.WriteString("act", determination.Act.Value.ToString());
        json.WriteString("means", determination.Means.Value.ToString());
        json.WriteString("purpose", determination.Purpose.Value.ToString());
        json.WriteEndObject();
        json.WriteStartArray("notRequired");
        foreach (var element in determination.Elements.Where(e => !e.IsRequired))
        {
            json.WriteStringValue(Reasons.Snake(element.Element.ToString()));
        }

        json.WriteEndArray();
        if (!determination.IsComputed)
        {
            json.WriteString("notComputed", "unverified");
        }
    }

    private static void WriteProof(Utf8JsonWriter json, Proof proof, Determination determination, string language)
    {
        json.WriteStartObject();
        json.WriteString("path", proof.Path);
        json.WriteString("kind", Reasons.Snake(proof.Kind.ToString()));
        json.WriteString("value", proof.Value.ToString());
        json.WriteString("label", proof.Label?.In(language));
        json.WriteString("at", determination.Instrument.Text.Places(proof.Cite));
        if (proof.Atom is { } atom)
        {
            json.WriteString("atom", atom.Value);
            json.WriteString("state", Reasons.Snake(proof.State.ToString()));
            json.WriteStartArray("findings");
            foreach (var finding in proof.Findings)
            {
                json.WriteNumberValue(finding);
            }

            json.WriteEndArray();
            if (!proof.Through.IsEmpty)
            {
                WriteAtoms(json, "through", [.. proof.Through.Select(t => t.Fact.Id)]);
            }
        }

        if (proof.ByCases)
        {
            json.WriteBoolean("byCases", true);
        }

        WriteProofs(json, "deciding", proof.Deciding, determination, language);
        WriteProofs(json, "other", proof.Other, determination, language);
        json.WriteEndObject();
    }

    private static void WriteProofs(Utf8JsonWriter json, string name, ImmutableArray<Proof> proofs, Determination determination, string language)
    {
        if (proofs.IsEmpty)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var proof in proofs)
        {
            WriteProof(json, proof, determination, language);
        }

        json.WriteEndArray();
    }

    private static void WriteOpen(Utf8JsonWriter json, Determination determination)
    {
        var open = determination.Open;
        json.WriteStartObject("open");
        WriteAtoms(json, "stillMatters", open.StillMatters);
        WriteAtoms(json, "notToBeAsked", open.NotToBeAsked);
        WriteWays(json, "toMet", open.ToMet);
        WriteWays(json, "toNotMet", open.ToNotMet);
        json.WriteStartArray("ranked");
        foreach (var question in open.Ranked)
        {
            WriteQuestion(json, question);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    internal static void WriteQuestion(Utf8JsonWriter json, Question question)
    {
        json.WriteStartObject();
        json.WriteString("id", question.Id);
        WriteAtoms(json, "atoms", question.Atoms);
        json.WriteString("ifYes", question.IfYes.ToString());
        json.WriteString("ifNo", question.IfNo.ToString());
        json.WriteNumber("spares", question.Spares);
        json.WriteNumber("minutes", question.Minutes);
        json.WriteNumber("harm", question.Harm);
        json.WriteNumber("worth", question.Worth);
        json.WriteEndObject();
    }

    private static void WriteWays(Utf8JsonWriter json, string name, ImmutableArray<ImmutableArray<Answer>> ways)
    {
        json.WriteStartArray(name);
        foreach (var way in ways)
        {
            json.WriteStartArray();
            foreach (var answer in way)
            {
                json.WriteStartObject();
                WriteAtoms(json, "atoms", answer.Atoms);
                json.WriteBoolean("value", answer.Value);
                json.WriteBoolean("all", answer.All);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteAtoms(Utf8JsonWriter json, string name, ImmutableArray<AtomId> atoms)
    {
        json.WriteStartArray(name);
        foreach (var atom in atoms)
        {
            json.WriteStringValue(atom.Value);
        }

        json.WriteEndArray();
    }
}
