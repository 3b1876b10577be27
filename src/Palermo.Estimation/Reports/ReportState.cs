using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Models;

namespace Palermo.Estimation.Reports;

/// <summary>A report as it is kept between requests or runs: written and read back it is the same report.</summary>
public static class ReportState
{
    private static readonly JsonSerializerOptions Options = new()
    {
        IncludeFields = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new ModelConverter() },
    };

    public static string Write(EstimationReport report) => JsonSerializer.Serialize(report, Options);

    /// <exception cref="JsonException">Not a report of this version of the program.</exception>
    public static EstimationReport Read(string text) => JsonSerializer.Deserialize<EstimationReport>(text, Options) ?? throw new JsonException("no report");

    private sealed class ModelConverter : JsonConverter<HierarchicalModel>
    {
        public override HierarchicalModel Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var parts = (reader.GetString() ?? "").Split('/');
            return parts is [var lists, var generators] && int.TryParse(lists, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? HierarchicalModel.Parse(generators, count) : throw new JsonException("not a model");
        }

        public override void Write(Utf8JsonWriter writer, HierarchicalModel value, JsonSerializerOptions options) =>
            writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{value.ListCount}/{value}"));
    }
}
