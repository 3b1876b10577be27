using System.Collections.Immutable;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Web.Features.WalkThrough;

/// <summary>What a visitor chose on a question page.</summary>
/// <param name="Picked">Facts ticked on a list.</param>
/// <param name="Choices">The choices that stand apart: <c>yes no none unknown refused</c>.</param>
public sealed record Reply(ImmutableArray<string> Picked, ImmutableArray<string> Choices, string? Reason)
{
    public const int LongestReason = 300;

    public static Reply None { get; } = new([], [], null);

    /// <summary>Sets the answers, or says by a resource key what is wrong with them.</summary>
    public (Walk? Walk, string? Error) To(Walk walk, Step step, InstrumentLibrary library) => step switch
    {
        OneQuestion one => One(walk, one),
        ListQuestion list => Listed(walk, list, library),
        _ => (walk, null),
    };

    private (Walk? Walk, string? Error) One(Walk walk, OneQuestion question)
    {
        if (Choices is not [var choice] || State(choice) is not { } state)
        {
            return (null, "error.choose_one");
        }

        return (walk.With([(question.Atom, state)], Reason).Answered(question.Id), null);
    }

    private (Walk? Walk, string? Error) Listed(Walk walk, ListQuestion question, InstrumentLibrary library)
    {
        if (Picked.IsEmpty && Choices.IsEmpty)
        {
            return (null, "error.choose_some");
        }

        if (Choices.Length > 1 || (!Picked.IsEmpty && !Choices.IsEmpty))
        {
            return (null, "error.choose_either");
        }

        IEnumerable<(AtomId, InputState)> answers;
        if (Choices is [var choice])
        {
            if (State(choice) is not { } state || choice == "yes")
            {
                return (null, "error.choose_some");
            }

            var atoms = question.Atoms.AsEnumerable();
            if (choice == "none" && question is { Element: FactElement.Purpose } && question.Atoms.Contains(Interview.OpenList))
            {
                // "No exploitation of any kind" also answers the forms that only other laws name.
                atoms = atoms.Concat(library.Vocabulary.Facts.Where(f => f.Element == FactElement.Purpose && f.IsExtra && walk.State(f.Id) == InputState.NotAsked).Select(f => f.Id));
            }

            answers = atoms.Select(a => (a, state));
        }
        else
        {
            answers = question.Atoms.Select(a => (a, Picked.Contains(a.Value) ? InputState.True : InputState.NotAsked));
        }

        // A statement about the whole list is replaced together with the list.
        var group = library.Vocabulary.Groups.First(g => g.Element == question.Element).Id;
        var before = question.IsWhole ? walk.With([(group, InputState.NotAsked)]) : walk;
        return (before.With(answers, Reason).Answered(question.Id), null);
    }

    private static InputState? State(string choice) => choice switch
    {
        "yes" => InputState.True,
        "no" or "none" => InputState.False,
        "unknown" => InputState.AskedUnknown,
        "refused" => InputState.Refused,
        _ => null,
    };
}
