using System.Collections.Frozen;

namespace Palermo.Casework.Vault;

/// <summary>
/// Skeletons of names that are frequent somewhere in the world, and over how many buckets each is spread. The weights are
/// our own rough judgement; they need not be right, only near: a wrong weight costs evenness, never a match.
/// </summary>
internal static class CommonNames
{
    private static readonly (int Ways, string[] Names)[] Table =
    [
        (256, ["Mohammed", "Nguyen", "Maria", "Ahmed", "Ali", "Singh", "Kaur", "Wang", "Li", "Zhang"]),
        (64, ["Fatima", "Hassan", "Hussein", "Ibrahim", "Abdullah", "Khan", "Liu", "Chen", "Kim", "Thi", "Van", "Jose", "Ana", "John", "Mary", "Ivan", "Elena", "Anna", "Rahman", "Begum", "Kumar", "Devi", "Islam", "Garcia", "Rodriguez", "Tran", "Le", "Pham", "Santos", "Silva"]),
        (16, ["Omar", "Yusuf", "Aisha", "Mariam", "Amina", "Zainab", "Khadija", "Mahmoud", "Mustafa", "Abdul", "Said", "Salah", "Juan", "Carlos", "Luis", "Joseph", "David", "Daniel", "Michael", "Peter", "Paul", "Grace", "Joy", "Blessing", "Natalia", "Olga", "Svetlana", "Tatiana", "Irina", "Oksana", "Andrei", "Alexander", "Sergei", "Popescu", "Ionescu", "Lopez", "Gonzalez", "Martinez", "Perez", "Fernandez", "Hernandez", "Yang", "Huang", "Zhao", "Wu", "Zhou", "Park", "Lee", "Das", "Sharma", "Bibi", "Akter", "Hossain", "Tesfaye", "Tadesse", "Abebe", "Kebede", "Okafor", "Musa", "Sani"]),
    ];

    public static FrozenDictionary<string, int> Ways { get; } = Table
        .SelectMany(row => row.Names.SelectMany(name => NameTokens.Stored(name)).Select(token => (token, row.Ways)))
        .GroupBy(pair => pair.token)
        .ToFrozenDictionary(g => g.Key, g => g.Max(pair => pair.Ways));
}
