using Digest.Delivering;

namespace Digest.Storage;

/// <summary>A row of deliveries with the address it goes to, as a claim reads it.</summary>
internal sealed record DeliveryRow
{
    public long Id { get; init; }
    public string Kind { get; init; } = "";
    public long Subscriber { get; init; }
    public string About { get; init; } = "";
    public string Address { get; init; } = "";
    public string MessageId { get; init; } = "";
    public string Locale { get; init; } = "";
    public string TemplateVersion { get; init; } = "";
    public int KeyId { get; init; }
    public int TokenVersion { get; init; }
    public long PlannedAt { get; init; }
    public long ExpiresAt { get; init; }
    public int Attempts { get; init; }
    public long Fence { get; init; }
    public int Doubted { get; init; }
    public string? Sha256 { get; init; }
    public string? Relay { get; init; }
    public int Urgent { get; init; }
    public string? LeaveBy { get; init; }

    public Delivery ToDelivery() => new()
    {
        Id = Id,
        Kind = Rows.FromWord<MailKind>(Kind),
        Subscriber = Subscriber,
        About = About,
        Address = Address,
        MessageId = MessageId,
        Locale = Locale,
        TemplateVersion = TemplateVersion,
        KeyId = KeyId,
        TokenVersion = TokenVersion,
        PlannedAt = PlannedAt.Instant(),
        ExpiresAt = ExpiresAt.Instant(),
        Attempts = Attempts,
        Fence = Fence,
        IsDoubted = Doubted == 1,
        Sha256 = Sha256,
        Relay = Relay,
        IsUrgent = Urgent == 1,
        LeaveBy = LeaveBy,
    };
}
