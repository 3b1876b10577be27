namespace Palermo.Disclosure.Release;

/// <summary>
/// The words of a release statement in one language, for a reader who knows no statistics: what was done, what may be said and what may
/// not, and what each figure means. No term stands in it that it does not explain.
/// </summary>
internal sealed record StatementText
{
    public required string Title { get; init; }

    public required string Withdrawn { get; init; }

    public required string Partner { get; init; }

    public required string Internal { get; init; }

    // What was done, by way of protection; {0} and {1} are the most noise, the smallest count, or k.
    public required string Private { get; init; }

    public required string KAnonymous { get; init; }

    public required string Suppressed { get; init; }

    public required string Rounded { get; init; }

    public required string CellKey { get; init; }

    public required string RowsAreInvented { get; init; }

    public required string MaySay { get; init; }

    public required string SayTable { get; init; }

    public required string SayAbout { get; init; }

    public required string SayPrivate { get; init; }

    public required string SayRows { get; init; }

    public required string MayNotSay { get; init; }

    public required string NotAll { get; init; }

    public required string NotRecorded { get; init; }

    public required string NotBlank { get; init; }

    public required string NotHidden { get; init; }

    public required string NotRow { get; init; }

    public required string NotPairs { get; init; }

    public required string NotAnyone { get; init; }

    public required string Figures { get; init; }

    public required string Dataset { get; init; }

    public required string Identifier { get; init; }

    public required string Date { get; init; }

    public required string Guarantee { get; init; }

    public required string AllReleases { get; init; }

    /// <summary>What epsilon and delta mean; {0} is the most bets of 100 that are won.</summary>
    public required string Bet { get; init; }

    public required string LikePeople { get; init; }

    public required string Fabricated { get; init; }

    public required string Missing { get; init; }

    public required string PairError { get; init; }

    public required string Intervals { get; init; }

    public static StatementText Of(string language) => language switch
    {
        "ar" => StatementWords.Arabic,
        "es" => StatementWords.Spanish,
        "fr" => StatementWords.French,
        "ru" => StatementWords.Russian,
        "zh" => StatementWords.Chinese,
        _ => StatementWords.English,
    };
}
