using System.Globalization;
using Digest.Delivering;
using Digest.Subscribers;

namespace Digest.Bounces;

/// <summary>Whom a report may be about, and how it shows it; whether there is such a mail and reader is for the ledger to say.</summary>
/// <param name="Delivery">The mail's number; 0 where the proof does not name one.</param>
/// <param name="TokenVersion">The link's; the present one of the subscriber, or it speaks of an address they had once.</param>
internal sealed record Suspect(Proof Proof, long Delivery, long Subscriber, int TokenVersion, string MessageId, string Identity)
{
    /// <summary>The strongest first. What our keys did not sign is left out here.</summary>
    public static IReadOnlyList<Suspect> Of(Report report, KeyRing keys, ReturnPath returnPath) =>
    [
        .. from path in report.Clues.ReturnPaths
           let delivery = returnPath.Read(path)
           where delivery is not null
           select new Suspect(Proof.ReturnPath, delivery.Value, 0, 0, "", ""),
        .. from text in report.Clues.Tokens
           let token = SubscriptionToken.TryRead(text, keys, out var read) ? read : null
           where token is { Purpose: TokenPurpose.Unsubscribe } or { Purpose: TokenPurpose.NeverMail, Object: 0 }
           select new Suspect(Proof.Token, 0, token.Subscriber, token.TokenVersion, "", ""),
        .. from id in report.Clues.MessageIds
           let subscriber = SubscriberIn(id)
           where subscriber is not null
           select new Suspect(Proof.MessageId, 0, subscriber.Value, 0, id, ""),
        .. from text in new[] { report.OriginalRecipient, report.Recipient }
           let address = EmailAddress.TryParse(text, out var parsed, out _) ? parsed : null
           where address is not null
           select new Suspect(Proof.Address, 0, 0, 0, "", address.Identity),
    ];

    // issue.2026-07-17.12.0123456789abcdef01234567@papers.example (MailHeaders)
    static long? SubscriberIn(string messageId) =>
        messageId.Split('@') is [var left, _] && left.Split('.') is [_, _, var number, _]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var subscriber) ? subscriber : null;
}
