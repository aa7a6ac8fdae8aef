using System.Net.Http.Headers;

namespace Digest.Gathering;

/// <summary>What came of asking a host for something.</summary>
internal abstract record PoliteAnswer
{
    /// <param name="Validators">To ask with next time, so that an unchanged answer need not travel again; null if the host
    /// gave none.</param>
    internal sealed record Ok(byte[] Body, string? MediaType, Validators? Validators) : PoliteAnswer
    {
        /// <summary>What the host says the text is in.</summary>
        public string? Charset { get; init; }

        /// <summary>The body as text in UTF-8, whatever it came in.</summary>
        public Stream Text() => Gathering.Charset.ToUtf8(Body, Charset);

        /// <summary>The text's first characters, without the blanks before them.</summary>
        public string Beginning() => Gathering.Charset.BeginningOf(Body, Charset);
    }

    internal sealed record NotModified : PoliteAnswer;

    /// <summary>The host answered with a status that is neither.</summary>
    /// <param name="RetryAfter">How long it asks to be left alone, when it says so.</param>
    internal sealed record Refused(int Status, TimeSpan? RetryAfter) : PoliteAnswer
    {
        public string Words() => $"it answered {Status}" +
            (RetryAfter is { } wait ? $" and asks to be left alone for {wait.TotalSeconds:0} s" : "");
    }

    /// <summary>There was no answer to be used: no connection, not in time, too large, broken, or not to be asked.</summary>
    internal sealed record Failed(string Reason) : PoliteAnswer;
}

/// <summary>How a host names the state of an answer (RFC 9110, 8.8). Kept beside the answer they belong to.</summary>
internal sealed record Validators(EntityTagHeaderValue? Tag, DateTimeOffset? LastModified);
