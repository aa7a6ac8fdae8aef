using System.Net;
using Digest.Subscribers;

namespace Digest.Tests;

/// <summary>What readers do at their preferences, and at the two ends of a change of address.</summary>
sealed partial class App
{
    /// <summary>Posts fields to the preferences.</summary>
    public Task<AppPage> ChooseAsync(string preferencesLink, params (string Name, string Value)[] fields) => AskAsync(HttpMethod.Post, preferencesLink,
        new StringContent(string.Join('&', fields.Select(f => $"{f.Name}={WebUtility.UrlEncode(f.Value)}")), System.Text.Encoding.UTF8, "application/x-www-form-urlencoded"));

    /// <summary>Asks at the preferences for letters to go elsewhere; both ends have had what they are owed.</summary>
    public async Task<AppPage> AskToMoveAsync(string preferencesLink, string to)
    {
        var page = await ChooseAsync(preferencesLink, ("do", "address"), ("address", to));
        await PlanAndSendAsync();
        return page;
    }

    /// <summary>Opens the newest question that an address was sent about a move and presses yes.</summary>
    public async Task<AppPage> SayYesAsync(string address)
    {
        var page = await GetAsync(Question(address).MoveLink);
        return await SubmitAsync(page, page.FormFor("yes"));
    }

    public AppMail Question(string address) => MailsTo(address).Last(m => m.Kind is "move_here" or "move_away");

    /// <summary>Moves somebody's letters, with both ends' yes.</summary>
    public async Task MoveAsync(string preferencesLink, string from, string to)
    {
        await AskToMoveAsync(preferencesLink, to);
        await SayYesAsync(to);
        await SayYesAsync(from);
        await PlanAndSendAsync();
    }

    /// <summary>Whether anything is known of an address.</summary>
    public async Task<bool> KnowsAsync(string address) =>
        await Get<Digest.Storage.SubscriberStore>().FindAsync(Parse(address), CancellationToken.None) is { State: not SubscriberState.Pending };
}
