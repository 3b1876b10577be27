using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Palermo.Web.Charts;

/// <summary>Words in a picture. Written out here because a <c>text</c> element has a meaning of its own in Razor.</summary>
public sealed class ChartText : ComponentBase
{
    public const double LineHeight = 18;

    /// <summary>A coordinate or a percentage.</summary>
    [Parameter, EditorRequired] public required string X { get; set; }

    /// <summary>The baseline of the first line.</summary>
    [Parameter, EditorRequired] public required double Y { get; set; }

    [Parameter, EditorRequired] public required ImmutableArray<string> Lines { get; set; }

    /// <summary><c>start</c>, <c>middle</c> or <c>end</c>, along the direction of reading.</summary>
    [Parameter] public string Anchor { get; set; } = "start";

    /// <summary>A step along the line, in pixels; positive is to the right.</summary>
    [Parameter] public double Dx { get; set; }

    [Parameter] public string? Class { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", X);
        builder.AddAttribute(2, "y", Svg.N(Y));
        builder.AddAttribute(3, "text-anchor", Anchor == "start" ? null : Anchor);
        builder.AddAttribute(4, "dx", Dx == 0 ? null : Svg.N(Dx));
        builder.AddAttribute(5, "class", Class);
        if (Lines.Length == 1)
        {
            builder.AddContent(6, Lines[0]);
        }
        else
        {
            for (var i = 0; i < Lines.Length; i++)
            {
                builder.OpenElement(7, "tspan");
                builder.AddAttribute(8, "x", X);
                builder.AddAttribute(9, "dy", i == 0 ? null : Svg.N(LineHeight));
                builder.AddAttribute(10, "dx", Dx == 0 ? null : Svg.N(Dx));
                builder.AddContent(11, Lines[i]);
                builder.CloseElement();
            }
        }

        builder.CloseElement();
    }
}
