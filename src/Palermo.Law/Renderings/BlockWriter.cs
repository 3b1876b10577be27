using System.Net;
using System.Text;

namespace Palermo.Law.Renderings;

/// <summary>Writes blocks as plain text, Markdown or an HTML fragment. The three say the same words in the same order.</summary>
public static class BlockWriter
{
    public static string Text(IEnumerable<Block> blocks)
    {
        var text = new StringBuilder();
        foreach (var block in blocks)
        {
            switch (block)
            {
                case Heading heading:
                    Line(text, text.Length == 0 ? "" : "\n", heading.Words);
                    Line(text, "", new string(heading.Level == 1 ? '=' : '-', Math.Min(heading.Words.Length, 72)));
                    break;
                case Paragraph paragraph:
                    Line(text, "", paragraph.Words);
                    break;
                case Bullets bullets:
                    foreach (var item in bullets.Items)
                    {
                        Line(text, "- ", item);
                    }

                    break;
                case Grid grid:
                    TextGrid(text, grid);
                    break;
                case Tree tree:
                    TextTree(text, tree.Roots, 0);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(blocks), block.GetType().Name, "a block kind without plain text");
            }
        }

        return text.ToString();
    }

    public static string Markdown(IEnumerable<Block> blocks)
    {
        var text = new StringBuilder();
        foreach (var block in blocks)
        {
            if (text.Length > 0)
            {
                text.Append('\n');
            }

            switch (block)
            {
                case Heading heading:
                    Line(text, new string('#', heading.Level) + " ", Escape(heading.Words));
                    break;
                case Paragraph paragraph:
                    Line(text, "", Escape(paragraph.Words));
                    break;
                case Bullets bullets:
                    foreach (var item in bullets.Items)
                    {
                        Line(text, "- ", Escape(item));
                    }

                    break;
                case Grid grid:
                    Line(text, "| ", string.Join(" | ", grid.Header.Select(Cell)) + " |");
                    Line(text, "|", string.Concat(grid.Header.Select(_ => " --- |")));
                    foreach (var row in grid.Rows)
                    {
                        Line(text, "| ", string.Join(" | ", row.Select(Cell)) + " |");
                    }

                    break;
                case Tree tree:
                    MarkdownTree(text, tree.Roots, 0);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(blocks), block.GetType().Name, "a block kind without Markdown");
            }
        }

        return text.ToString();

        static string Cell(string words) => Escape(words).Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ');
    }

    /// <summary>An HTML fragment; every word is encoded.</summary>
    public static string Html(IEnumerable<Block> blocks)
    {
        var html = new StringBuilder();
        foreach (var block in blocks)
        {
            switch (block)
            {
                case Heading heading:
                    html.Append('<').Append('h').Append(heading.Level).Append('>').Append(Encode(heading.Words)).Append("</h").Append(heading.Level).Append(">\n");
                    break;
                case Paragraph paragraph:
                    html.Append("<p>").Append(Encode(paragraph.Words)).Append("</p>\n");
                    break;
                case Bullets bullets:
                    html.Append("<ul>\n");
                    foreach (var item in bullets.Items)
                    {
                        html.Append("<li>").Append(Encode(item)).Append("</li>\n");
                    }

                    html.Append("</ul>\n");
                    break;
                case Grid grid:
                    html.Append("<table>\n<thead><tr>");
                    foreach (var cell in grid.Header)
                    {
                        html.Append("<th scope=\"col\">").Append(Encode(cell)).Append("</th>");
                    }

                    html.Append("</tr></thead>\n<tbody>\n");
                    foreach (var row in grid.Rows)
                    {
                        html.Append("<tr>");
                        for (var i = 0; i < row.Length; i++)
                        {
                            // An empty cell heads nothing.
                            var heads = i == 0 && row[i].Length > 0;
                            html.Append(heads ? "<th scope=\"row\">" : "<td>").Append(Encode(row[i])).Append(heads ? "</th>" : "</td>");
                        }

                        html.Append("</tr>\n");
                    }

                    html.Append("</tbody>\n</table>\n");
                    break;
                case Tree tree:
                    HtmlTree(html, tree.Roots);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(blocks), block.GetType().Name, "a block kind without HTML");
            }
        }

        return html.ToString();
    }

    private static void TextGrid(StringBuilder text, Grid grid)
    {
        var widths = grid.Header.Select((h, i) => grid.Rows.Select(r => r[i].Length).Append(h.Length).Max()).ToArray();
        Row(grid.Header);
        Line(text, "", string.Join("  ", widths.Select(w => new string('-', w))));
        foreach (var row in grid.Rows)
        {
            Row(row);
        }

        void Row(IEnumerable<string> cells) => Line(text, "", string.Join("  ", cells.Select((c, i) => c.PadRight(widths[i]))).TrimEnd());
    }

    private static void TextTree(StringBuilder text, IEnumerable<Branch> branches, int depth)
    {
        foreach (var branch in branches)
        {
            Line(text, new string(' ', depth * 2), branch.Words);
            TextTree(text, branch.Kids, depth + 1);
        }
    }

    private static void MarkdownTree(StringBuilder text, IEnumerable<Branch> branches, int depth)
    {
        foreach (var branch in branches)
        {
            Line(text, new string(' ', depth * 2) + "- ", Escape(branch.Words));
            MarkdownTree(text, branch.Kids, depth + 1);
        }
    }

    private static void HtmlTree(StringBuilder html, IReadOnlyCollection<Branch> branches)
    {
        if (branches.Count == 0)
        {
            return;
        }

        html.Append("<ul>\n");
        foreach (var branch in branches)
        {
            html.Append("<li>").Append(Encode(branch.Words));
            HtmlTree(html, branch.Kids);
            html.Append("</li>\n");
        }

        html.Append("</ul>\n");
    }

    private static string Encode(string words) => WebUtility.HtmlEncode(words);

    private static string Escape(string words)
    {
        var escaped = new StringBuilder(words.Length);
        foreach (var c in words)
        {
            if (c is '*' or '_' or '`' or '[' or ']' or '<' or '>' or '\\' or '#')
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }

    private static void Line(StringBuilder text, string lead, string words) => text.Append(lead).Append(words).Append('\n');
}
