using System.Net;

namespace Palermo.Cli;

/// <summary>A whole HTML page around a fragment: readable on paper and screen, right to left where the language is.</summary>
internal static class HtmlDocument
{
    public static string Of(string title, string language, string fragment) => $$"""
        <!doctype html>
        <html lang="{{language}}" dir="{{(language == "ar" ? "rtl" : "ltr")}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{WebUtility.HtmlEncode(title)}}</title>
        <style>
        body { font: 1rem/1.5 system-ui, sans-serif; max-inline-size: 60rem; margin-inline: auto; padding: 1rem; color: #14202b; background: #fff }
        table { border-collapse: collapse; margin-block: 1rem } th, td { text-align: start; padding: .35rem .75rem; border-block-end: 1px solid #6b7680; vertical-align: top }
        h2 { margin-block-start: 2rem; font-size: 1.2rem }
        @media (prefers-color-scheme: dark) { body { color: #eef2f5; background: #14202b } }
        </style>
        </head>
        <body>
        <main>
        {{fragment}}</main>
        </body>
        </html>

        """;
}
