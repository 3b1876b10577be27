using Palermo.Records;
using Palermo.Records.Store;
using Parquet;
using Parquet.Schema;

namespace Palermo.Tests.Records.Store;

public sealed class PartFileTests
{
    [Fact]
    public async Task Write_Read_PutsEachColumnAtItsPlace()
    {
        byte[] narrow = [0, 255, 3, 9, 9];
        ushort[] wide = [0, 256, 65_535, 1, 1];
        using var stream = new MemoryStream();
        await PartFile.Write(new Part(4, [("a", narrow), ("b", wide)]), stream);

        var into = new Dictionary<string, Array> { ["b"] = new ushort[6], ["a"] = new byte[6] };
        PartFile.Read(stream, "part-00000.sealed", into, 1, 4);

        Assert.Equal(new byte[] { 0, 0, 255, 3, 9, 0 }, into["a"]);
        Assert.Equal(new ushort[] { 0, 0, 256, 65_535, 1, 0 }, into["b"]);
    }

    [Fact]
    public async Task Read_ACodeTooWideForItsColumn_IsDamage()
    {
        using var stream = new MemoryStream();
        await PartFile.Write(new Part(1, [("a", new ushort[] { 256 })]), stream);

        var error = Assert.Throws<RecordsException>(() => PartFile.Read(stream, "part-00000.sealed", new Dictionary<string, Array> { ["a"] = new byte[1] }, 0, 1));

        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_APartOfAnEarlierVersion_SaysToImportAgain()
    {
        using var stream = new MemoryStream();
        var field = new DataField<byte>("a");
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(field), stream, new ParquetOptions(), cancellationToken: TestContext.Current.CancellationToken))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<byte>(field, new byte[] { 1 }, cancellationToken: TestContext.Current.CancellationToken);
            group.CompleteValidate();
        }

        var error = Assert.Throws<RecordsException>(() => PartFile.Read(stream, "part-00000.sealed", new Dictionary<string, Array> { ["a"] = new byte[1] }, 0, 1));

        Assert.Contains("earlier version", error.Message, StringComparison.Ordinal);
        Assert.Contains("Import the file again", error.Message, StringComparison.Ordinal);
        Assert.Contains("part-00000.sealed", error.Message, StringComparison.Ordinal);
    }
}
