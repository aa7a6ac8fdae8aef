using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Digest.Checking;

namespace Digest.Tests.Checking;

/// <summary>A name server on loopback that knows what the test told it. The same records serve the pure rules as a zone.</summary>
sealed class NameServer : IAsyncDisposable
{
    const int A = 1, Mx = 15, Ptr = 12, Txt = 16;

    readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    readonly ConcurrentDictionary<(string Name, int Type), string[]> _records = new();
    readonly Task _serving;

    public NameServer() => _serving = ServeAsync();

    public string Address => _socket.Client.LocalEndPoint!.ToString()!;

    public NameServer Text(string name, params string[] texts) => Set(name, Txt, texts);

    public NameServer At(string name, params string[] addresses) => Set(name, A, addresses);

    public NameServer Mail(string name, params string[] hosts) => Set(name, Mx, hosts);

    public NameServer Named(string address, params string[] names) =>
        Set(string.Join('.', address.Split('.').Reverse()) + ".in-addr.arpa", Ptr, names);

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _serving;
    }

    /// <summary>A zone of records written "name TYPE value".</summary>
    public static Zone Zone(params string[] records)
    {
        var all = records.Select(r => r.Split(' ', 3)).ToLookup(r => (r[0], r[1]), r => r[2]);
        return new(name => Of<string>(all[(name, "TXT")]), name => Of(all[(name, "A")].Select(IPAddress.Parse)), name => Of<string>(all[(name, "MX")]));
    }

    static Task<IReadOnlyList<T>> Of<T>(IEnumerable<T> found) => Task.FromResult<IReadOnlyList<T>>([.. found]);

    NameServer Set(string name, int type, string[] values)
    {
        _records[(name, type)] = values;
        return this;
    }

    async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var question = await _socket.ReceiveAsync();
                await _socket.SendAsync(Answer(question.Buffer), question.RemoteEndPoint);
            }
        }
        catch (Exception fault) when (fault is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    byte[] Answer(byte[] question)
    {
        var (labels, at) = (new List<string>(), 12);
        for (; question[at] > 0; at += question[at] + 1)
            labels.Add(Encoding.ASCII.GetString(question, at + 1, question[at]));
        var type = BinaryPrimitives.ReadUInt16BigEndian(question.AsSpan(at + 1));
        var values = _records.GetValueOrDefault((string.Join('.', labels).ToLowerInvariant(), type)) ?? [];
        var answer = new List<byte>();
        // A reply to the question as it came, with so many answers; a name without any of this type is no error.
        answer.AddRange([question[0], question[1], 0x81, 0x80, 0, 1, .. Short(values.Length), 0, 0, 0, 0]);
        answer.AddRange(question[12..(at + 5)]);
        foreach (var value in values)
        {
            var data = Written(type, value);
            answer.AddRange([0xC0, 12, .. Short(type), 0, 1, 0, 0, 0, 60, .. Short(data.Length), .. data]);
        }
        return [.. answer];
    }

    static byte[] Written(int type, string value) => type switch
    {
        A => IPAddress.Parse(value).GetAddressBytes(),
        Txt => [.. value.Chunk(255).SelectMany(c => new[] { (byte)c.Length }.Concat(Encoding.ASCII.GetBytes(c)))],
        Mx => [0, 10, .. Name(value)],
        _ => Name(value),
    };

    static byte[] Name(string name) => [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(l => new[] { (byte)l.Length }.Concat(Encoding.ASCII.GetBytes(l))), 0];

    static byte[] Short(int number) => [(byte)(number >> 8), (byte)number];
}
