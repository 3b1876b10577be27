using System.Collections.Immutable;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Tests.Law.Doctrine;

/// <summary>What the tests of the forty doctrine rules share.</summary>
internal static class Rules
{
    public static readonly string[] Acts = ["recruitment", "transportation", "transfer", "harbouring", "receipt"];

    public static readonly string[] Means =
        ["threat_of_force", "use_of_force", "other_coercion", "abduction", "fraud", "deception", "abuse_of_power", "abuse_of_vulnerability", "payments_to_controller"];

    public static readonly string[] Purposes =
        ["prostitution_of_others", "sexual_exploitation_other", "forced_labour", "slavery", "practices_similar_to_slavery", "servitude", "organ_removal"];

    public static InstrumentVersion Protocol => Laws.Library.Protocol;

    public static Finding Found(string atom, InputState state = InputState.True) => new(atom, state) { Reason = "found in this test" };

    public static ImmutableArray<Finding> Findings(params ReadOnlySpan<string> words)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (var word in words)
        {
            findings.Add(Found(word[1..], word[0] == '+' ? InputState.True : word[0] == '-' ? InputState.False : InputState.AskedUnknown));
        }

        return findings.ToImmutable();
    }

    public static Determination Determine(ImmutableArray<Finding> findings, InstrumentVersion? instrument = null, Query? query = null) =>
        Determiner.Determine(findings, instrument ?? Protocol, query ?? new Query());

    public static Determination Determine(params ReadOnlySpan<string> words) => Determine(Findings(words));

    public static Determination Decided(string id, Query? query = null) => Determine(DecidedCases.Facts(id).Findings, null, query);

    /// <summary>An instrument that other branches bring; the test is skipped, saying so, where it is absent.</summary>
    public static InstrumentVersion Instrument(string key)
    {
        var version = Laws.Library.Find(key);
        Assert.SkipUnless(version is not null, $"the instrument {key} is not in data/instruments");
        return version!;
    }

    public static string[] Except(string[] all, string one, char sign) => [.. all.Where(a => a != one).Select(a => sign + a)];
}
