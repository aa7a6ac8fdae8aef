using System.Security.Cryptography;

namespace Digest.Checking;

/// <summary>Judges the published half of a signing key (RFC 6376 section 3.6.1).</summary>
internal static class DkimRecord
{
    const string About = "DKIM";

    /// <param name="name">Where it should stand: SELECTOR._domainkey.DOMAIN.</param>
    /// <param name="expected">What it should say, by the key we sign with.</param>
    public static Finding Judge(string name, string expected, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
            return Finding.Fault(About, $"There is no TXT record {name}, and mails are signed with its key.",
                "Every signature fails, which is worse than none.", $"Publish {name} TXT \"{expected}\", or take the key out of Delivering:Dkim until it is published.");
        if (texts.Count > 1)
            return Finding.Fault(About, $"{name} has {texts.Count} TXT records.", "Receivers take any of them, so that signatures fail by chance.",
                "Leave the one that `digest dkim new` printed.");
        var tags = TagList.Read(texts[0]);
        if (tags is null || tags.TryGetValue("v", out var version) && version != "DKIM1" || !tags.TryGetValue("p", out var key))
            return Finding.Fault(About, $"The TXT record {name} is no DKIM record: \"{texts[0]}\".", "Every signature fails.", $"Publish \"{expected}\" there.");
        if (key.Length == 0)
            return Finding.Fault(About, $"The record {name} revokes its key (p= is empty).", "Every signature fails.", "Make a new key under a new selector: digest dkim new.");
        if (!Allows(tags, "k", "rsa", "rsa") || !Allows(tags, "h", "sha256", "sha256") || !Allows(tags, "s", "*", "*", "email"))
            return Finding.Fault(About, $"The record {name} does not allow rsa-sha256 for mail: \"{texts[0]}\".", "Every signature fails.", $"Publish \"{expected}\" there.");
        if (!IsSame(key, TagList.Read(expected)!["p"]))
            return Finding.Fault(About, $"The record {name} holds another key than the one in KeyFile that signs.",
                "Every signature fails.", $"Publish \"{expected}\" there, or name the key file that belongs to the record in Delivering:Dkim.");
        return tags.TryGetValue("t", out var flags) && flags.Split(':').Contains("y")
            ? Finding.Note(About, $"The record {name} fits the key, and says that it is being tested (t=y).", "Receivers may pass over its signatures.",
                "Take t=y out once mails arrive signed.")
            : Finding.Ok(About, $"The record {name} fits the key that signs.");
    }

    static bool Allows(IReadOnlyDictionary<string, string> tags, string tag, string usual, params string[] any) =>
        tags.GetValueOrDefault(tag, usual).Split(':', StringSplitOptions.TrimEntries).Intersect(any, StringComparer.OrdinalIgnoreCase).Any();

    // Published as a key with or without what names its kind; both are taken.
    static bool IsSame(string published, string ours)
    {
        try
        {
            using RSA a = RSA.Create(), b = RSA.Create();
            Import(a, published);
            Import(b, ours);
            var (one, two) = (a.ExportParameters(false), b.ExportParameters(false));
            return one.Modulus.AsSpan().SequenceEqual(two.Modulus) && one.Exponent.AsSpan().SequenceEqual(two.Exponent);
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException)
        {
            return false;
        }
    }

    static void Import(RSA rsa, string base64)
    {
        var bytes = Convert.FromBase64String(base64); // blanks in it are passed over
        try
        {
            rsa.ImportSubjectPublicKeyInfo(bytes, out _);
        }
        catch (CryptographicException)
        {
            rsa.ImportRSAPublicKey(bytes, out _);
        }
    }
}
