namespace Palermo.Cli.Inputs;

/// <summary>What a file holds, judged by its name and, for JSON, by its first character.</summary>
internal enum InputKind
{
    /// <summary>One case, or a list of cases, as JSON.</summary>
    Json,
    Yaml,
    JsonLines,

    /// <summary>A delimited table of any known dialect.</summary>
    Table,
}

/// <summary>A file named on the command line.</summary>
internal sealed record InputFile(string Path, InputKind Kind)
{
    /// <summary>The name shown in messages: without its folder.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    public static InputFile Of(string path)
    {
        if (!File.Exists(path))
        {
            throw Refusal.Usage($"There is no file '{path}'.");
        }

        return new InputFile(path, System.IO.Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".json" => InputKind.Json,
            ".yaml" or ".yml" => InputKind.Yaml,
            ".jsonl" or ".ndjson" => InputKind.JsonLines,
            ".csv" or ".tsv" or ".tab" or ".txt" => InputKind.Table,
            var other => throw Refusal.Usage($"'{System.IO.Path.GetFileName(path)}' ends in '{other}'. Known endings: .json, .yaml, .yml (a case), .jsonl, .ndjson (many cases), .csv, .tsv (a table)."),
        });
    }

    public FileStream Open() => new(Path, new FileStreamOptions { Access = FileAccess.Read, Mode = FileMode.Open, Share = FileShare.Read, BufferSize = 1 << 16, Options = FileOptions.SequentialScan });
}
