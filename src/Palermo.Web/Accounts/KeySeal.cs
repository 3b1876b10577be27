using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Palermo.Web.House;

namespace Palermo.Web.Accounts;

/// <summary>Seals the keys that ASP.NET Core keeps in the database under a key of the organisation: a stolen database opens none of them.</summary>
public sealed class KeySeal(IServiceProvider services) : IXmlEncryptor, IXmlDecryptor
{
    private const int NonceBytes = 12, TagBytes = 16;

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var all = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(all.AsSpan(0, NonceBytes));
        using var cipher = Cipher();
        cipher.Encrypt(all.AsSpan(0, NonceBytes), plain, all.AsSpan(NonceBytes, plain.Length), all.AsSpan(NonceBytes + plain.Length));
        return new(new XElement("sealed", Convert.ToBase64String(all)), typeof(KeySeal));
    }

    public XElement Decrypt(XElement encryptedElement)
    {
        var all = Convert.FromBase64String(encryptedElement.Value);
        var plain = new byte[all.Length - NonceBytes - TagBytes];
        using var cipher = Cipher();
        cipher.Decrypt(all.AsSpan(0, NonceBytes), all.AsSpan(NonceBytes, plain.Length), all.AsSpan(NonceBytes + plain.Length), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }

    private AesGcm Cipher() => new(services.GetRequiredService<CaseHouse>().Setting.Keys.ForAccounts("data-protection"), TagBytes);
}
