using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Palermo.Casework.Vault;

/// <summary>Writes associated data without ambiguity: every part carries its length.</summary>
internal sealed class Place
{
    private readonly ArrayBufferWriter<byte> bytes = new(128);

    public Place(string kind) => Text(kind);

    public Place Text(string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        Number(utf8.Length);
        bytes.Write(utf8);
        return this;
    }

    public Place Number(int value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(four, value);
        bytes.Write(four);
        return this;
    }

    public Place Id(Guid value)
    {
        bytes.Write(value.ToByteArray(bigEndian: true));
        return this;
    }

    public byte[] ToArray() => bytes.WrittenSpan.ToArray();
}
