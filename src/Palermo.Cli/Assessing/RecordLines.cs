using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Records.Tables;

namespace Palermo.Cli.Assessing;

/// <summary>Writes one line a record and instrument. What follows the id depends on the vector alone and is made once per distinct vector.</summary>
internal sealed class RecordLines(Stream output, bool csv, Assumption assumption)
{
    private readonly Dictionary<(InstrumentVersion, FactVector), byte[]> _tails = [];

    public void Header()
    {
        if (csv)
        {
            output.Write("id,instrument,result,act,means,purpose,assumed\n"u8);
        }
    }

    public void Write(string id, InstrumentVersion instrument, FactVector facts)
    {
        if (!_tails.TryGetValue((instrument, facts), out var tail))
        {
            // A file of random vectors must not grow without bound.
            if (_tails.Count > 100_000)
            {
                _tails.Clear();
            }

            _tails[(instrument, facts)] = tail = csv ? CsvTail(instrument, facts) : JsonTail(instrument, facts);
        }

        output.Write(csv ? Encoding.UTF8.GetBytes(CsvField.Of(id)) : [.. "{\"id\":\""u8, .. JsonEncodedText.Encode(id, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"']);
        output.Write(tail);
    }

    private byte[] JsonTail(InstrumentVersion instrument, FactVector facts)
    {
        var judgement = Determiner.Judge(facts, instrument);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("instrument", instrument.Key);
            json.WriteString("result", judgement.Result.ToString());
            json.WriteStartObject("elements");
            json.WriteString("act", judgement.Act.ToString());
            json.WriteString("means", judgement.Means.ToString());
            json.WriteString("purpose", judgement.Purpose.ToString());
            json.WriteEndObject();
            if (!instrument.IsVerified)
            {
                json.WriteString("notComputed", "unverified");
            }

            if (!assumption.IsNone)
            {
                json.WriteStartArray("assumed");
                foreach (var element in assumption.Elements)
                {
                    json.WriteStringValue(element);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return [(byte)',', .. buffer.ToArray().AsSpan(1), (byte)'\n'];
    }

    private byte[] CsvTail(InstrumentVersion instrument, FactVector facts)
    {
        var judgement = Determiner.Judge(facts, instrument);
        return Encoding.UTF8.GetBytes($",{CsvField.Of(instrument.Key)},{(instrument.IsVerified ? judgement.Result.ToString() : "not_computed")},{judgement.Act},{judgement.Means},{judgement.Purpose},{string.Join(' ', assumption.Elements)}\n");
    }
}
