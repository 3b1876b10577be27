using System.Globalization;
using System.Text.RegularExpressions;

namespace Palermo.Web.Tests.Browser;

/// <summary>
/// How long somebody new would take, in seconds, from what they do and what they have to read for it: the heading, and of the form that is
/// acted on the labels, buttons and hints, each line once. Each act is thought about; hands, keys and pointer take the times of the
/// keystroke-level model. The conversation is not in it: neither what the person says nor what is said to them (<see cref="Said"/>).
/// <see cref="EveryWord"/> is the same, and that besides, for somebody who first reads all that stands on each page.
/// </summary>
/// <remarks>
/// Times of operators: Card, Moran and Newell, "The keystroke-level model for user performance time with interactive systems",
/// Communications of the ACM 23(7), 1980, 396-410, figure 1 (K, P, H, M) and the press and release of a button as in Kieras, "Using the
/// keystroke-level model to estimate execution times", University of Michigan, 2001 (BB). Reading: Brysbaert, "How many words do we read
/// per minute?", Journal of Memory and Language 109, 2019, 104047: 238 words a minute of English that is no fiction, 183 aloud.
/// </remarks>
internal sealed partial class Pace
{
    /// <summary>One key, by somebody who types 40 words a minute and is no typist.</summary>
    private const double Key = 0.28;

    private const double Point = 1.1, Click = 0.2, Hand = 0.4, Think = 1.35;

    private const double WordsPerMinute = 238, AloudPerMinute = 183;

    /// <summary>The answer of the server: the budget of opening a case, which is more than most pages need.</summary>
    private const double Answer = 0.4;

    private readonly HashSet<string> _read = new(StringComparer.Ordinal), _passed = new(StringComparer.Ordinal);
    private int _words, _all;
    private bool _atKeys;

    public double Seconds { get; private set; }

    /// <summary>Saying aloud what the pages want said.</summary>
    public double Said { get; private set; }

    public double EveryWord => Seconds + Said + (Math.Max(0, _all - _words) * 60 / WordsPerMinute);

    public int Keys { get; private set; }

    /// <summary>Reads what was not read before in this task.</summary>
    public void Read(string text) => Seconds += Take(text) * 60 / WordsPerMinute;

    /// <summary>Says to the person what was not said before.</summary>
    public void Say(string text) => Said += Take(text) * 60 / AloudPerMinute;

    /// <summary>All that stands there, for <see cref="EveryWord"/>.</summary>
    public void Pass(string text) => _all += Lines(text).Where(_passed.Add).Sum(l => Word().Count(l));

    private int Take(string text)
    {
        var words = Lines(text).Where(_read.Add).Sum(l => Word().Count(l));
        _words += words;
        return words;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Decides what to do next.</summary>
    public void Decide() => Seconds += Think;

    /// <summary>Takes the pointer to something and clicks.</summary>
    public void ClickOn()
    {
        Move(toKeys: false);
        Seconds += Point + Click;
    }

    public void Strike(int keys)
    {
        Move(toKeys: true);
        Keys += keys;
        Seconds += keys * Key;
    }

    public void Await() => Seconds += Answer;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds:0} s at the pages and {Said:0} s of saying their words ({_words} words, {Keys} keys); {EveryWord:0} s with every word of the pages ({_all})");

    private void Move(bool toKeys)
    {
        Seconds += _atKeys == toKeys ? 0 : Hand;
        _atKeys = toKeys;
    }

    [GeneratedRegex(@"[\p{L}\p{N}][^\s]*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();
}
