namespace Digest.Gathering.Sources;

/// <summary>Asks one host page after page, with a pause from one request to the next. A short "come again later" is waited for, a
/// long one remembered: until it is over the host is not asked at all.</summary>
internal sealed class PacedHost(PoliteHttp http, TimeSpan interval, TimeProvider time)
{
    const int Tries = 3;

    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2), UsualWait = TimeSpan.FromSeconds(30);

    long? _last, _refused;
    TimeSpan _rest;

    /// <summary>The answer, or else why there is none.</summary>
    /// <param name="LeaveAlone">The refusal is of the asker: no further question now.</param>
    internal sealed record Reply(PoliteAnswer.Ok? Answer, string Fault, bool LeaveAlone);

    public async Task<Reply> AskAsync(Uri address, CancellationToken ct)
    {
        if (Left(_refused, _rest) is { } left)
            return new Reply(null, $"it asked to be left alone, for {left.TotalSeconds:0} s more", LeaveAlone: true);
        for (var attempt = 1; ; attempt++)
        {
            if (Left(_last, interval) is { } pause) await Task.Delay(pause, time, ct);
            var answer = await http.GetAsync(address, known: null, ct);
            _last = time.GetTimestamp();
            switch (answer)
            {
                case PoliteAnswer.Ok ok:
                    return new Reply(ok, "", LeaveAlone: false);
                case PoliteAnswer.Refused { Status: 429 or 503 } busy when attempt < Tries && !(busy.RetryAfter > LongestWait):
                    var wait = busy.RetryAfter ?? UsualWait * attempt;
                    if (wait > TimeSpan.Zero) await Task.Delay(wait, time, ct);
                    continue;
                case PoliteAnswer.Refused refused:
                    var ofAsker = refused.Status is 401 or 403 or 429 or 503;
                    if (ofAsker) (_refused, _rest) = (time.GetTimestamp(), refused.RetryAfter ?? TimeSpan.FromHours(1));
                    return new Reply(null, refused.Words(), ofAsker);
                case PoliteAnswer.Failed failed:
                    return new Reply(null, failed.Reason, LeaveAlone: false);
                default:
                    throw new InvalidOperationException($"Unknown answer {answer}");
            }
        }
    }

    TimeSpan? Left(long? since, TimeSpan span) =>
        since is { } then && span - time.GetElapsedTime(then) is var left && left > TimeSpan.Zero ? left : null;
}
