using Palermo.Casework.Facts;

namespace Palermo.Casework.Determinations;

/// <summary>One field that people edit: one question of one occasion about one episode.</summary>
public readonly record struct FieldKey(Guid EpisodeId, Guid InterviewId, string Code)
{
    public static FieldKey Of(StatedFact fact) => new(fact.EpisodeId, fact.InterviewId, fact.Code);
}
