using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Palermo.Law.Documents;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Law.Cases;

/// <summary>
/// Reads the project's case form, and records that carry an <c>id</c> and a <c>fact_vector</c>. A form with a problem yields
/// no case: nothing is half read. Problems name their place and never repeat what was written there.
/// </summary>
public static class CaseForm
{
    public const string Format = "palermo-case/1";

    private static readonly string[] FormProperties = ["$schema", "format", "id", "title", "note", "conduct", "standard", "findings", "fact_vector"];

    private static readonly string[] FindingProperties =
    [
        "atom", "state", "standard", "origin", "set", "by", "reason", "evidence", "inferred_from", "actor", "exploiter", "victim", "controller", "target", "nexus", "from", "to", "place", "about", "believed", "note",
    ];

    /// <summary>Reads a form.</summary>
    /// <param name="place">The file, and the line for a file of many, as problems should name it.</param>
    public static (CaseFacts? Case, IReadOnlyList<DocumentProblem> Problems) Read(JsonElement form, InstrumentLibrary library, string place)
    {
        var problems = new ProblemList(place, quotes: false);
        var root = new JsonCursor(form, "", problems);
        try
        {
            return Read(root, library);
        }
        catch (InvalidOperationException) when (root.BrokenText() is not null)
        {
            problems.Add("", "a text in this case is not valid Unicode; write it anew");
            return (null, problems.All);
        }
    }

    private static (CaseFacts? Case, IReadOnlyList<DocumentProblem> Problems) Read(JsonCursor root, InstrumentLibrary library)
    {
        var (form, problems) = (root.Element, root.Problems);
        if (form.ValueKind != JsonValueKind.Object)
        {
            root.Complain("a case is an object with an id and findings or a fact_vector");
            return (null, problems.All);
        }

        if (root.Has("format") || !root.Has("fact_vector"))
        {
            root.Only(FormProperties);
            if (root.Has("format") && root["format"].Text() != Format)
            {
                root["format"].Complain($"this program reads {Format}");
            }
        }
        else
        {
            root.Once("fact_vector", "findings", "id", "conduct", "standard", "title");
        }

        if (!root.Has("findings") && !root.Has("fact_vector"))
        {
            root.Complain("neither findings nor a fact_vector is given");
        }

        var standard = root["standard"].IsNull ? StandardOfProof.Balance : root["standard"].Word(CaseWords.Standards, StandardOfProof.Balance);
        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (var at in root["findings"].Items())
        {
            if (Finding(at, standard, library) is { } finding)
            {
                findings.Add(finding);
            }
        }

        if (root.Has("fact_vector"))
        {
            FactVectorForm.Read(root["fact_vector"], library.Vocabulary, findings);
        }

        var id = root["id"].Text("?");
        var conduct = root["conduct"].IsNull ? default : Days(root["conduct"].Only("from", "to"));
        var title = root["title"].IsNull ? null : root["title"].Text();
        return problems.All.Count > 0
            ? (null, problems.All)
            : (new CaseFacts(id, title, conduct, findings.ToImmutable(), root.Has("fact_vector") ? FactVectorForm.Mapping : null), []);
    }

    /// <summary>Writes a case in the project's form.</summary>
    public static void Write(Utf8JsonWriter json, CaseFacts facts)
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteString("id", facts.Id);
        Optional(json, "title", facts.Title);
        if (facts.Conduct != default)
        {
            json.WriteStartObject("conduct");
            Days(json, facts.Conduct);
            json.WriteEndObject();
        }

        json.WriteStartArray("findings");
        foreach (var finding in facts.Findings)
        {
            json.WriteStartObject();
            json.WriteString("atom", finding.Atom.Value);
            json.WriteString("state", CaseWords.Word(CaseWords.States, finding.State));
            json.WriteString("standard", CaseWords.Word(CaseWords.Standards, finding.Standard));
            json.WriteString("origin", CaseWords.Word(CaseWords.Origins, finding.Origin) ?? "person");
            Optional(json, "set", finding.Set == FactSet.Found ? null : CaseWords.Word(CaseWords.Sets, finding.Set));
            Optional(json, "by", finding.By);
            Optional(json, "reason", finding.Reason);
            Optional(json, "actor", finding.Actor);
            Optional(json, "exploiter", finding.Exploiter);
            Optional(json, "victim", finding.Victim);
            Optional(json, "controller", finding.Controller);
            Optional(json, "target", CaseWords.Word(CaseWords.Targets, finding.Target));
            Optional(json, "nexus", CaseWords.Word(CaseWords.Links, finding.Nexus));
            Optional(json, "place", finding.Place);
            Days(json, finding.When);
            List(json, "evidence", finding.Evidence);
            List(json, "inferred_from", [.. finding.InferredFrom.Select(a => a.Value)]);
            List(json, "about", finding.About);
            if (finding.Believed is { } believed)
            {
                json.WriteBoolean("believed", believed);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Finding? Finding(JsonCursor at, StandardOfProof standard, InstrumentLibrary library)
    {
        at.Only(FindingProperties);
        if (at.Element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var atom = at["atom"].Text("?");
        if (at["atom"].Element.ValueKind == JsonValueKind.String && atom.Length > 0 && !library.KnowsAtom(atom))
        {
            at["atom"].Complain("no instrument and not the vocabulary knows this atom; 'palermo instruments show un-palermo' lists the names");
        }

        var when = Days(at);
        return new Finding(atom, State(at["state"]))
        {
            Standard = at["standard"].IsNull ? standard : at["standard"].Word(CaseWords.Standards, standard),
            Origin = at["origin"].IsNull ? FindingOrigin.Person : at["origin"].Word(CaseWords.Origins, FindingOrigin.Person),
            Set = at["set"].IsNull ? FactSet.Found : at["set"].Word(CaseWords.Sets, FactSet.Found),
            By = at["by"].OptionalText(),
            Reason = at["reason"].OptionalText(),
            Evidence = at["evidence"].Texts(),
            InferredFrom = [.. at["inferred_from"].Texts().Select(t => new AtomId(t))],
            Actor = at["actor"].OptionalText(),
            Exploiter = at["exploiter"].OptionalText(),
            Victim = at["victim"].OptionalText(),
            Controller = at["controller"].OptionalText(),
            Target = at["target"].IsNull ? MeansTarget.NotRecorded : at["target"].Word(CaseWords.Targets, MeansTarget.NotRecorded),
            Nexus = at["nexus"].IsNull ? Nexus.NotStated : at["nexus"].Word(CaseWords.Links, Nexus.NotStated),
            When = when,
            Place = at["place"].OptionalText(),
            About = at["about"].Texts(),
            Believed = at["believed"].IsNull ? null : at["believed"].Flag(false),
        };
    }

    /// <summary>The word, or a plain true or false: YAML reads an unquoted one so.</summary>
    private static InputState State(JsonCursor at) => at.Element.ValueKind switch
    {
        JsonValueKind.True => InputState.True,
        JsonValueKind.False => InputState.False,
        _ => at.Word(CaseWords.States, InputState.NotAsked),
    };

    private static Interval Days(JsonCursor at)
    {
        var days = new Interval(at["from"].Day(), at["to"].Day());
        if (days.From > days.To)
        {
            at["to"].Complain("the last day lies before the first");
        }

        return days;
    }

    private static void Days(Utf8JsonWriter json, Interval days)
    {
        Optional(json, "from", days.From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Optional(json, "to", days.To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void List(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
