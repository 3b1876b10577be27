using System.Collections.Immutable;
using Palermo.Records.Ledgers;

namespace Palermo.Records.Frames;

/// <summary>Where a reading stands between two segments: enough to go on from there and end as if it had never stopped.</summary>
/// <param name="SourceRows">Data rows taken from the file, those left out included.</param>
/// <param name="Rows">Rows coded.</param>
/// <param name="Ledger">What was found so far.</param>
/// <param name="Columns">The coders, in their order.</param>
internal sealed record ReadingState(long SourceRows, long Rows, ImmutableArray<LedgerLine> Ledger, ImmutableArray<CoderState> Columns);

/// <summary>What one column's coder knows: its codes so far, the row signals of each (code 0 first), and which codes of a closed column were met.</summary>
internal sealed record CoderState(string Name, ImmutableArray<string> Codes, ImmutableArray<ulong> Signals, ImmutableArray<string> Met, bool Overflowed);
