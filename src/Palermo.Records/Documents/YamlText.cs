using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Palermo.Records.Documents;

/// <summary>The harmless part of YAML, written as JSON.</summary>
internal static partial class YamlText
{
    public static (JsonElement Root, Dictionary<string, (long Line, int Position)> Places) Parse(string text, DocumentOptions options)
    {
        try
        {
            return new Reader(text, options).Read();
        }
        catch (YamlException e)
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.Yaml, "the text is not valid YAML here",
                new Place(options.FileName, Line: e.Start.Line, Position: (int)e.Start.Column),
                "Most often the indentation is wrong, a quotation mark or bracket is not closed, or a colon lacks its space.", "Correct the text at this place."), e);
        }
    }

    [GeneratedRegex("^[-+]?[0-9]+$", RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Decimal();

    private sealed class Reader(string text, DocumentOptions options)
    {
        private readonly YamlEvents parser = new(text);
        private readonly Dictionary<string, (long, int)> places = new(StringComparer.Ordinal);
        private int depth;

        public (JsonElement, Dictionary<string, (long, int)>) Read()
        {
            using var written = new MemoryStream();
            using (var json = new Utf8JsonWriter(written, new JsonWriterOptions { MaxDepth = options.Deepest + 1 }))
            {
                parser.Consume<StreamStart>();
                if (parser.Accept<StreamEnd>(out var end))
                {
                    throw new RecordsException(new RecordsError(RecordsErrorCode.Empty, "the document is empty", At(end.Start), "There is nothing to read.", "Check that the right file was given."));
                }

                parser.Consume<DocumentStart>();
                Node(json, "$");
                parser.Consume<DocumentEnd>();
                if (parser.Accept<DocumentStart>(out var second))
                {
                    throw Refused(second.Start, "a second document begins", "One file is one document.");
                }
            }

            return (JsonElement.Parse(written.ToArray(), new JsonDocumentOptions { MaxDepth = options.Deepest + 1 }), places);
        }

        private void Node(Utf8JsonWriter json, string path)
        {
            var node = parser.Consume<ParsingEvent>();
            places[path] = (node.Start.Line, (int)node.Start.Column);
            if (node is AnchorAlias)
            {
                throw Refused(node.Start, "an alias (*) is used", "Aliases can make a small file unfold into an enormous one.");
            }

            if (node is NodeEvent { Anchor.IsEmpty: false })
            {
                throw Refused(node.Start, "an anchor (&) is used", "Anchors and aliases can make a small file unfold into an enormous one.");
            }

            if (node is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } })
            {
                throw Refused(node.Start, "a tag (!) is used", "Tags ask a reader to build things other than plain data.");
            }

            switch (node)
            {
                case Scalar scalar:
                    Value(json, scalar);
                    break;
                case MappingStart:
                    Enter(node.Start);
                    Mapping(json, path);
                    depth--;
                    break;
                case SequenceStart:
                    Enter(node.Start);
                    json.WriteStartArray();
                    for (var i = 0; !parser.TryConsume<SequenceEnd>(out _); i++)
                    {
                        Node(json, Document.Child(path, i));
                    }

                    json.WriteEndArray();
                    depth--;
                    break;
                default:
                    throw Refused(node.Start, "something other than data stands here", "Only mappings, lists and values are read.");
            }
        }

        private void Mapping(Utf8JsonWriter json, string path)
        {
            json.WriteStartObject();
            var names = new HashSet<string>(StringComparer.Ordinal);
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = parser.Consume<ParsingEvent>();
                if (key is not Scalar name || !name.Anchor.IsEmpty)
                {
                    throw Refused(key.Start, "a key is not a plain name", "Names of a record are plain words.");
                }

                if (name.Value == "<<")
                {
                    throw Refused(key.Start, "a merge key (<<) is used", "It hides where a value comes from.");
                }

                if (!names.Add(name.Value))
                {
                    throw Refused(key.Start, "a name is repeated in one mapping", "It cannot be told which of the two counts.");
                }

                json.WritePropertyName(name.Value);
                Node(json, Document.Child(path, name.Value));
            }

            json.WriteEndObject();
        }

        private static void Value(Utf8JsonWriter json, Scalar scalar)
        {
            var text = scalar.Value;
            if (scalar.Style != ScalarStyle.Plain)
            {
                json.WriteStringValue(text);
            }
            else if (text is "" or "~" or "null" or "Null" or "NULL")
            {
                json.WriteNullValue();
            }
            else if (text is "true" or "True" or "TRUE")
            {
                json.WriteBooleanValue(true);
            }
            else if (text is "false" or "False" or "FALSE")
            {
                json.WriteBooleanValue(false);
            }
            else if (Whole().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && !LeadingZero(text))
            {
                json.WriteNumberValue(whole);
            }
            else if (Decimal().IsMatch(text) && !LeadingZero(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            {
                json.WriteNumberValue(number);
            }
            else
            {
                json.WriteStringValue(text);
            }
        }

        // 007 is an identifier, not the number seven.
        private static bool LeadingZero(string text)
        {
            var digits = text.AsSpan().TrimStart("+-");
            return digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]);
        }

        private void Enter(Mark at)
        {
            if (++depth > options.Deepest)
            {
                throw new RecordsException(new RecordsError(RecordsErrorCode.TooDeep, FormattableString.Invariant($"mappings or lists nest deeper than {options.Deepest}"),
                    At(at), "No record of the field is that deep.", "Check that the right file was given."));
            }
        }

        private RecordsException Refused(Mark at, string what, string why) =>
            new(new RecordsError(RecordsErrorCode.Yaml, what, At(at), why, "Write the data plainly."));

        private Place At(Mark at) => new(options.FileName, Line: at.Line, Position: (int)at.Column);
    }
}
