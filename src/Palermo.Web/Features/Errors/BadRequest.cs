using System.Collections.Immutable;

namespace Palermo.Web.Features.Errors;

/// <summary>Something wrong with what a page sent: shown to the visitor, with status 400, and nothing is guessed.</summary>
/// <param name="Key">Of the words under <c>error.</c> that say what happened and what to do.</param>
/// <param name="Details">Located problems of the case form; they name places and never repeat values.</param>
public sealed record BadRequest(string Key, ImmutableArray<string> Details)
{
    public BadRequest(string key) : this(key, [])
    {
    }
}
