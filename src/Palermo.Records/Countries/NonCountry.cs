namespace Palermo.Records.Countries;

/// <summary>
/// What a citizenship or country field holds when it names no country. Each is kept as such: none is ever turned into a country,
/// and only <see cref="NotRecorded"/> is code 0.
/// </summary>
public enum NonCountry
{
    /// <summary>Blank, unknown, not stated, not determined: nothing is known, which is never "no citizenship".</summary>
    NotRecorded,

    /// <summary>The source says the person has no nationality.</summary>
    Stateless,

    /// <summary>A total or subtotal among the details.</summary>
    Total,

    /// <summary>Nationals of the reporting country, which the text does not name.</summary>
    OwnNationals,

    /// <summary>Foreigners, or abroad, without a country.</summary>
    Foreign,

    /// <summary>A residual: other countries, the rest.</summary>
    Other,

    /// <summary>A continent, a region or a union of states.</summary>
    Region,

    /// <summary>A people or a part of a country (Rohingya, Kurdish, Tibet) that ISO 3166-1 does not code.</summary>
    PeopleOrPart,

    /// <summary>Nationality said to be in dispute, or a disputed territory without a code, as the source says it.</summary>
    Disputed,

    /// <summary>Text of the form itself: a heading, an instruction, the name of a cell.</summary>
    FormText,

    /// <summary>A bare number.</summary>
    Number,
}
