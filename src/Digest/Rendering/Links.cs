using System.Globalization;
using Digest.Papers;
using Digest.Subscribers;

namespace Digest.Rendering;

/// <summary>The addresses of our own pages, as they stand in mails and pages.</summary>
internal sealed class Links(SiteOptions site, KeyRing keys)
{
    public string Home { get; } = site.Root.AbsoluteUri;

    /// <param name="keyId">The key of the planned mail, so that a retry carries the same link.</param>
    public string Unsubscribe(long subscriber, int tokenVersion, int keyId) =>
        To("unsubscribe", new(TokenPurpose.Unsubscribe, subscriber, 0, tokenVersion, null), keyId);

    public string Confirm(long subscriber, long signUp, int tokenVersion, DateTimeOffset expiresAt, int keyId) =>
        To("confirm", new(TokenPurpose.Confirm, subscriber, signUp, tokenVersion, expiresAt), keyId);

    public string NeverMail(long subscriber, int tokenVersion, int keyId) =>
        To("unsubscribe", new(TokenPurpose.NeverMail, subscriber, 0, tokenVersion, null), keyId);

    /// <summary>Where the owner of the address that a move asked for says never, with the same page as <see cref="NeverMail"/>.</summary>
    public string NeverMove(long subscriber, long move, int tokenVersion, int keyId) =>
        To("unsubscribe", new(TokenPurpose.NeverMail, subscriber, move, tokenVersion, null), keyId);

    /// <summary>Where one end of a change of address says yes or no.</summary>
    public string Move(long subscriber, long move, bool isHere, int tokenVersion, DateTimeOffset expiresAt, int keyId) =>
        To("move", new(isHere ? TokenPurpose.MoveHere : TokenPurpose.MoveAway, subscriber, move, tokenVersion, expiresAt), keyId);

    /// <summary>Where a reader says more, less or never of a paper they were sent. Good as long as the token version: no letter
    /// is too old to be spoken of, and whoever left and came back begins anew.</summary>
    public string Tune(long subscriber, long paper, int tokenVersion, int keyId) =>
        To("tune", new(TokenPurpose.Tune, subscriber, paper, tokenVersion, null), keyId);

    /// <summary>An issue on the web. Good as long as the token version; whoever left may still read it.</summary>
    /// <param name="date">The subscriber's own, by which it is found: a preview knows it before the issue has a number.</param>
    public string Issue(long subscriber, DateOnly date, int tokenVersion, int keyId) =>
        To("issues", new(TokenPurpose.Issue, subscriber, date.DayNumber, tokenVersion, null), keyId);

    /// <summary>What a subscriber is sent, as a feed: the address is its only secret, and ends with the subscription.</summary>
    /// <param name="kind">"atom" or "json".</param>
    public string Feed(long subscriber, int tokenVersion, int keyId, string kind) =>
        $"{To("feeds", new(TokenPurpose.Feed, subscriber, 0, tokenVersion, null), keyId)}.{kind}";

    /// <summary>The page of an edition.</summary>
    public string Edition(Period period, DateOnly date) => Join($"{Word(period)}/{EditionName.Of(period, date)}");

    /// <summary>The feed of a period's editions; that of days is the service's own.</summary>
    /// <param name="kind">"atom" or "json".</param>
    public string Feed(Period period, string kind) => Join(period == Period.Day ? $"feed.{kind}" : $"{Word(period)}/feed.{kind}");

    /// <summary>A name for ever, as feeds want it (RFC 4151): the place and day it was given at, whatever its address becomes.</summary>
    public string Tag(DateOnly day, string name) =>
        $"tag:{site.Root.IdnHost.Trim('[', ']')},{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}:{site.Root.AbsolutePath}{name}";

    static string Word(Period period) => period.ToString().ToLowerInvariant();

    /// <summary>Where a reader sees and changes all that they chose. Good as long as the token version.</summary>
    public string Preferences(long subscriber, int tokenVersion, int keyId) =>
        To("preferences", new(TokenPurpose.Preferences, subscriber, 0, tokenVersion, null), keyId);

    /// <summary>Where the title of an entry leads: the paper's own page, or ours for a paper no source gave an address
    /// for.</summary>
    public string Paper(Paper paper) => new[] { paper.Links.Page, paper.Links.Discussion }.Select(Checked).FirstOrDefault(url => url != "") ?? OwnPage(paper.Id);

    /// <summary>An address that came from outside, as a template may link it: http, https or mailto; else empty, whatever was kept.</summary>
    public static string Checked(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "mailto" ? url! : "";

    public string OwnPage(long paper) => Join(string.Create(CultureInfo.InvariantCulture, $"papers/{paper}"));

    string To(string page, SubscriptionToken token, int keyId) => Join($"{page}/{token.Sign(keys, keyId)}");

    // A mail has dozens of links: our own paths are made of what needs no escaping, and are not taken apart to see it.
    string Join(string path) => Home + path;
}
