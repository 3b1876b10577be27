using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Palermo.Casework.Attachments;

namespace Palermo.Tests.Casework.Attachments;

public sealed class FileInspectionTests
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    [Theory]
    [InlineData("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF", null)]
    [InlineData("%PDF-1.7\n1 0 obj<</OpenAction 2 0 R>>\n%%EOF", FileRefusal.ActiveContent)]
    [InlineData("%PDF-1.7\n1 0 obj<</Java#53cript(x)>>\n%%EOF", FileRefusal.ActiveContent)]
    [InlineData("%PDF-1.7\n<</EmbeddedFile 1>>\n%%EOF", FileRefusal.ActiveContent)]
    [InlineData("%PDF-1.7\n<</AAPL 1>>\n%%EOF", null)]
    [InlineData("%PDF-1.7\nno end", FileRefusal.Damaged)]
    [InlineData("plain words, ümlauts too", null)]
    [InlineData("<html><script>x</script>", FileRefusal.KindNotTaken)]
    [InlineData(" \uFEFF<svg/>", FileRefusal.KindNotTaken)]
    [InlineData("PK\u0003\u0004zip", FileRefusal.KindNotTaken)]
    [InlineData("MZ\u0000\u0001", FileRefusal.KindNotTaken)]
    [InlineData("#!/bin/sh", FileRefusal.KindNotTaken)]
    [InlineData("", FileRefusal.Empty)]
    public void File_IsTakenOrRefusedByItsBytes(string text, FileRefusal? refusal) => Assert.Equal(refusal, FileInspection.Of(Encoding.UTF8.GetBytes(text)).Refusal);

    [Fact]
    public void File_AboveTheLimit_IsRefused()
    {
        Assert.Equal(FileRefusal.TooLarge, FileInspection.Of(new byte[FileInspection.LargestBytes + 1]).Refusal);
        Assert.Null(FileInspection.Of([.. Enumerable.Repeat((byte)'a', FileInspection.LargestBytes)]).Refusal);
    }

    [Fact]
    public void Png_LosesItsTextsAndWhateverFollowsItsEnd()
    {
        byte[] file = [.. Png, .. Chunk("IHDR", "x"), .. Chunk("tEXt", "GPS 51.5"), .. Chunk("eXIf", "camera"), .. Chunk("IDAT", "picture"), .. Chunk("IEND", ""), .. "<script>"u8];
        var kept = FileInspection.Of(file).File!.Content;
        Assert.Equal([.. Png, .. Chunk("IHDR", "x"), .. Chunk("IDAT", "picture"), .. Chunk("IEND", "")], kept);
    }

    [Fact]
    public void Jpeg_LosesItsExifAndWhateverFollowsItsEnd()
    {
        byte[] scan = [0xFF, 0xDA, 0, 4, 1, 2, 9, 9, 0xFF, 0x00, 9, 0xFF, 0xD0, 9];
        byte[] file = [0xFF, 0xD8, .. Segment(0xE0, "JFIF"), .. Segment(0xE1, "Exif GPS"), .. Segment(0xFE, "comment"), .. Segment(0xDB, "table"), .. scan, 0xFF, 0xD9, .. "tail"u8];
        var kept = FileInspection.Of(file).File!.Content;
        Assert.Equal([0xFF, 0xD8, .. Segment(0xE0, "JFIF"), .. Segment(0xDB, "table"), .. scan, 0xFF, 0xD9], kept);
    }

    [Fact]
    public void AnyBytes_NeverCrash() => Gen.Select(Gen.Int[0, 3], Gen.Byte.Array[0, 200]).Sample((kind, rest) =>
    {
        byte[] lead = kind switch { 0 => Png, 1 => [0xFF, 0xD8, 0xFF], 2 => [.. "%PDF-"u8], _ => [] };
        var (file, refusal) = FileInspection.Of([.. lead, .. rest]);
        Assert.True(file is null != refusal is null);
    });

    private static byte[] Chunk(string type, string data)
    {
        var bytes = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, data.Length);
        Encoding.ASCII.GetBytes(type + data).CopyTo(bytes, 4);
        return bytes;
    }

    private static byte[] Segment(byte marker, string data) => [0xFF, marker, 0, (byte)(data.Length + 2), .. Encoding.ASCII.GetBytes(data)];
}
