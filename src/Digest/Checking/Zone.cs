using System.Net;

namespace Digest.Checking;

/// <summary>What the DNS says about names; a name that is not there has empty lists.</summary>
/// <param name="Texts">Its TXT records, the strings of each joined.</param>
/// <param name="Addresses">Its A and AAAA records.</param>
/// <param name="Exchangers">The hosts of its MX records.</param>
internal sealed record Zone(
    Func<string, Task<IReadOnlyList<string>>> Texts,
    Func<string, Task<IReadOnlyList<IPAddress>>> Addresses,
    Func<string, Task<IReadOnlyList<string>>> Exchangers);
