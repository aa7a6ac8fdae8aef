using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Digest.Tests.Life;

/// <summary>Strings that break naive programs, and a judge of headers that is not ours.</summary>
static class Hostile
{
    /// <summary>Strings as harmless as they get, in several scripts.</summary>
    public static IReadOnlyList<string> Tame { get; } =
        [.. Enumerable.Range(1, 4).SelectMany(n => new[] { $"quiet words {n}", $"كلمات هادئة {n}", $"מילים שקטות {n}", $"тихие слова {n}", $"安静的词 {n}", $"ἥσυχα λόγια {n}" })];

    const string Reading = """
        import email, email.policy, json, sys
        for line in sys.stdin:
            m = email.message_from_bytes(bytes.fromhex(line.strip()), policy=email.policy.default)
            parts = list(m.walk())
            defects = [repr(d) for p in parts for d in p.defects] + [repr(d) for p in parts for h in p.values() for d in getattr(h, 'defects', ())]
            print(json.dumps([defects, m['subject'], len(m['from'].addresses), m['from'].addresses[0].addr_spec, m['from'].addresses[0].display_name,
                              m['list-id'], len(m['to'].addresses), m['bcc'], len(m.get_all('subject'))]))
        """;

    /// <summary>Those of the recorded strings that leave something to be shown.</summary>
    public static IReadOnlyList<string> Strings()
    {
        var data = Environment.GetEnvironmentVariable("DIGEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(data), "DIGEST_DATA does not name the folder of recordings.");
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(data!, "hostile", "strings.json")));
        var strings = In(json.RootElement).Where(s => Digest.Papers.PaperText.Title(s).Length > 0).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(strings.Count > 200, $"only {strings.Count} strings");
        return strings;
    }

    /// <summary>What Python's email package reads of mails: defects, subject, number of senders, sender's address and name, List-Id, number
    /// of addressees, Bcc, number of subjects.</summary>
    public static async Task<IReadOnlyList<JsonElement>> ReadByPythonAsync(IEnumerable<AppMail> mails)
    {
        var python = Environment.GetEnvironmentVariable("DIGEST_PYTHON");
        Assert.SkipWhen(string.IsNullOrEmpty(python), "DIGEST_PYTHON does not say which python3 to ask.");
        using var process = Process.Start(new ProcessStartInfo(python!, ["-c", Reading])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false, StandardInputEncoding = new UTF8Encoding(false),
        })!;
        var answers = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(string.Join('\n', mails.Select(mail => Convert.ToHexString(mail.Bytes))));
        process.StandardInput.Close();
        return [.. (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    static IEnumerable<string> In(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => In(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(In),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };
}
