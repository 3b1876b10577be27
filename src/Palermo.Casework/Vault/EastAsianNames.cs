using System.Collections.Frozen;
using System.Text;

namespace Palermo.Casework.Vault;

/// <summary>
/// Characters that are frequent in Chinese and Korean names, as names are written in Latin letters. A character that is not
/// here is compared as it is written; traditional and simplified forms that are here meet.
/// </summary>
internal static class EastAsianNames
{
    private const string Chinese =
        "王wang 李li 张張zhang 刘劉liu 陈陳chen 杨楊yang 黄黃huang 赵趙zhao 吴吳wu 周zhou 徐xu 孙孫sun 马馬ma 朱zhu 胡hu 郭guo 何he 高gao 林lin 罗羅luo "
        + "郑鄭zheng 梁liang 谢謝xie 宋song 唐tang 许許xu 韩韓han 冯馮feng 邓鄧deng 曹cao 彭peng 曾zeng 肖蕭萧xiao 田tian 董dong 袁yuan 潘pan 于yu 蒋蔣jiang 蔡cai "
        + "余yu 杜du 叶葉ye 程cheng 苏蘇su 魏wei 吕呂lu 丁ding 任ren 沈shen 姚yao 卢盧lu 姜jiang 崔cui 钟鐘鍾zhong 谭譚tan 陆陸lu 汪wang 范fan 金jin 石shi 廖liao "
        + "贾賈jia 夏xia 韦韋wei 付fu 方fang 白bai 邹鄒zou 孟meng 熊xiong 秦qin 邱qiu 江jiang 尹yin 薛xue 闫閆yan 段duan 雷lei 侯hou 龙龍long 史shi 陶tao 黎li "
        + "贺賀he 顾顧gu 毛mao 郝hao 龚龔gong 邵shao 万萬wan 钱錢qian 严嚴yan 覃qin 武wu 戴dai 莫mo 孔kong 向xiang 汤湯tang 娜na 丽麗li 芳fang 敏min 静靜jing "
        + "伟偉wei 强強qiang 磊lei 军軍jun 洋yang 勇yong 艳艷yan 杰jie 娟juan 涛濤tao 明ming 超chao 秀xiu 英ying 华華hua 霞xia 平ping 刚剛gang 桂gui 兰蘭lan "
        + "玉yu 梅mei 红紅hong 小xiao 美mei 雪xue 琳lin 婷ting 慧hui";

    private const string Korean = "김kim 이lee 박park 최choi 정jung 강kang 조cho 윤yoon 장jang 임lim 한han 오oh 서seo 신shin 권kwon 황hwang 안ahn 송song 전jeon 홍hong 유yoo 고ko 문moon 양yang 손son 배bae 백baek 허heo 남nam 심shim 노noh 하ha 곽kwak 성sung 차cha 주joo 우woo 구koo 민min";

    private static readonly FrozenDictionary<int, string> Latin = Read(Chinese);
    private static readonly FrozenDictionary<int, string> Surnames = Read(Korean);

    public static bool IsHan(Rune rune) => rune.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF);

    /// <summary>The character in Latin letters, or itself.</summary>
    public static string OfHan(Rune rune) => Latin.GetValueOrDefault(rune.Value) ?? rune.ToString();

    /// <summary>A Korean surname in the Latin letters that its bearers use, set apart from the given name that follows.</summary>
    public static string SetSurnamesApart(string name)
    {
        var apart = new StringBuilder();
        var inHangul = false;
        foreach (var rune in name.EnumerateRunes())
        {
            var isHangul = rune.Value is >= 0xAC00 and <= 0xD7A3;
            if (isHangul && !inHangul && Surnames.TryGetValue(rune.Value, out var latin))
            {
                apart.Append(' ').Append(latin).Append(' ');
            }
            else
            {
                apart.Append(rune.ToString());
            }

            inHangul = isHangul;
        }

        return apart.ToString();
    }

    private static FrozenDictionary<int, string> Read(string table)
    {
        var read = new Dictionary<int, string>();
        foreach (var word in table.Split(' '))
        {
            var latin = string.Concat(word.Where(char.IsAscii));
            foreach (var rune in word.EnumerateRunes().Where(r => !r.IsAscii))
            {
                read[rune.Value] = latin;
            }
        }

        return read.ToFrozenDictionary();
    }
}
