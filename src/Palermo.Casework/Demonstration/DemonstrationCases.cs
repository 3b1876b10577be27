using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Audit;
using Palermo.Casework.Desks;
using Palermo.Casework.Facts;
using Palermo.Casework.Persons;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;

namespace Palermo.Casework.Demonstration;

/// <summary>
/// Fills an empty database with made-up cases that cannot be mistaken for real ones: every one is marked, every name begins
/// with "Example", every telephone with zeros. The same seed gives the same cases.
/// </summary>
public sealed class DemonstrationCases(CaseDesk desk, Cast cast, ImmutableArray<ScriptedStory> stories, ulong seed)
{
    private static readonly ImmutableArray<string> Trees =
        ["Alder", "Ash", "Beech", "Birch", "Cedar", "Cherry", "Cypress", "Elm", "Fig", "Hazel", "Juniper", "Larch", "Linden", "Maple", "Myrtle", "Oak", "Olive", "Pine", "Poplar", "Rowan", "Spruce", "Willow", "Yew"];

    private ulong _state = seed;

    /// <summary>Makes the offices that are missing.</summary>
    public async Task AddOfficesAsync(Guid administrator, CancellationToken cancellation)
    {
        await using var context = desk.Setting.Database.NewContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var known = await context.Set<Office>().Select(o => o.Key).ToListAsync(cancellation);
        context.AddRange(cast.Offices.Where(o => !known.Contains(o.Key)));
        await desk.Setting.Trail.AppendAsync(context, new AuditEvent(administrator, "offices.added") { RecordType = "office" }, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Plays every story once, then variations of them until there are as many cases as asked for.</summary>
    public async Task<int> AddCasesAsync(int count, CancellationToken cancellation)
    {
        var player = new Player(desk, cast);
        var scripts = stories.SelectMany(s => s.Cases).ToImmutableArray();
        for (var i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var script = i < scripts.Length ? scripts[i] : Vary(scripts[(int)(Next() % (ulong)scripts.Length)]);
            await player.PlayAsync(script, Person(i), cancellation);
        }

        return count;
    }

    /// <summary>The same story told less completely: some answers are not known, and nothing is decided yet.</summary>
    private ScriptedCase Vary(ScriptedCase script) => script with
    {
        Findings = [],
        Decision = null,
        Parties = [],
        Interviews =
        [
            .. script.Interviews.Select(i => i with
            {
                Answers = i.Answers.OrderBy(a => a.Key, StringComparer.Ordinal).ToImmutableDictionary(a => a.Key, a => a.Key != "under_18" && Next() % 4 == 0 ? FactAnswer.Unknown : a.Value, StringComparer.Ordinal),
            }),
        ],
    };

    private PersonIdentity Person(int number)
    {
        var (first, second) = (Trees[(int)(Next() % (ulong)Trees.Length)], Trees[(int)(Next() % (ulong)Trees.Length)]);
        return new PersonIdentity([new PersonName($"Example {first} {second}", NameKind.Told)])
        {
            Identifiers = [new PersonIdentifier(IdentifierKind.Phone, FormattableString.Invariant($"+00 000 {number:000 0000}"))],
        };
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014): a documented generator whose stream never changes between versions of the runtime.</summary>
    private ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
