using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Palermo.Casework.Consents;
using Palermo.Casework.Decisions;
using Palermo.Casework.Evidence;
using Palermo.Casework.Facts;
using Palermo.Casework.Persons;
using Palermo.Casework.Vault;
using Palermo.Law.Facts;

namespace Palermo.Casework.Demonstration;

/// <summary>
/// A case file as a script: what is recorded, step by step, and what it must establish. Invented, without names; used to hold
/// the whole path to what the law says, and to show it.
/// </summary>
public sealed record ScriptedStory(string Id, string Title, string Sketch, bool Reviewed, ImmutableArray<ScriptedCase> Cases)
{
    /// <summary>Pairs of cases, by key, that name the same party.</summary>
    public ImmutableArray<ImmutableArray<string>> Linked { get; init; } = [];

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static ScriptedStory Load(string file) => JsonSerializer.Deserialize<ScriptedStory>(File.ReadAllBytes(file), Options)!;

    /// <summary>Every story of a folder, by id.</summary>
    public static ImmutableArray<ScriptedStory> LoadAll(string folder) =>
        [.. Directory.EnumerateFiles(folder, "G*.json").Order(StringComparer.Ordinal).Select(Load)];
}

public sealed record ScriptedCase(string Key, AgeStatus Age, AgeBasis AgeBasis, ScriptedEpisode Episode, ImmutableArray<ScriptedInterview> Interviews, Expected Expected)
{
    public RecordedSex Sex { get; init; }

    public string? ChildBasis { get; init; }

    public ScriptedConsent Consent { get; init; } = new();

    public ImmutableArray<ScriptedEvidence> Evidence { get; init; } = [];

    public ImmutableArray<ScriptedFinding> Findings { get; init; } = [];

    public ScriptedDecision? Decision { get; init; }

    public ImmutableArray<ScriptedParty> Parties { get; init; } = [];
}

public sealed record ScriptedEpisode(DateOnly? From, DateOnly? To)
{
    public ImmutableArray<string> Countries { get; init; } = [];
}

public sealed record ScriptedConsent
{
    public ConsentGivenBy GivenBy { get; init; }

    public Assent Assent { get; init; }

    public ImmutableArray<string> Recipients { get; init; } = ["competent_authority"];

    public ImmutableArray<string> Purposes { get; init; } = ["identification-decision"];
}

public sealed record ScriptedInterview(HeardFrom HeardFrom, ImmutableDictionary<string, FactAnswer> Answers);

public sealed record ScriptedEvidence(EvidenceKind Kind, string Words);

public sealed record ScriptedFinding(string Atom, string State, string? Reason, string? AcceptedBecause)
{
    public ImmutableArray<string> Evidence { get; init; } = [];
}

public sealed record ScriptedDecision(string Step, string Outcome, string Instrument, ImmutableArray<ElementReason> Reasons);

public sealed record ScriptedParty(ImmutableArray<string> Acts, ImmutableArray<ScriptedIdentifier> Identifiers);

public sealed record ScriptedIdentifier(IdentifierKind Kind, string Value);

/// <summary>What a scripted case must establish.</summary>
public sealed record Expected(ImmutableArray<ExpectedDetermination> Determinations, string State, ImmutableArray<string> Work)
{
    public ImmutableArray<string> Remarks { get; init; } = [];

    public ImmutableArray<string> Contradictions { get; init; } = [];

    public ImmutableArray<ExpectedDisclosure> Disclosable { get; init; } = [];
}

public sealed record ExpectedDetermination(StandardOfProof Standard, string Instrument, string Result, ImmutableArray<string> NotRequired)
{
    public string? Act { get; init; }

    public string? Means { get; init; }

    public string? Purpose { get; init; }

    public ImmutableArray<string> Established { get; init; } = [];

    public ImmutableArray<string> StillMatters { get; init; } = [];
}

public sealed record ExpectedDisclosure(string Purpose, string Recipient, bool Allowed);
