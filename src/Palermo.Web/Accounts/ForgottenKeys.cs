using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Palermo.Web.Accounts;

/// <summary>Keys of a server without accounts: nothing is worth keeping, so none is written to disk.</summary>
public sealed class ForgottenKeys : IXmlRepository
{
    private readonly ConcurrentBag<XElement> _keys = [];

    public IReadOnlyCollection<XElement> GetAllElements() => [.. _keys];

    public void StoreElement(XElement element, string friendlyName) => _keys.Add(element);
}
