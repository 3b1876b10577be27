using System.Net.Mime;
using Palermo.Disclosure.Gates;

namespace Palermo.Web.Outgoing;

/// <summary>Files of counts as answers. They take what the gate made.</summary>
public static class ReleasedDownload
{
    /// <exception cref="GateRefusal">The counts may not be passed on.</exception>
    public static IResult Csv(ReleasedTable table, string fileName) => Results.File(ReleasedFiles.Csv(table), MediaTypeNames.Text.Csv, fileName);

    /// <exception cref="GateRefusal">The counts may not be passed on.</exception>
    public static IResult Json(ReleasedTable table) => Results.File(ReleasedFiles.Json(table), MediaTypeNames.Application.Json);
}
