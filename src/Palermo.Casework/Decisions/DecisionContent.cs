using System.Collections.Immutable;
using System.Text.Json;
using Palermo.Casework.Determinations;
using Palermo.Casework.Processes;
using Palermo.Law.Cases;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Casework.Decisions;

/// <summary>Evidence as a decision cites it.</summary>
public sealed record CitedEvidence(string Key, string Kind, string? Description, DateOnly? ObtainedOn);

/// <summary>The variants of the account about one fact, as the decision-maker had them before them.</summary>
public sealed record ConsideredVariant(string Code, ImmutableArray<string> Answers);

/// <summary>
/// Everything a decision rests on, in one value that is hashed and sealed: the findings as a case form, the text, the reasons,
/// the evidence, the variants, and what was missing.
/// </summary>
public sealed record DecisionContent
{
    public required string Reference { get; init; }

    public required string Office { get; init; }

    public required string Step { get; init; }

    public required string Outcome { get; init; }

    public required string Instrument { get; init; }

    public required string InstrumentHash { get; init; }

    public required string InputHash { get; init; }

    public required string Standard { get; init; }

    public required string Result { get; init; }

    public required string Language { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>The findings in the project's own case form.</summary>
    public required JsonElement Form { get; init; }

    public required ImmutableArray<ElementReason> Reasons { get; init; }

    public string? Departure { get; init; }

    public required ImmutableArray<CitedEvidence> Evidence { get; init; }

    public required ImmutableArray<ConsideredVariant> Variants { get; init; }

    /// <summary>Atoms that could still have changed the result.</summary>
    public required ImmutableArray<string> Missing { get; init; }

    /// <summary>What the second reader wrote; null when there was none.</summary>
    public string? SecondReader { get; init; }

    /// <summary>Makes the determination again from what is written here.</summary>
    /// <exception cref="InvalidDataException">The text is not in the library any more, or its hash is another.</exception>
    public Determination Replay(InstrumentLibrary library)
    {
        var instrument = library.Find(Instrument);
        if (instrument is null || instrument.Hash != InstrumentHash)
        {
            throw new InvalidDataException($"the decision was made under {Instrument} with the hash {InstrumentHash[..16]}; the library at hand holds {(instrument is null ? "no such text" : "another wording of it")}. Bring back that data file to replay the decision");
        }

        var (facts, problems) = CaseForm.Read(Form, library, "the decision's findings");
        return facts is null
            ? throw new InvalidDataException(string.Join(Environment.NewLine, problems))
            : Determiner.Determine(facts.Findings, instrument, CaseKnowledge.QueryFor(CaseWords.Standards[Standard], Language));
    }

    public static JsonElement FormOf(string id, ImmutableArray<Finding> findings)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            CaseForm.Write(json, new CaseFacts(id, null, default, findings));
        }

        using var document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }

    /// <summary>What the determination says, as the process asks for it.</summary>
    public static Carried CarriedBy(Determination determination) => determination.Result.IsTrue ? Carried.Met : Carried.NotEstablished;
}
