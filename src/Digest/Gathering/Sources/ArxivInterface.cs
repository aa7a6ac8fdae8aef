namespace Digest.Gathering.Sources;

/// <summary>Asks one of arXiv's interfaces. A short "come again later" is waited for (the turns see to it), a long one ends
/// the asking.</summary>
internal sealed class ArxivInterface(PoliteHttp http)
{
    const int Tries = 3;

    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    /// <summary>The answer, or else why there is none.</summary>
    /// <param name="LeaveAlone">The refusal is of the asker: no further question now, of any kind.</param>
    /// <param name="IsUnchanged">It is as it was when its validators came.</param>
    internal sealed record Reply(PoliteAnswer.Ok? Answer, string Fault, bool LeaveAlone, bool IsUnchanged = false);

    public async Task<Reply> AskAsync(Uri address, Validators? known, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
            switch (await http.GetAsync(address, known, ct))
            {
                case PoliteAnswer.Ok ok:
                    return new Reply(ok, "", LeaveAlone: false);
                case PoliteAnswer.NotModified:
                    return new Reply(null, "", LeaveAlone: false, IsUnchanged: true);
                case PoliteAnswer.Refused { Status: 429 or 503 } busy when attempt < Tries && !(busy.RetryAfter > LongestWait):
                    continue;
                case PoliteAnswer.Refused refused:
                    return new Reply(null, Words(refused), refused.Status is 401 or 403 or 429 or 503);
                case PoliteAnswer.Failed failed:
                    return new Reply(null, failed.Reason, LeaveAlone: false);
            }
    }

    static string Words(PoliteAnswer.Refused refused) => refused switch
    {
        { RetryAfter: { } wait } => $"it answered {refused.Status} and asks to be left alone for {wait.TotalSeconds:0} s",
        { Status: 400 } => "it answered 400: perhaps one of the categories is none of arXiv's",
        _ => $"it answered {refused.Status}",
    };
}
