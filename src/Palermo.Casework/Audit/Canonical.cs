using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Globalization;
using System.Text;

namespace Palermo.Casework.Audit;

/// <summary>
/// One byte form for every value, the same before it is stored and after it is read back from either database: each part
/// carries its kind and length. Instants are rounded down to the microsecond, the finest that PostgreSQL keeps.
/// </summary>
internal sealed class Canonical
{
    private readonly ArrayBufferWriter<byte> bytes = new(512);

    public ReadOnlySpan<byte> Written => bytes.WrittenSpan;

    public void Clear() => bytes.ResetWrittenCount();

    public Canonical Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Header('s', length);
        Encoding.UTF8.GetBytes(value, bytes.GetSpan(length));
        bytes.Advance(length);
        return this;
    }

    public Canonical Number(long value)
    {
        var span = bytes.GetSpan(9);
        span[0] = (byte)'n';
        BinaryPrimitives.WriteInt64BigEndian(span[1..], value);
        bytes.Advance(9);
        return this;
    }

    public Canonical Bytes(ReadOnlySpan<byte> value)
    {
        Header('b', value.Length);
        value.CopyTo(bytes.GetSpan(value.Length));
        bytes.Advance(value.Length);
        return this;
    }

    public Canonical Id(Guid? value)
    {
        if (value is not { } id)
        {
            Header('0', 0);
            return this;
        }

        var span = bytes.GetSpan(17);
        span[0] = (byte)'g';
        id.TryWriteBytes(span[1..], bigEndian: true, out _);
        bytes.Advance(17);
        return this;
    }

    /// <summary>Any value a record holds.</summary>
    /// <exception cref="NotSupportedException">The type has no byte form here; give the property a value conversion.</exception>
    public Canonical Value(object? value)
    {
        switch (value)
        {
            case null:
                Header('0', 0);
                return this;
            case string text:
                return Text(text);
            case byte[] raw:
                return Bytes(raw);
            case Guid id:
                return Id(id);
            case bool flag:
                return Number(flag ? 1 : 0);
            case Enum or byte or sbyte or short or ushort or int or uint or long:
                return Number(Convert.ToInt64(value, CultureInfo.InvariantCulture));
            case DateTimeOffset at:
                return Number(at.UtcTicks / TimeSpan.TicksPerMicrosecond);
            case DateTime at:
                return Number(at.Ticks / TimeSpan.TicksPerMicrosecond);
            case TimeSpan span:
                return Number(span.Ticks / TimeSpan.TicksPerMicrosecond);
            case DateOnly day:
                return Number(day.DayNumber);
            case TimeOnly time:
                return Number(time.Ticks / TimeSpan.TicksPerMicrosecond);
            case double real:
                return Number(BitConverter.DoubleToInt64Bits(real));
            case float real:
                return Number(BitConverter.DoubleToInt64Bits(real));
            case decimal exact:
                return Text(exact.ToString("G29", CultureInfo.InvariantCulture));
            case IEnumerable many:
                var items = many.Cast<object?>().ToList();
                Header('l', items.Count);
                items.ForEach(item => Value(item));
                return this;
            default:
                throw new NotSupportedException($"{value.GetType()} has no byte form in the audit; give the property a value conversion.");
        }
    }

    private void Header(char kind, int length)
    {
        var span = bytes.GetSpan(5);
        span[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], length);
        bytes.Advance(5);
    }
}
