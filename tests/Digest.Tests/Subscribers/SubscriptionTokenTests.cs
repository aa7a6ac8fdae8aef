using System.Buffers.Text;
using Digest.Commands;
using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Subscribers;

public sealed class SubscriptionTokenTests : IDisposable
{
    static readonly SubscriptionToken Token = new(
        TokenPurpose.Confirm, Subscriber: 4711, Object: 42, TokenVersion: 3, new DateTimeOffset(2026, 7, 20, 6, 0, 0, TimeSpan.Zero));

    readonly ScratchFolder _folder = new();
    readonly KeyRing _keys;

    public SubscriptionTokenTests() => _keys = Keys("keys.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_signed_is_read_back()
    {
        Assert.True(SubscriptionToken.TryRead(Token.Sign(_keys, _keys.CurrentId), _keys, out var read));
        Assert.Equal(Token, read);
    }

    [Fact]
    public void A_token_that_never_expires_says_so()
    {
        var leave = Token with { Purpose = TokenPurpose.Unsubscribe, Object = 0, ExpiresAt = null };
        Assert.True(SubscriptionToken.TryRead(leave.Sign(_keys, _keys.CurrentId), _keys, out var read));
        Assert.Null(read.ExpiresAt);
    }

    [Fact]
    public void An_expiry_is_never_earlier_than_promised()
    {
        var odd = Token with { ExpiresAt = Token.ExpiresAt!.Value.AddSeconds(1) };
        Assert.True(SubscriptionToken.TryRead(odd.Sign(_keys, _keys.CurrentId), _keys, out var read));
        Assert.InRange(read.ExpiresAt!.Value, odd.ExpiresAt.Value, odd.ExpiresAt.Value.AddMinutes(1));
    }

    [Fact]
    public void It_fits_into_an_address_as_it_is()
    {
        var text = Token.Sign(_keys, _keys.CurrentId);
        Assert.Equal(SubscriptionToken.TextLength, text.Length);
        Assert.Equal(text, Uri.EscapeDataString(text));
    }

    [Fact]
    public void A_change_of_any_bit_makes_it_worthless()
    {
        var bytes = Base64Url.DecodeFromChars(Token.Sign(_keys, _keys.CurrentId));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(SubscriptionToken.TryRead(Base64Url.EncodeToString(bytes), _keys, out _), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.True(SubscriptionToken.TryRead(Base64Url.EncodeToString(bytes), _keys, out _));
    }

    [Fact]
    public void There_is_one_spelling_of_a_token()
    {
        var text = Token.Sign(_keys, _keys.CurrentId);
        foreach (var last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
            Assert.Equal(last == text[^1], SubscriptionToken.TryRead(text[..^1] + last, _keys, out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("éééééééééééééééééééééééééééééééééééééééééééééééééééééééééé")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_no_token_is_none(string? text) => Assert.False(SubscriptionToken.TryRead(text, _keys, out _));

    [Fact]
    public void A_cut_or_grown_token_is_none()
    {
        var text = Token.Sign(_keys, _keys.CurrentId);
        Assert.False(SubscriptionToken.TryRead(text[..^1], _keys, out _));
        Assert.False(SubscriptionToken.TryRead(text + "A", _keys, out _));
        Assert.False(SubscriptionToken.TryRead(text + "=", _keys, out _));
        Assert.False(SubscriptionToken.TryRead(" " + text, _keys, out _));
    }

    [Fact]
    public void Another_services_token_is_none() =>
        Assert.False(SubscriptionToken.TryRead(Token.Sign(Keys("others.json"), 1), _keys, out _));

    [Fact]
    public void Signing_with_a_key_that_is_not_there_is_a_fault() =>
        Assert.Throws<InvalidOperationException>(() => Token.Sign(_keys, 200));

    /// <summary>The signature has 128 bits; whoever knows the form and all but the signature guesses no better than at random.</summary>
    [Fact]
    public void A_hundred_thousand_guesses_bring_none()
    {
        var keys = Keys("guessed.json");
        var known = Base64Url.DecodeFromChars(new SubscriptionToken(TokenPurpose.Unsubscribe, 7, 0, 1, null).Sign(keys, keys.CurrentId));
        var random = new Random(20261123);
        for (var i = 0; i < 100_000; i++)
        {
            var guess = known.ToArray();
            if (i % 2 == 0)
                random.NextBytes(guess.AsSpan(^16..)); // the signature at random
            else
                guess[random.Next(guess.Length)] ^= (byte)(1 << random.Next(8)); // one bit of a link that is known
            Assert.False(SubscriptionToken.TryRead(Base64Url.EncodeToString(guess), keys, out _));
        }
        Assert.True(SubscriptionToken.TryRead(Base64Url.EncodeToString(known), keys, out _));
    }

    KeyRing Keys(string name) => KeyRing.Open(Path.Combine(_folder.Path, name), TimeProvider.System);
}
