using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Palermo.Web.Security;

/// <summary>Which role holds which right, as <c>data/access/rights.json</c> says.</summary>
public sealed class RoleRights
{
    private readonly FrozenDictionary<string, ImmutableArray<Right>> _rights;

    private readonly FrozenDictionary<string, string> _purposes;

    private RoleRights(ImmutableArray<string> roles, FrozenDictionary<string, ImmutableArray<Right>> rights, FrozenDictionary<string, string> purposes) =>
        (Roles, _rights, _purposes) = (roles, rights, purposes);

    /// <summary>The roles, in the order of the file.</summary>
    public ImmutableArray<string> Roles { get; }

    /// <summary>The rights of a role; none for a role that the file does not name.</summary>
    public ImmutableArray<Right> Of(string role) => _rights.GetValueOrDefault(role, []);

    /// <summary>For which purpose a role acts unless the person says another; null for an unknown role.</summary>
    public string? PurposeOf(string role) => _purposes.GetValueOrDefault(role);

    public ImmutableHashSet<Right> Of(IEnumerable<string> roles) => [.. roles.SelectMany(r => Of(r))];

    /// <exception cref="InvalidDataException">The file names a right that does not exist, or the administrator may see content.</exception>
    public static RoleRights Load(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var purposes = new Dictionary<string, string>(StringComparer.Ordinal);
        var rights = ImmutableArray.CreateBuilder<KeyValuePair<string, ImmutableArray<Right>>>();
        foreach (var role in document.RootElement.GetProperty("roles").EnumerateObject())
        {
            purposes.Add(role.Name, role.Value.GetProperty("purpose").GetString()!);
            rights.Add(new(role.Name, [.. role.Value.GetProperty("rights").EnumerateArray().Select((r, i) =>
                Enum.TryParse<Right>(r.GetString(), out var right) ? right : throw new InvalidDataException($"{Path.GetFileName(file)}: roles.{role.Name}.rights[{i}] names no right"))]));
        }

        // The keeper of the accounts could give any account to itself: so the role opens nothing else, whatever a file says.
        foreach (var (role, held) in rights.Where(r => r.Value.Contains(Right.ManageAccounts) && r.Value.Length > 1))
        {
            throw new InvalidDataException($"{Path.GetFileName(file)}: roles.{role} manages accounts and holds {held.Length - 1} other rights; it may hold none");
        }

        return new RoleRights([.. rights.Select(r => r.Key)], rights.ToFrozenDictionary(StringComparer.Ordinal), purposes.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
