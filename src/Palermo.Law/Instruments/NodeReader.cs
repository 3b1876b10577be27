using System.Collections.Immutable;
using Palermo.Law.Documents;
using Palermo.Law.Facts;

namespace Palermo.Law.Instruments;

/// <summary>Builds nodes from JSON, resolving atoms, references and citations, and refusing circles.</summary>
internal sealed class NodeReader(
    JsonCursor named,
    JsonCursor definition,
    Func<string, LegalAtom?> atom,
    Func<JsonCursor, bool, ImmutableArray<string>> cite,
    Action<string> useAtom,
    Action<string> useNode)
{
    private static readonly string[] Kinds = ["allOf", "anyOf", "openList", "atLeast"];

    private readonly Dictionary<string, Node> _built = new(StringComparer.Ordinal);
    private readonly HashSet<string> _building = new(StringComparer.Ordinal);

    /// <summary>All named nodes, built.</summary>
    public ImmutableDictionary<string, Node> Named()
    {
        if (named.Element.ValueKind == System.Text.Json.JsonValueKind.Object)
        {
            foreach (var property in named.Element.EnumerateObject())
            {
                Build(property.Name, named[property.Name]);
            }
        }

        return _built.Where(b => b.Key != "definition").ToImmutableDictionary(StringComparer.Ordinal);
    }

    public Node? Named(string name, JsonCursor at)
    {
        useNode(name);
        if (name == "definition")
        {
            return Build(name, definition);
        }

        if (named.Has(name))
        {
            return Build(name, named[name]);
        }

        at.Complain($"there is no node '{name}'");
        return null;
    }

    public Node Read(JsonCursor at)
    {
        if (at.Element.ValueKind != System.Text.Json.JsonValueKind.Object)
        {
            at.Complain("a node is expected here: an object with atom, not, ref, always, allOf, anyOf, atLeast or openList");
            return new AlwaysNode(at.Path, []);
        }

        if (at.Has("atom") || at.Has("not"))
        {
            var kind = at.Has("atom") ? "atom" : "not";
            at.Only(kind);
            return Atom(at[kind]) is not { } leaf ? new AlwaysNode(at.Path, []) : kind == "atom" ? new AtomNode(at.Path, leaf) : Negate(at, leaf);
        }

        if (at.Has("ref"))
        {
            var name = at.Only("ref")["ref"].Text("?");
            return Named(name, at["ref"]) is { } target ? new RefNode(at.Path, name, target) : new AlwaysNode(at.Path, []);
        }

        if (at.Has("always"))
        {
            return new AlwaysNode(at.Path, cite(at.Only("always", "cite")["cite"], true));
        }

        at.Only("allOf", "anyOf", "openList", "other", "atLeast", "of", "cite", "label");
        if (Kinds.Count(at.Has) > 1 || at.Has("other") != at.Has("openList") || at.Has("of") != at.Has("atLeast"))
        {
            at.Complain("a node is of one kind: allOf, anyOf, openList with its other, or atLeast with its parts in 'of'");
        }

        var label = at["label"].IsNull ? null : at["label"].Label("en", "ar");
        if (at.Has("allOf"))
        {
            return new AllOfNode(at.Path, cite(at["cite"], true), label, Kids(at["allOf"]));
        }

        if (at.Has("anyOf"))
        {
            return new AnyOfNode(at.Path, cite(at["cite"], true), label, Kids(at["anyOf"]));
        }

        if (at.Has("openList"))
        {
            var other = Atom(at["other"]);
            return other is null
                ? new AlwaysNode(at.Path, [])
                : new OpenListNode(at.Path, cite(at["cite"], true), label, Kids(at["openList"]), new AtomNode(at.Path + ".other", other));
        }

        if (at.Has("atLeast"))
        {
            var kids = Kids(at["of"]);
            var count = at["atLeast"].Whole(1);
            if (count < 1 || count > kids.Length)
            {
                at["atLeast"].Complain("the number asked for must lie between 1 and the number of parts");
            }

            return new AtLeastNode(at.Path, cite(at["cite"], true), label, count, kids);
        }

        at.Complain("a node is one of atom, not, ref, always, allOf, anyOf, atLeast, openList");
        return new AlwaysNode(at.Path, []);
    }

    private static NotNode Negate(JsonCursor at, LegalAtom leaf)
    {
        if (leaf.From.Any(f => f.Relation is Relation.Narrower or Relation.Wider))
        {
            at.Complain("an atom with narrower or wider facts cannot be negated: say what its absence means as an atom of its own");
        }

        return new NotNode(at.Path, leaf);
    }

    private ImmutableArray<Node> Kids(JsonCursor list)
    {
        ImmutableArray<Node> kids = [.. list.Items(required: true).Select(Read)];
        if (kids.IsEmpty)
        {
            list.Complain("at least one part is needed");
        }

        foreach (var twice in kids.OfType<AtomNode>().GroupBy(k => k.Atom.LocalId, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            list.Complain($"the atom '{twice.Key}' stands twice in one list");
        }

        return kids;
    }

    private LegalAtom? Atom(JsonCursor at)
    {
        var name = at.Text("?");
        if (atom(name) is { } found)
        {
            useAtom(name);
            return found;
        }

        at.Complain($"there is no atom '{name}'");
        return null;
    }

    private Node Build(string name, JsonCursor at)
    {
        if (_built.TryGetValue(name, out var done))
        {
            return done;
        }

        if (!_building.Add(name))
        {
            at.Complain($"the node '{name}' refers to itself");
            return new AlwaysNode(at.Path, []);
        }

        var node = Read(at);
        _building.Remove(name);
        return _built[name] = node;
    }
}
