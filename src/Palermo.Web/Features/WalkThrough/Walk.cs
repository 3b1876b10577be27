using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Palermo.Law.Cases;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Web.Features.WalkThrough;

/// <summary>
/// All that a walk-through knows. It lives in the hidden fields of the page and nowhere else: each request brings it along
/// and each answer carries it back.
/// </summary>
/// <param name="Trail">Questions in the order they were answered, for going back.</param>
/// <param name="OneByOne">Lists that the visitor answers one fact at a time.</param>
/// <param name="Beyond">Whether the visitor goes on with questions that only other laws ask.</param>
public sealed record Walk(CaseFacts Case, ImmutableArray<string> Trail, ImmutableArray<FactElement> OneByOne, bool Beyond)
{
    /// <summary>What an answer in the walk-through is worth: somebody says so. Nothing here weighs it.</summary>
    public const StandardOfProof Standard = StandardOfProof.Alleged;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    public static Walk Empty { get; } = Of(new CaseFacts("walk-through", null, default, []));

    public static Walk Of(CaseFacts facts) => new(facts, [], [], false);

    public Determination Determine(InstrumentVersion instrument, InstrumentLibrary library) =>
        Determiner.Determine(Case.Findings, instrument, new Query { SubDefinitions = library.SubDefinitions });

    public InputState State(AtomId atom)
    {
        var state = InputState.NotAsked;
        foreach (var finding in Case.Findings)
        {
            if (finding.Atom == atom && finding.State != InputState.NotAsked)
            {
                state = state == InputState.NotAsked || state == finding.State ? finding.State : InputState.Conflict;
            }
        }

        return state;
    }

    /// <summary>Sets atoms to a state in place of everything found about them before.</summary>
    public Walk With(IEnumerable<(AtomId Atom, InputState State)> answers, string? reason = null)
    {
        var set = answers.ToImmutableArray();
        var replaced = set.Select(a => a.Atom).ToHashSet();
        var findings = Case.Findings.Where(f => !replaced.Contains(f.Atom))
            .Concat(set.Where(a => a.State != InputState.NotAsked).Select(a => new Finding(a.Atom, a.State)
            {
                Standard = Standard,
                Reason = a.Atom == Interview.OpenList && a.State == InputState.True ? reason : null,
            }));
        return this with { Case = Case with { Findings = [.. findings] } };
    }

    public Walk Answered(string question) => this with { Trail = [.. Trail.Where(t => t != question), question] };

    /// <summary>The case in the project's form, as it travels in the page.</summary>
    public string Json => Encoding.UTF8.GetString(Write(Compact));

    /// <summary>The case in the project's form, as a file to keep.</summary>
    public byte[] File => Write(Indented);

    private byte[] Write(JsonWriterOptions options)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            CaseForm.Write(json, Case);
        }

        return buffer.ToArray();
    }
}
