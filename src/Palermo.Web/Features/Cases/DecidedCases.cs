using System.Collections.Immutable;
using System.Text.Json;
using Palermo.Law.Cases;
using Palermo.Law.Instruments;

namespace Palermo.Web.Features.Cases;

/// <summary>The decided cases that come with the application, in the order of the file.</summary>
public sealed class DecidedCases
{
    private DecidedCases(ImmutableArray<DecidedCase> all) => All = all;

    public ImmutableArray<DecidedCase> All { get; }

    public DecidedCase? Find(string id) => All.FirstOrDefault(c => c.Id == id);

    /// <summary>Reads the file, one case a line.</summary>
    /// <exception cref="InvalidDataException">A line cannot be used; the message names it.</exception>
    public static DecidedCases Load(string file, InstrumentLibrary library)
    {
        var cases = ImmutableArray.CreateBuilder<DecidedCase>();
        foreach (var (number, line) in File.ReadLines(file).Index())
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var (facts, problems) = CaseForm.Read(root, library, $"{Path.GetFileName(file)}, line {number + 1}");
            if (facts is null)
            {
                throw new InvalidDataException("The decided cases cannot be used:" + Environment.NewLine + string.Join(Environment.NewLine, problems));
            }

            cases.Add(new DecidedCase(
                facts with { Title = Text(root, "name") },
                Text(root, "name"),
                Text(root, "citation"),
                Text(root, "court"),
                Text(root, "jurisdiction"),
                root.GetProperty("year") is { ValueKind: JsonValueKind.Number } year ? year.GetInt32() : null,
                Text(root, "instrument"),
                Text(root, "facts"),
                Text(root, "outcome"),
                Text(root, "why"),
                Text(root, "confidence"),
                Optional(root, "caveat"),
                root.TryGetProperty("palermo_projection", out var projection) ? Optional(projection, "basis") : null,
                [.. root.GetProperty("sources").EnumerateArray().Select(s => new CaseSource(Text(s, "title"), Text(s, "url")))]));
        }

        return new DecidedCases(cases.ToImmutable());
    }

    private static string Text(JsonElement at, string name) => Optional(at, name) ?? "";

    private static string? Optional(JsonElement at, string name) =>
        at.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
