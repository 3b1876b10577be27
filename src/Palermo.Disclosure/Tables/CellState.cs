using System.Text.Json.Serialization;

namespace Palermo.Disclosure.Tables;

/// <summary>What a published table says about one cell.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CellState>))]
public enum CellState : byte
{
    /// <summary>Blank, or no row: the table says nothing. Never zero.</summary>
    [JsonStringEnumMemberName("notPublished")]
    NotPublished = 0,

    /// <summary>A count is printed.</summary>
    [JsonStringEnumMemberName("shown")]
    Shown = 1,

    /// <summary>A suppression mark is printed; the count lies in the table's known range for that mark.</summary>
    [JsonStringEnumMemberName("hidden")]
    Hidden = 2,

    /// <summary>Neither a count nor a known mark; the cell takes part in no relation.</summary>
    [JsonStringEnumMemberName("unreadable")]
    Unreadable = 3,
}
