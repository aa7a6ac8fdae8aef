using Microsoft.Extensions.Configuration;

namespace Digest;

/// <summary>Each list of single values as the last place that names it gives it, and whole. The framework puts lists over one another entry by
/// entry, so that of two proxies that are trusted the second would stay so behind one that was set in their place; and it passes over
/// a list that is given as one value.</summary>
internal sealed class WholeLists : ConfigurationProvider, IConfigurationSource
{
    readonly HashSet<string> _lists = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="configuration">With all places that settings come from.</param>
    /// <param name="isList">Whether a key names a list of single values.</param>
    public WholeLists(IConfigurationRoot configuration, Func<string, bool> isList)
    {
        foreach (var (key, _) in configuration.AsEnumerable())
            if (isList(key))
                _lists.Add(key);
        foreach (var list in _lists)
            foreach (var (n, value) in Last(configuration, list).Index())
                Data[$"{list}:{n}"] = value;
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>Entries that were set elsewhere are none any more.</summary>
    public override bool TryGet(string key, out string? value) =>
        base.TryGet(key, out value) || _lists.Contains(key) || key.LastIndexOf(':') is > 0 and var end && _lists.Contains(key[..end]);

    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
        base.GetChildKeys(parentPath is not null && _lists.Contains(parentPath) ? [] : earlierKeys, parentPath);

    static IEnumerable<string?> Last(IConfigurationRoot configuration, string list)
    {
        foreach (var place in configuration.Providers.Reverse())
        {
            var entries = place.GetChildKeys([], list).Distinct(StringComparer.OrdinalIgnoreCase).Order(ConfigurationKeyComparer.Instance).ToList();
            if (entries.Count > 0)
                return [.. entries.Select(n => place.TryGet($"{list}:{n}", out var value) ? value : null)];
            if (place.TryGet(list, out var one))
                // A program's path may have a comma in it.
                return list.EndsWith("Command", StringComparison.OrdinalIgnoreCase) && one is { Length: > 0 } ? [one]
                    : one?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        }
        return [];
    }
}
