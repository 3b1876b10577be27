using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Palermo.Casework.Vault;

/// <summary>
/// Letters of other scripts as Latin ones, coarsely: enough for a consonant skeleton, not for a reader. A letter without an
/// entry stays as it is and is compared as it is.
/// </summary>
internal static class Scripts
{
    private static readonly FrozenDictionary<int, string> Letters = Build();

    public static string Latin(Rune letter) =>
        Letters.GetValueOrDefault(letter.Value) ?? (Rune.GetUnicodeCategory(letter) == UnicodeCategory.SpacingCombiningMark ? "a" : letter.ToString());

    /// <summary>Signs that take the inherent vowel from the consonant before.</summary>
    public static bool IsVirama(Rune sign) => sign.Value is 0x17D2 or 0x1039 or 0x103A or 0x0DCA || (sign.Value is >= 0x0900 and < 0x0D80 && (sign.Value & 0x7F) == 0x4D);

    private static FrozenDictionary<int, string> Build()
    {
        var letters = new Dictionary<int, string>();
        Add("ßæœøłđðþħıəŋ", "ss ae oe o l d d th h i a ng");
        Add("абвгдежзийклмнопрстуфхцчшщъыьэюяёђєіїјљњћџґўқғҳҷәөүұһ", "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh sh - y - e yu ya e dj e i i j l n ch dzh g u k g h j a o u u h");
        Add("αβγδεζηθικλμνξοπρςστυφχψω", "a v g d e z i th i k l m n x o p r s s t i f kh ps o");
        Add("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءئؤپچژگکیہےڈٹڑںۀھ", "a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h w y a - - - w p ch zh g k y h e d t r n h h");
        Add("אבגדהוזחטיךכלםמןנסעףפץצקרשת", "a b g d h v z h t y k k l m m n n s a p p ts ts k r sh t");
        Add("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h");
        Add("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ", "a b g d e z e e t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f");

        const string indic = "ka ka ga ga nga cha cha ja ja nya ta tha da dha na ta tha da dha na na pa pha ba bha ma ya ra ra la la la va sha sa sa ha";
        foreach (var block in Enumerable.Range(0, 9).Select(i => 0x0900 + (i * 0x80)))
        {
            Run(block + 0x05, string.Join(' ', Enumerable.Repeat("a", 16)));
            Run(block + 0x15, indic);
            Run(block + 0x3E, string.Join(' ', Enumerable.Repeat("a", 15)));
        }

        // Sinhala, Thai, Lao, Myanmar, Khmer.
        Run(0x0D85, string.Join(' ', Enumerable.Repeat("a", 18)));
        Run(0x0D9A, "ka ka ga ga nga nga cha cha ja ja nya jna ja ta tha da dha na da ta tha da dha na - da pa pha ba bha ma ba ya ra - la - - va sha sa sa ha la fa");
        Run(0x0E01, "k kh kh kh kh kh ng ch ch ch s ch y d t th th th n d t th th th n b p ph f ph f ph m y r ri l l w s s s h l a h");
        Add("ะาเแโใไ", "a a a a a a a");
        Add("ກຂຄງຈຊຍດຕຖທນບປຜຝພຟມຢຣລວສຫອຮະາເແໂໃໄ", "k kh kh ng ch s ny d t th th n b p ph f ph f m y r l v s h a h a a a a a a a");
        Run(0x1000, "ka kha ga ga nga sa sa za za nya nya ta ta da da na ta ta da da na pa pha ba ba ma ya ya la wa tha ha la a");
        Run(0x1780, "ka kha ka kha nga cha cha cha cha nha da tha da tha na ta tha ta tha na ba pha pa pha ma ya ra la va sa sa sa ha la a");

        // Ethiopic: eight forms a consonant; the sixth is most often without a vowel.
        var ethiopic = "h l h m s r s sh q q q q b v t ch h h n ny - k k k k w - z zh y d d j g g g t ch p ts ts f p".Split(' ');
        for (var i = 0; i < ethiopic.Length * 8; i++)
        {
            letters[0x1200 + i] = ethiopic[i / 8] == "-" ? "a" : ethiopic[i / 8] + (i % 8 == 5 ? "" : "a");
        }

        // Hangul as normalisation takes it apart; kana without its voicing marks, which normalisation takes off.
        Run(0x1100, "k k n d d r m b b s s - j j ch k t p h");
        Run(0x1161, string.Join(' ', Enumerable.Repeat("a", 21)));
        Run(0x11A8, "k k k n n n t l l l l l l l l m b b s s ng j ch k t p h");
        const string kana = "a a i i u u e e o o ka ka ki ki ku ku ke ke ko ko sa sa shi shi su su se se so so ta ta chi chi - tsu tsu te te to to na ni nu ne no ha ha ha hi hi hi fu fu fu he he he ho ho ho ma mi mu me mo ya ya yu yu yo yo ra ri ru re ro wa wa i e o n";
        Run(0x3041, kana);
        Run(0x30A1, kana);
        return letters.ToFrozenDictionary();

        void Add(string from, string to)
        {
            foreach (var (rune, latin) in from.EnumerateRunes().Zip(to.Split(' '), (r, l) => (r, l)))
            {
                letters[rune.Value] = latin == "-" ? "" : latin;
            }
        }

        void Run(int first, string to)
        {
            foreach (var latin in to.Split(' '))
            {
                letters[first++] = latin == "-" ? "" : latin;
            }
        }
    }
}
