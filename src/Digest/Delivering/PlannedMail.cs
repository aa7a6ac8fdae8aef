namespace Digest.Delivering;

/// <summary>A mail as it is promised: everything that goes into its bytes besides the content is fixed here.</summary>
/// <param name="ExpiresAt">After this it is not worth sending.</param>
/// <param name="IsUrgent">Somebody is waiting for it at this moment: it goes before a morning's issues.</param>
internal sealed record PlannedMail(
    MailKind Kind, string About, string MessageId, string Locale, string TemplateVersion, int KeyId, int TokenVersion,
    DateTimeOffset PlannedAt, DateTimeOffset ExpiresAt, bool IsUrgent)
{
    /// <summary>It may leave from then on.</summary>
    public DateTimeOffset NotBefore { get; init; } = PlannedAt;

    /// <summary>The address it names for leaving by mail; null for none.</summary>
    public string? LeaveBy { get; init; }
}
