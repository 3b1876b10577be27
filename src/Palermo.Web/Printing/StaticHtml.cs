using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;
using Palermo.Law.Instruments;
using Palermo.Web.Localization;
using Palermo.Web.Wording;

namespace Palermo.Web.Printing;

/// <summary>Renders a component to HTML without a request: for files, the command line and the printer.</summary>
public static class StaticHtml
{
    private static readonly Lazy<InstrumentLibrary> Library = new(() => InstrumentLibrary.Load(Path.Combine(AppContext.BaseDirectory, "data", "instruments")));

    /// <summary>The HTML of a component in a language. The same parameters give the same text.</summary>
    /// <param name="language">One of <see cref="Language.Reports"/>.</param>
    /// <param name="parameters">The component's parameters by name.</param>
    /// <exception cref="KeyNotFoundException">The component needs words that the language lacks.</exception>
    public static async Task<string> RenderAsync<TComponent>(Language language, params (string Name, object? Value)[] parameters)
        where TComponent : IComponent
    {
        var services = new ServiceCollection();
        services.AddSingleton(Texts.In(language));
        services.AddSingleton(_ => Library.Value);
        services.AddScoped<LawWords>();
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        await using var provider = services.BuildServiceProvider();
        await using var renderer = new HtmlRenderer(provider, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters.ToFrozenDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal)));
            return root.ToHtmlString();
        });
    }
}
