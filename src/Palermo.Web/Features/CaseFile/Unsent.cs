using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Primitives;
using Palermo.Casework.Desks;
using Palermo.Casework.Unsent;
using Palermo.Web.House;

namespace Palermo.Web.Features.CaseFile;

/// <summary>
/// Words that were begun and not sent. A page with script saves them while they are typed, one without by a button of the form;
/// both send the form to its own address, with a sign that it is not to be done yet.
/// </summary>
public static class Unsent
{
    /// <summary>Sent by the page itself; what comes back is for its script.</summary>
    private const string BySelf = "save";

    /// <summary>The button that keeps the form, or throws away what was kept.</summary>
    public const string Button = "draft";

    public const string Keep = "keep";

    public const string Drop = "drop";

    /// <summary>What a form carries beside what a person gave; the form that is shown later has its own.</summary>
    private static readonly FrozenSet<string> Signs = new[] { BySelf, Button, "go", "wording", "form-token", AtTheDesk.PurposeField }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Keeps a form, or drops what was kept, if that is what it asks; null: it is to be done.</summary>
    /// <param name="then">The page that shows the form.</param>
    public static async Task<IResult?> Answer(HttpContext http, CaseDesk desk, Guid id, KeptForm kept, IFormCollection form, string then)
    {
        var (actor, purpose, stop) = (http.Actor(), http.Purpose(), http.RequestAborted);
        var self = form.Text(BySelf) is not null;
        if (!self && form.Text(Button) is null)
        {
            return null;
        }

        if (form.Text(Button) == Drop)
        {
            await desk.DropFormAsync(actor, purpose, id, kept, stop);
        }
        else
        {
            var fields = form.Where(f => !Signs.Contains(f.Key)).ToImmutableDictionary(f => f.Key, f => f.Value.OfType<string>().ToImmutableArray(), StringComparer.Ordinal);
            await desk.KeepFormAsync(actor, purpose, id, kept, fields, stop);
        }

        return self ? Results.Json(new { seen = FrozenDictionary<string, string>.Empty, conflict = false }) : DeskAnswers.GoTo(http, then);
    }

    /// <summary>What is in the forms of a page: what was just sent and came back, else what was kept; null: nothing.</summary>
    public static IFormCollection? Given(IFormCollection? sent, params IEnumerable<KeptWords?> kept)
    {
        if (sent is not null)
        {
            return sent;
        }

        var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        foreach (var (name, values) in kept.OfType<KeptWords>().SelectMany(k => k.Fields))
        {
            fields[name] = new([.. values]);
        }

        return fields.Count > 0 ? new FormCollection(fields) : null;
    }
}
