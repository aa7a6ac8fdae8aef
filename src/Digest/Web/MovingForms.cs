using Digest.Subscribers;

namespace Digest.Web;

/// <summary>The forms of the preferences page by which letters go to another address, or stay.</summary>
internal static class MovingForms
{
    public static async Task<Chosen> AskAsync(Subscriber reader, IFormCollection form, Moving moving, CancellationToken ct)
    {
        var typed = form["address"].ToString();
        if (!EmailAddress.TryParse(typed, out var to, out var fault))
            return Refused(typed, fault);
        if (moving.FaultOf(to) is { } unwanted)
            return Refused(typed, unwanted);
        // Whatever is known of the new address, the answer is the same.
        return await moving.AskAsync(reader, to, ct) switch
        {
            MoveAsked.Same => Refused(typed, new(FaultKind.MoveSame)),
            MoveAsked.TooMany => Refused(typed, new(FaultKind.MoveTooMany), StatusCodes.Status429TooManyRequests),
            MoveAsked.Gone => new("gone"),
            _ => new("move"),
        };
    }

    public static async Task<Chosen> StayAsync(Subscriber reader, Moving moving, CancellationToken ct)
    {
        await moving.CancelAsync(reader, ct);
        return new("stay");
    }

    static Chosen Refused(string typed, Fault fault, int status = StatusCodes.Status400BadRequest) =>
        new("") { Move = MoveForm.Of(typed, fault), Status = status };
}
