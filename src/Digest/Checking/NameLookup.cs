using System.Net;
using DnsClient;
using DnsClient.Protocol;

namespace Digest.Checking;

/// <summary>Asks the DNS, anew each time: what was mended a minute ago is seen.</summary>
internal sealed class NameLookup
{
    public const string Advice = "Try again, or name a name server that answers in Checking:DnsServer.";

    readonly LookupClient _client;

    public NameLookup(CheckingOptions options)
    {
        var settings = IPEndPoint.TryParse(options.DnsServer, out var server)
            ? new LookupClientOptions(new NameServer(server.Address, server.Port > 0 ? server.Port : 53)) : new LookupClientOptions();
        settings.UseCache = false;
        settings.Timeout = TimeSpan.FromSeconds(3);
        settings.Retries = 1;
        _client = new LookupClient(settings);
    }

    public Zone ZoneFor(CancellationToken ct) => new(name => TextsAsync(name, ct), name => AddressesAsync(name, ct), name => ExchangersAsync(name, ct));

    public Task<IReadOnlyList<string>> TextsAsync(string name, CancellationToken ct) =>
        AskAsync(name, QueryType.TXT, answer => answer.OfType<TxtRecord>().Select(r => string.Concat(r.Text)), ct);

    public async Task<IReadOnlyList<IPAddress>> AddressesAsync(string name, CancellationToken ct) => IPAddress.TryParse(name, out var literal) ? [literal]
        : [.. await AskAsync(name, QueryType.A, AddressesOf, ct), .. await AskAsync(name, QueryType.AAAA, AddressesOf, ct)];

    /// <summary>The hosts that take its mail, the nearest first; one without a name says that none does (RFC 7505).</summary>
    public Task<IReadOnlyList<string>> ExchangersAsync(string name, CancellationToken ct) =>
        AskAsync(name, QueryType.MX, answer => answer.OfType<MxRecord>().OrderBy(r => r.Preference).Select(r => r.Exchange.Value.TrimEnd('.')), ct);

    /// <summary>The names that an address says it has.</summary>
    public Task<IReadOnlyList<string>> NamesAsync(IPAddress address, CancellationToken ct) =>
        AskAsync(address.GetArpaName(), QueryType.PTR, answer => answer.OfType<PtrRecord>().Select(r => r.PtrDomainName.Value.TrimEnd('.')), ct);

    static IEnumerable<IPAddress> AddressesOf(IEnumerable<DnsResourceRecord> answer) => answer.OfType<AddressRecord>().Select(r => r.Address);

    /// <exception cref="NameLookupException">Nobody answered.</exception>
    /// <exception cref="FormatException">There can be no such name; others write them into their records.</exception>
    async Task<IReadOnlyList<T>> AskAsync<T>(string name, QueryType type, Func<IEnumerable<DnsResourceRecord>, IEnumerable<T>> read, CancellationToken ct)
    {
        if (_client.NameServers.Count == 0)
            throw new NameLookupException("this machine knows no name server to ask (it has no network, or none is set)");
        try
        {
            var answer = await _client.QueryAsync(name, type, cancellationToken: ct);
            return answer.HasError && answer.Header.ResponseCode != DnsHeaderResponseCode.NotExistentDomain
                ? throw new NameLookupException($"the DNS does not say what {name} is: {answer.ErrorMessage}") : [.. read(answer.Answers)];
        }
        catch (DnsResponseException fault)
        {
            throw new NameLookupException($"the DNS does not answer for {name}: {fault.Message}", fault);
        }
        catch (ArgumentException fault)
        {
            throw new FormatException($"\"{name}\" can be no name in the DNS", fault);
        }
    }
}
