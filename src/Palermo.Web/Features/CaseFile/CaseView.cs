using System.Collections.Immutable;
using System.Globalization;
using Palermo.Casework.Desks;
using Palermo.Casework.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Web.Features.CaseFile;

/// <summary>What is asked of a case's picture: which episode, at which standard, under which text, as known when.</summary>
public sealed record CaseView(Guid? Episode, StandardOfProof Standard, InstrumentVersion Text, DateTimeOffset? At)
{
    public static readonly ImmutableArray<StandardOfProof> Standards = [StandardOfProof.Alleged, StandardOfProof.ReasonableGrounds, StandardOfProof.Balance, StandardOfProof.BeyondDoubt];

    /// <summary>Reads the query of an address; what it does not name, or names wrongly, is the usual.</summary>
    public static CaseView Of(IQueryCollection query, Palermo.Casework.Desks.CaseFile file, InstrumentLibrary library)
    {
        Guid? episode = Guid.TryParse(query["episode"], out var id) && file.Knowledge.Episodes.Any(e => e.Id == id) ? id : null;
        var standard = Enum.TryParse<StandardOfProof>(query["standard"], out var asked) && Standards.Contains(asked) ? asked : StandardOfProof.Alleged;
        var period = file.Knowledge.Episodes.FirstOrDefault(e => e.Id == episode) ?? file.Knowledge.Episodes.FirstOrDefault();
        DateTimeOffset? at = DateOnly.TryParseExact(query["at"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddTicks(-10) : null;
        var text = query["law"].ToString() is { Length: > 0 } law ? TextOfTheDay.Find(library, law, at is { } moment ? DateOnly.FromDateTime(moment.UtcDateTime) : period?.To ?? period?.From) : null;
        return new CaseView(episode, standard, text ?? library.Protocol, at);
    }

    /// <summary>The case as it was known at the time asked for.</summary>
    public CaseKnowledge Knowledge(Palermo.Casework.Desks.CaseFile file) => At is { } at ? file.Knowledge.At(at) : file.Knowledge;
}
