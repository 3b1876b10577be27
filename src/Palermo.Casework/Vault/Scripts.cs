using System.Collections.Frozen;
using System.Text;

namespace Palermo.Casework.Vault;

/// <summary>
/// Letters of other scripts as Latin ones, coarsely: enough for a consonant skeleton, not for a reader. A letter without an
/// entry stays as it is.
/// </summary>
internal static class Scripts
{
    private static readonly FrozenDictionary<int, string> Letters = Build();

    public static string Latin(Rune letter) => Letters.GetValueOrDefault(letter.Value) ?? letter.ToString();

    private static FrozenDictionary<int, string> Build()
    {
        var letters = new Dictionary<int, string>();
        Add("ßæœøłđðþħıəŋ", "ss ae oe o l d d th h i a ng");
        Add("абвгдежзийклмнопрстуфхцчшщъыьэюяёђєіїјљњћџґўқғҳҷәөүұһ", "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh sh - y - e yu ya e dj e i i j l n ch dzh g u k g h j a o u u h");
        Add("αβγδεζηθικλμνξοπρςστυφχψω", "a v g d e z i th i k l m n x o p r s s t i f kh ps o");
        Add("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءئؤپچژگکیہےڈٹڑںۀھ", "a b t th j h kh d dh r z s sh s d t z - gh f q k l m n h w y a - - - w p ch zh g k y h e d t r n h h");
        Add("אבגדהוזחטיךכלםמןנסעףפץצקרשת", "a b g d h v z h t y k k l m m n n s - p p ts ts k r sh t");
        Add("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h");
        Add("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ", "a b g d e z e e t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f");
        return letters.ToFrozenDictionary();

        void Add(string from, string to)
        {
            foreach (var (rune, latin) in from.EnumerateRunes().Zip(to.Split(' '), (r, l) => (r, l)))
            {
                letters[rune.Value] = latin == "-" ? "" : latin;
            }
        }
    }
}
