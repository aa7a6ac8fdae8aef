using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace Digest.Installing;

/// <summary>The settings file that answers make: only what differs from the shipped settings.</summary>
internal static class SettingsText
{
    static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Answers answers)
    {
        var relay = new JsonObject { ["Host"] = answers.RelayHost, ["Port"] = int.Parse(answers.RelayPort, CultureInfo.InvariantCulture), ["Tls"] = answers.RelayTls };
        if (answers.RelayUser.Length > 0)
            relay["UserName"] = answers.RelayUser;
        if (answers.PasswordFile is { } password)
            relay["PasswordFile"] = password;
        if (answers.TokenProgram is { } token)
            relay["TokenCommand"] = new JsonArray(token);
        var delivering = new JsonObject { ["From"] = answers.From, ["Relay"] = relay };
        if (answers.DkimKeyFile is { } key)
            delivering["Dkim"] = new JsonArray(new JsonObject { ["Domain"] = answers.DkimDomain, ["Selector"] = answers.DkimSelector, ["KeyFile"] = key });
        return new JsonObject
        {
            ["Web"] = new JsonObject { ["PublicUrl"] = answers.PublicUrl },
            ["Operator"] = new JsonObject { ["Name"] = answers.Name, ["PostalAddress"] = answers.PostalAddress, ["Contact"] = answers.Contact },
            ["Delivering"] = delivering,
            ["Storage"] = new JsonObject { ["DataFolder"] = answers.DataFolder },
        }.ToJsonString(Readable) + "\n";
    }

    /// <summary>The same as keys and values, as the program will read them.</summary>
    public static Dictionary<string, string?> Settings(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable()
            .Where(setting => setting.Value is not null).ToDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
