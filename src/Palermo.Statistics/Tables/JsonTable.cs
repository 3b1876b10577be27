using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Palermo.Statistics.Counts;

namespace Palermo.Statistics.Tables;

/// <summary>Tables as JSON: our own shape with everything a figure rests on, and JSON-stat 2.0.</summary>
public static class JsonTable
{
    /// <summary>One table as an object, several as an array.</summary>
    /// <param name="write"><see cref="Write(Utf8JsonWriter, StatTable)"/> or <see cref="WriteJsonStat"/>.</param>
    public static void WriteAll(Utf8JsonWriter json, IReadOnlyList<StatTable> tables, Action<Utf8JsonWriter, StatTable> write)
    {
        if (tables.Count == 1)
        {
            write(json, tables[0]);
            return;
        }

        json.WriteStartArray();
        foreach (var table in tables)
        {
            write(json, table);
        }

        json.WriteEndArray();
    }

    /// <summary>Our own shape: axes, cells with state, provenance, notes.</summary>
    public static void Write(Utf8JsonWriter json, StatTable table)
    {
        json.WriteStartObject();
        json.WriteString("id", table.Id);
        json.WriteString("title", table.Title);
        json.WriteString("unit", table.Unit);
        Text(json, "period", table.Period);
        Text(json, "source", table.Source);
        json.WriteBoolean("verified", table.IsVerified);
        json.WriteBoolean("overlaps", table.Overlaps);
        if (table.Denominator.IsNumber)
        {
            json.WriteNumber("denominator", table.Denominator.Count);
        }

        json.WriteStartArray("axes");
        foreach (var axis in table.Axes)
        {
            json.WriteStartObject();
            json.WriteString("name", axis.Name);
            Texts(json, "codes", axis.Codes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("cells");
        foreach (var observation in table.Observations)
        {
            json.WriteStartObject();
            Texts(json, "codes", observation.Codes);
            json.WriteString("state", StateWords.Of(observation.Cell.State));
            if (observation.Cell.IsNumber)
            {
                json.WriteNumber("value", observation.Cell.Count);
            }

            if (observation.Rate is { } rate)
            {
                json.WriteNumber("rate_per_100000", rate);
            }

            if (observation.Share is { } share)
            {
                json.WriteNumber("share_percent", share);
            }

            if (observation.Series is { } series)
            {
                json.WriteString("series", series);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, table.Provenance);
        Texts(json, "notes", table.Notes);
        json.WriteEndObject();
    }

    /// <summary>
    /// JSON-stat 2.0 (class <c>dataset</c>): values in row order, null where there is no number, and a status for every
    /// cell, since a zero and the kinds of absence must be told apart.
    /// </summary>
    public static void WriteJsonStat(Utf8JsonWriter json, StatTable table)
    {
        json.WriteStartObject();
        json.WriteString("version", "2.0");
        json.WriteString("class", "dataset");
        json.WriteString("label", table.Title);
        Text(json, "source", table.Source);
        json.WriteStartArray("note");
        foreach (var note in table.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        Texts(json, "id", table.Axes.Select(a => a.Name));
        json.WriteStartArray("size");
        foreach (var axis in table.Axes)
        {
            json.WriteNumberValue(axis.Codes.Length);
        }

        json.WriteEndArray();
        json.WriteStartObject("dimension");
        foreach (var axis in table.Axes)
        {
            json.WriteStartObject(axis.Name);
            json.WriteString("label", axis.Name);
            json.WriteStartObject("category");
            Texts(json, "index", axis.Codes);
            json.WriteStartObject("label");
            foreach (var code in axis.Codes)
            {
                json.WriteString(code, code switch { Axis.Total => "total", Axis.NotRecorded => "not recorded", _ => code });
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        var places = Places(table);
        Each(json, "value", places, table.Observations, o =>
        {
            if (o.Cell.IsNumber)
            {
                json.WriteNumberValue(o.Cell.Count);
            }
            else
            {
                json.WriteNullValue();
            }
        });
        Each(json, "status", places, table.Observations, o => json.WriteStringValue(StateWords.Of(o.Cell.State)));
        json.WriteStartObject("extension");
        json.WriteString("table", table.Id);
        json.WriteBoolean("verified", table.IsVerified);
        Write(json, table.Provenance);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The place of each observation in the order of all combinations of codes; null where every combination is there.</summary>
    private static long[]? Places(StatTable table)
    {
        var codes = table.Axes.Select(a => a.Codes.Select((c, i) => (c, i)).ToDictionary(x => x.c, x => x.i, StringComparer.Ordinal)).ToArray();
        long[] places = [.. table.Observations.Select(o => o.Codes.Select((c, i) => (Code: codes[i][c], Size: (long)codes[i].Count)).Aggregate(0L, (at, x) => (at * x.Size) + x.Code))];
        var all = table.Axes.Aggregate(1.0, (n, a) => n * a.Codes.Length);
        return all == places.Length && places.Select((p, i) => p == i).All(same => same) ? null : places;
    }

    // Values of a table that leaves combinations out stand by their place, as JSON-stat asks of sparse cubes.
    private static void Each(Utf8JsonWriter json, string name, long[]? places, ImmutableArray<Observation> observations, Action<Observation> write)
    {
        if (places is null)
        {
            json.WriteStartArray(name);
            foreach (var observation in observations)
            {
                write(observation);
            }

            json.WriteEndArray();
            return;
        }

        json.WriteStartObject(name);
        for (var i = 0; i < places.Length; i++)
        {
            json.WritePropertyName(places[i].ToString(CultureInfo.InvariantCulture));
            write(observations[i]);
        }

        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, Provenance provenance)
    {
        json.WriteStartObject("provenance");
        json.WriteString("query", provenance.Query);
        json.WriteStartArray("data");
        foreach (var origin in provenance.Origins)
        {
            json.WriteStartObject();
            json.WriteString("name", origin.Name);
            Text(json, "sha256", origin.Sha256);
            json.WriteString("dialect", origin.Dialect);
            json.WriteNumber("records", origin.Rows);
            Text(json, "version", origin.Version);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Texts(json, "mappings", provenance.Mappings);
        Texts(json, "laws", provenance.Laws);
        Texts(json, "definitions", provenance.Definitions);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, text);
        }
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
