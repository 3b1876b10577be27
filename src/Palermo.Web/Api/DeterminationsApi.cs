using System.Buffers;
using System.Text.Json;
using Palermo.Casework.Desks;
using Palermo.Casework.Determinations;
using Palermo.Law.Cases;
using Palermo.Law.Facts;
using Palermo.Law.Renderings;
using Palermo.Web.House;

namespace Palermo.Web.Api;

/// <summary>What the case's records establish under a text: computed anew from the findings, never stored by this address.</summary>
public static class DeterminationsApi
{
    /// <param name="instrument"><c>id</c> for the text in force at the end of the episode, or <c>id/version</c>.</param>
    /// <param name="standard">The standard of proof; findings of a lower one do not count.</param>
    /// <param name="episode">One episode; absent: all.</param>
    public static async Task<IResult> Read(Guid id, HttpContext context, CaseDesk desk, string instrument, string standard = "reasonable_grounds", Guid? episode = null)
    {
        var file = await desk.OpenAsync(context.Actor(), context.Purpose(), id, context.RequestAborted);
        if (episode is { } one && file.Knowledge.Episodes.All(e => e.Id != one))
        {
            return ApiProblem.NotFound();
        }

        var at = file.Knowledge.Episodes.FirstOrDefault(e => e.Id == episode) ?? file.Knowledge.Episodes.LastOrDefault();
        var library = desk.Setting.Library;
        var text = TextOfTheDay.Find(library, instrument, at?.To ?? at?.From) ?? throw new UnknownCodeException("instrument", ["an instrument of the library, such as un-palermo"]);
        var determination = file.Knowledge.Determine(text, Codes.Read(CaseWords.Standards, standard, "standard"), episode);
        context.Response.Headers.ETag = CasesApi.Tag(file.Case.Version);
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            DeterminationJson.Write(json, id.ToString(), determination, "en");
        }

        return Results.Bytes(bytes.WrittenMemory, "application/json; charset=utf-8");
    }
}
