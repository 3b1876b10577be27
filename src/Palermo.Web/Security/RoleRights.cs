using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Palermo.Web.Security;

/// <summary>Which role holds which right, as <c>data/access/rights.json</c> says.</summary>
public sealed class RoleRights
{
    private readonly FrozenDictionary<string, ImmutableArray<Right>> _rights;

    private RoleRights(ImmutableArray<string> roles, FrozenDictionary<string, ImmutableArray<Right>> rights) => (Roles, _rights) = (roles, rights);

    /// <summary>The roles, in the order of the file.</summary>
    public ImmutableArray<string> Roles { get; }

    /// <summary>The rights of a role; none for a role that the file does not name.</summary>
    public ImmutableArray<Right> Of(string role) => _rights.GetValueOrDefault(role, []);

    public ImmutableHashSet<Right> Of(IEnumerable<string> roles) => [.. roles.SelectMany(r => Of(r))];

    /// <exception cref="InvalidDataException">The file names a right that does not exist, or the administrator may see content.</exception>
    public static RoleRights Load(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var rights = ImmutableArray.CreateBuilder<KeyValuePair<string, ImmutableArray<Right>>>();
        foreach (var role in document.RootElement.GetProperty("roles").EnumerateObject())
        {
            rights.Add(new(role.Name, [.. role.Value.EnumerateArray().Select((r, i) =>
                Enum.TryParse<Right>(r.GetString(), out var right) ? right : throw new InvalidDataException($"{Path.GetFileName(file)}: roles.{role.Name}[{i}] names no right"))]));
        }

        // The keeper of the accounts could give any account to itself: so the role opens nothing else, whatever a file says.
        foreach (var (role, held) in rights.Where(r => r.Value.Contains(Right.ManageAccounts) && r.Value.Length > 1))
        {
            throw new InvalidDataException($"{Path.GetFileName(file)}: roles.{role} manages accounts and holds {held.Length - 1} other rights; it may hold none");
        }

        return new RoleRights([.. rights.Select(r => r.Key)], rights.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
