using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Palermo.Web.Layout;

/// <summary>Answers a request with a page, rendered once on the server.</summary>
public static class PageResult
{
    public static RazorComponentResult<TPage> Of<TPage>(int status = StatusCodes.Status200OK, params (string Name, object? Value)[] parameters)
        where TPage : IComponent =>
        new(parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal)) { StatusCode = status, PreventStreamingRendering = true };
}
