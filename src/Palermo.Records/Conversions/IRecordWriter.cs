using Palermo.Records.Dialects;

namespace Palermo.Records.Conversions;

/// <summary>Writes records of one dialect in one kind of file. A row holds, for every column of the dialect, the codes recorded there, or null.</summary>
public interface IRecordWriter : IDisposable
{
    void Begin(Dialect dialect);

    void Write(string[]?[] row);

    /// <summary>Writes what is left. A writer that was not ended has written no complete file.</summary>
    void End();
}
