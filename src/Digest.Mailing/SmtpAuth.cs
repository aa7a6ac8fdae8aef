using System.Net;
using System.Text;
using System.Text.Json;

namespace Digest.Mailing;

/// <summary>Logs in (RFC 4954): PLAIN or LOGIN with a password, XOAUTH2 with a token. No secret leaves in a result.</summary>
static class SmtpAuth
{
    // RFC 6750 section 2.1; anything else could end the line or the field that it stands in.
    const string TokenMarks = "-._~+/=";
    const int LongestToken = 8 * 1024;

    /// <summary>Null when logged in.</summary>
    /// <param name="token">With one, the password is not used.</param>
    public static async Task<SmtpResult?> RunAsync(SmtpWire wire, SmtpRelay relay, SmtpExtensions offered, string? token, CancellationToken ct)
    {
        if (!wire.IsSecure && !(wire.Socket.RemoteEndPoint is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address)))
            return SmtpResult.Broken(SmtpPhase.Auth, $"the {(token is null ? "password" : "token")} is not sent over an unprotected connection");
        string user = relay.UserName!, password = relay.Password ?? "";
        if (!HeaderText.IsOneLine(user) || password.Contains('\0', StringComparison.Ordinal))
            return SmtpResult.Broken(SmtpPhase.Auth, "the user name holds a control character, or the password a NUL");

        // RFC 4616, the LOGIN of old, and Google's and Microsoft's XOAUTH2; all send as base64.
        string[] secrets = [Base64($"\0{user}\0{password}"), Base64(user), Base64(password), password, Base64(Bearer(user, token)), token ?? ""];
        if (token is not null)
            return offered.AuthMechanisms.Contains("XOAUTH2", StringComparer.Ordinal)
                ? Masked(await BearAsync(wire, $"AUTH XOAUTH2 {secrets[4]}", ct), secrets)
                : SmtpResult.Broken(SmtpPhase.Auth, "the relay does not offer AUTH XOAUTH2, which a token needs");
        string[]? lines = offered.AuthMechanisms.Contains("PLAIN", StringComparer.Ordinal) ? ["AUTH PLAIN", secrets[0]]
            : offered.AuthMechanisms.Contains("LOGIN", StringComparer.Ordinal) ? ["AUTH LOGIN", secrets[1], secrets[2]]
            : null;
        if (lines is null)
            return SmtpResult.Broken(SmtpPhase.Auth, "the relay offers neither AUTH PLAIN nor AUTH LOGIN");
        var step = default(SmtpStep);
        foreach (var line in lines)
        {
            step = await wire.AskAsync(SmtpPhase.Auth, line + "\r\n", ct);
            if (!step.IsIntermediate)
                break;
        }

        return step.IsPositive ? null : Masked(step.Unexpected, secrets);
    }

    public static bool IsToken(string token) =>
        token.Length is > 0 and <= LongestToken && token.All(c => char.IsAsciiLetterOrDigit(c) || TokenMarks.Contains(c, StringComparison.Ordinal));

    /// <summary>One line; a refusal comes as a challenge that says why, is answered by an empty line, and only then as a reply.</summary>
    static async Task<SmtpResult?> BearAsync(SmtpWire wire, string line, CancellationToken ct)
    {
        var step = await wire.AskAsync(SmtpPhase.Auth, line + "\r\n", ct);
        var why = "";
        if (step.IsIntermediate)
        {
            why = Why(string.Concat(step.Raw!.Lines));
            step = await wire.AskAsync(SmtpPhase.Auth, "\r\n", ct);
        }

        if (step.IsPositive)
            return null;
        return step.Unexpected is { Reply: { } reply } refused && why.Length > 0
            ? refused with { Reply = reply with { Text = $"{reply.Text} (the relay's reason: {why})" } }
            : step.Unexpected;
    }

    /// <summary>{"status":"401","schemes":"bearer","scope":"https://mail.example/"} in base64, as words; what is none, as nothing.</summary>
    static string Why(string challenge)
    {
        try
        {
            using var told = JsonDocument.Parse(LooseBase64.Decode(Encoding.UTF8.GetBytes(challenge)));
            if (told.RootElement.ValueKind != JsonValueKind.Object)
                return "";
            var words = told.RootElement.EnumerateObject().Take(5).Select(p => $"{p.Name} {p.Value}");
            return SmtpReplyParser.OneLine(string.Join(", ", words));
        }
        catch (JsonException)
        {
            return "";
        }
    }

    /// <summary>Some servers repeat the line they refuse.</summary>
    static SmtpResult? Masked(SmtpResult? result, string[] secrets)
    {
        if (result?.Reply is not { } reply)
            return result;
        var text = secrets.Where(secret => secret.Length > 3).OrderByDescending(secret => secret.Length)
            .Aggregate(reply.Text, (t, secret) => t.Replace(secret, "***", StringComparison.Ordinal));
        return result with { Reply = reply with { Text = text } };
    }

    static string Bearer(string user, string? token) => $"user={user}\u0001auth=Bearer {token}\u0001\u0001";

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
