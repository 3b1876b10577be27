using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Palermo.Records.Documents;

/// <summary>The events of a YAML text. YamlDotNet reports some broken texts by exceptions of its own making; here all are YAML errors with a place.</summary>
internal sealed class YamlEvents(string text) : IParser
{
    private readonly Scanner scanner = new(new StringReader(text), skipComments: true);
    private Parser? parser;

    public ParsingEvent? Current => parser?.Current;

    public bool MoveNext()
    {
        parser ??= new Parser(scanner);
        try
        {
            return parser.MoveNext();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            throw new YamlException(scanner.CurrentPosition, scanner.CurrentPosition, "broken text", e);
        }
    }
}
