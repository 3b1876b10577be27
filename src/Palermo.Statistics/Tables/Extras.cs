namespace Palermo.Statistics.Tables;

/// <summary>What some tables have beside a value: series code, rate, share. The same columns in every file.</summary>
internal sealed record Extras(bool Series, bool Rate, bool Share)
{
    public IEnumerable<string> Names => Chosen("series", "rate_per_100000", "share_percent");

    public static Extras Of(StatTable table) => new(table.Observations.Any(o => o.Series is not null), table.Observations.Any(o => o.Rate is not null), table.Observations.Any(o => o.Share is not null));

    public IEnumerable<object?> Of(Observation observation) => Chosen<object?>(observation.Series, observation.Rate, observation.Share);

    private IEnumerable<T> Chosen<T>(T series, T rate, T share) => [.. Series ? (IEnumerable<T>)[series] : [], .. Rate ? (IEnumerable<T>)[rate] : [], .. Share ? (IEnumerable<T>)[share] : []];
}
