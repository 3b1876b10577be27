using System.Collections.Immutable;
using System.Text.Json;
using Palermo.Law.Cases;
using Palermo.Law.Documents;
using Palermo.Law.Facts;

namespace Palermo.Casework.Processes;

/// <summary>Reads process definitions and says everything that is wrong with one, by place.</summary>
public static class ProcessReader
{
    /// <exception cref="InvalidDataException">The file has problems; the message holds them all.</exception>
    public static ProcessDefinition Load(string file)
    {
        var (process, problems) = Read(File.ReadAllBytes(file), Path.GetFileName(file));
        return process ?? throw new InvalidDataException(string.Join(Environment.NewLine, problems));
    }

    public static (ProcessDefinition? Process, IReadOnlyList<DocumentProblem> Problems) Read(ReadOnlyMemory<byte> json, string name)
    {
        var problems = new ProblemList(name);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            problems.Add("", $"the file is not JSON (line {e.LineNumber + 1})");
            return (null, problems.All);
        }

        using (document)
        {
            var root = new JsonCursor(document.RootElement, "", problems);
            root.Only("$schema", "format", "id", "version", "about", "sources", "title", "start", "states", "decisions", "moves");
            var states = root["states"].Items().Select(at => new ProcessState(at["id"].Text("?"), at["label"].Label("en"), at.Has("end") && at["end"].Flag(false))).ToImmutableArray();
            var known = states.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
            var process = new ProcessDefinition(
                root["id"].Text("?"),
                root["version"].Text("?"),
                root["title"].Label("en"),
                State(root["start"], known),
                states,
                [.. root["decisions"].Items().Select(at => Decision(at, known))],
                [.. root["moves"].Items().Select(at => Move(at, known))],
                root["sources"].Texts());
            Check(process, root, known);
            return problems.All.Count > 0 ? (null, problems.All) : (process, []);
        }
    }

    private static DecisionStep Decision(JsonCursor at, HashSet<string> states)
    {
        at.Only("id", "label", "from", "standard", "outcomes");
        return new DecisionStep(
            at["id"].Text("?"),
            at["label"].Label("en"),
            From(at["from"], states),
            at["standard"].Word(CaseWords.Standards, StandardOfProof.BeyondDoubt),
            [.. at["outcomes"].Items().Select(o => Outcome(o.Only("id", "label", "to", "carried", "secondReader"), states))]);
    }

    private static Outcome Outcome(JsonCursor at, HashSet<string> states)
    {
        var carried = at["carried"].Text("?");
        if (carried is not ("met" or "not_established"))
        {
            at["carried"].Complain("met or not_established is expected here");
        }

        return new Outcome(at["id"].Text("?"), at["label"].Label("en"), State(at["to"], states), carried == "met" ? Carried.Met : Carried.NotEstablished, at.Has("secondReader") && at["secondReader"].Flag(false));
    }

    private static Move Move(JsonCursor at, HashSet<string> states)
    {
        at.Only("id", "label", "from", "to", "needsReason");
        return new Move(at["id"].Text("?"), at["label"].Label("en"), From(at["from"], states), State(at["to"], states), at.Has("needsReason") && at["needsReason"].Flag(false));
    }

    private static ImmutableArray<string> From(JsonCursor at, HashSet<string> states)
    {
        var from = at.Texts();
        if (from.Any(s => !states.Contains(s)))
        {
            at.Complain("it names a state that the process does not have");
        }

        return from;
    }

    private static string State(JsonCursor at, HashSet<string> states)
    {
        var id = at.Text("?");
        if (!states.Contains(id))
        {
            at.Complain("the process has no such state");
        }

        return id;
    }

    /// <summary>Every state can be reached, every one that is no end can be left, no state offers two decisions, and every negative has a second reader.</summary>
    private static void Check(ProcessDefinition process, JsonCursor root, HashSet<string> known)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { process.Start };
        for (var grown = true; grown;)
        {
            grown = process.Moves.Where(m => m.From.Any(reached.Contains)).Select(m => m.To)
                .Concat(process.Decisions.Where(d => d.From.Any(reached.Contains)).SelectMany(d => d.Outcomes).Select(o => o.To))
                .ToList().Exists(reached.Add);
        }

        foreach (var state in known.Where(s => !reached.Contains(s)))
        {
            root["states"].Complain($"no way leads to the state {state}");
        }

        foreach (var state in process.States.Where(s => !s.IsEnd && process.DecisionIn(s.Id) is null && !process.MovesIn(s.Id).Any()))
        {
            root["states"].Complain($"no way leads out of the state {state.Id}, which is no end");
        }

        foreach (var state in known.Where(s => process.Decisions.Count(d => d.From.Contains(s)) > 1))
        {
            root["decisions"].Complain($"two decisions may be made in the state {state}");
        }

        foreach (var outcome in process.Decisions.SelectMany(d => d.Outcomes).Where(o => o.Carried == Carried.NotEstablished && !o.NeedsSecondReader))
        {
            root["decisions"].Complain($"the outcome {outcome.Id} turns somebody down without a second reader");
        }
    }
}
