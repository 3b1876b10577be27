using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Palermo.Cli.Records;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Strata;
using Palermo.Records;

namespace Palermo.Cli.Estimating;

/// <summary>What <c>palermo estimate</c> reads: a count table, person records or linked case records, from a file or a stored dataset.</summary>
internal sealed class EstimateInput
{
    private readonly Argument<string> what = new("FILE") { Description = "Capture histories (CSV, TSV, XLSX, ODS, JSON, Parquet), or the name of a stored dataset. As it stands: one 0/1 column a list and a last column 'count'; without it every line is one person." };
    private readonly Option<string?> lists = new("--lists") { Description = "The list columns, separated by commas, where not every column is a list; a dataset always needs them (or --list-column)." };
    private readonly Option<string?> count = new("--count") { Description = "The column of counts, where it is not a last column named 'count'." };
    private readonly Option<string?> listColumn = new("--list-column") { Description = "The column that names the list: all of a person's lists in one line, or with --person one line a record." };
    private readonly Option<string?> person = new("--person") { Description = "The column with the linked person's identity, when one line is one record. It groups lines and is never shown." };
    private readonly Option<string> separator = new("--separator") { Description = "What separates list names within --list-column.", DefaultValueFactory = _ => ";" };
    private readonly Option<string?> strata = new("--strata") { Description = "Columns to split people by, separated by commas, e.g. sex,age,form,year." };
    private readonly Option<FileInfo?> populations = new("--populations") { Description = "CSV of the --strata columns and a last column 'population', for rates per 100,000." };
    private readonly Option<string?> sheet = new("--sheet") { Description = "The sheet of a workbook (the first, if not given)." };
    private readonly DataFolder folder = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(what);
        foreach (var option in new Option[] { lists, count, listColumn, person, separator, strata, populations, sheet })
        {
            command.Options.Add(option);
        }

        folder.AddTo(command);
    }

    /// <summary>The name to show in messages.</summary>
    public string Name(ParseResult parsed) => Path.GetFileName(parsed.GetValue(what)!);

    /// <exception cref="Refusal">Neither a file nor a dataset has that name, or a dataset comes without its lists.</exception>
    public CaptureReading Read(ParseResult parsed)
    {
        var name = parsed.GetValue(what)!;
        var layout = new CaptureLayout
        {
            Lists = Split(parsed.GetValue(lists)),
            Count = parsed.GetValue(count),
            ListColumn = parsed.GetValue(listColumn),
            Person = parsed.GetValue(person),
            Separator = parsed.GetValue(separator)!,
            Strata = Split(parsed.GetValue(strata)),
        };
        if (File.Exists(name))
        {
            try
            {
                return CaptureFile.Read(name, layout, parsed.GetValue(sheet));
            }
            catch (RecordsException unreadable)
            {
                return new CaptureReading(null, [new TableProblem(0, null, unreadable.Message, "give a file that can be read as a table")], []);
            }
        }

        if (folder.OpenExisting(parsed) is not { } store || store.List().All(d => d.Name != name))
        {
            throw new Refusal(ExitCode.Findings, $"'{name}' is neither a file nor a stored dataset. 'palermo datasets' lists what is stored.");
        }

        return layout.Lists.IsEmpty && layout.ListColumn is null
            ? throw Refusal.Usage("A dataset has columns that are no lists: name the lists (--lists A,B,C), or the column that names them (--list-column).")
            : layout.Person is not null
                ? throw Refusal.Usage("A dataset holds no identities, so its lines cannot be joined by person (--person): give the file of linked records itself.")
                : CaptureFile.Read(store.Load(name), layout);
    }

    /// <summary>The strata read, with the populations given for them.</summary>
    public ImmutableArray<Stratum> Strata(ParseResult parsed, CaptureReading reading)
    {
        var factors = Split(parsed.GetValue(strata));
        var people = parsed.GetValue(populations) is { } file ? Populations(file, factors) : [];
        return [.. reading.Strata.Select(s => new Stratum(s.Name, s.Table, people.TryGetValue(s.Name, out var population) ? population : null) { Categories = s.Categories, Factors = factors })];
    }

    private static Dictionary<string, double> Populations(FileInfo file, ImmutableArray<string> factors)
    {
        if (!file.Exists)
        {
            throw Refusal.Usage($"--populations: {file.Name} is not there");
        }

        var lines = File.ReadLines(file.FullName).Select(l => l.TrimStart('\uFEFF').Split(',').Select(c => c.Trim().Trim('"')).ToArray()).ToArray();
        var columns = lines.Length == 0 ? [] : factors.Add("population").Select(f => Array.FindIndex(lines[0], h => string.Equals(h, f, StringComparison.OrdinalIgnoreCase))).ToArray();
        if (columns.Length == 0 || columns.Contains(-1))
        {
            throw new Refusal(ExitCode.Findings, $"{file.Name}: the header needs the columns {string.Join(", ", factors)} and population.");
        }

        var people = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length != lines[0].Length || !double.TryParse(lines[i][columns[^1]], NumberStyles.Float, CultureInfo.InvariantCulture, out var population) || population <= 0)
            {
                throw new Refusal(ExitCode.Findings, string.Create(CultureInfo.InvariantCulture, $"{file.Name}, line {i + 1}: the population is not a positive number. Correct the line, or leave it out where the population is not known."));
            }

            people[string.Join(", ", columns[..^1].Select(c => lines[i][c]))] = population;
        }

        return people;
    }

    private static ImmutableArray<string> Split(string? text) =>
        text is null ? [] : [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
