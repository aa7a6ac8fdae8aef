namespace Digest.Checking;

/// <summary>No name server said anything that could be judged: nothing is known of the name, rather than that it is wrong.</summary>
/// <param name="message">A sentence without its full stop, naming what was asked for.</param>
internal sealed class NameLookupException(string message, Exception? inner = null) : IOException(message, inner);
