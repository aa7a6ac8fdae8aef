using System.CommandLine;
using System.Text;
using Digest.Delivering;
using Digest.Installing;

namespace Digest.Commands;

/// <summary>Keys that sign mails.</summary>
internal static class DkimCommand
{
    public static Command Create() => new("dkim", "Make a key that signs mails (DKIM).") { New() };

    static Command New()
    {
        var domain = new Option<string>("--domain") { Description = "The domain that signs: that of Delivering:From, or one above it.", Required = true };
        var selector = new Option<string>("--selector") { Description = "A name for this key; a new one for each new key, such as mail2027.", Required = true };
        var file = new Option<string?>("--out") { Description = "Where to write the private key (default SELECTOR.DOMAIN.pem, here).", HelpName = "FILE" };
        var command = new Command("new", "Make a key, write it to a file only its owner can read, and print the DNS record to publish.")
        {
            domain, selector, file, DigestCommand.Json,
        };
        command.SetAction(parsed =>
        {
            var path = Path.GetFullPath(parsed.GetValue(file) ?? $"{parsed.GetValue(selector)}.{parsed.GetValue(domain)}.pem");
            try
            {
                using var key = DkimSigning.New(parsed.GetValue(domain)!, parsed.GetValue(selector)!, path);
                if (parsed.GetValue(DigestCommand.Json))
                    Print.Json(new { file = path, name = key.RecordName, record = key.Record, settings = Settings(key.Domain, key.Selector, path) });
                else
                    Print.Line($"{Told(key.Domain, key.Selector, key.RecordName, key.Record, path)}");
                return Exit.Done;
            }
            catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"digest: {fault.Message}");
                return fault is InvalidDataException ? Exit.WrongUsage : Exit.Failed;
            }
        });
        return command;
    }

    static string Told(string domain, string selector, string name, string record, string path)
    {
        var told = new StringBuilder($"The private key is in {path}; back it up, and let nobody but the service read it.\n\n");
        told.Append("1. Publish this TXT record, and wait until it is seen:\n\n");
        told.Append($"{new DnsRecord("DKIM", name, record).ZoneLine}\n\n");
        told.Append("2. Then set, and start the service anew:\n\n");
        foreach (var (setting, value) in Settings(domain, selector, path))
            told.Append($"{setting.Replace(":", "__", StringComparison.Ordinal)}={value}\n");
        return told.Append("\nKeep an older record published for a week after its key last signed.").ToString();
    }

    static Dictionary<string, string> Settings(string domain, string selector, string path) => new(StringComparer.Ordinal)
    {
        ["Delivering:Dkim:0:Domain"] = domain, ["Delivering:Dkim:0:Selector"] = selector, ["Delivering:Dkim:0:KeyFile"] = path,
    };
}
