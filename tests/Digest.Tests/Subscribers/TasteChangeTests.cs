using Digest.Subscribers;
using Xunit;

namespace Digest.Tests.Subscribers;

/// <summary>What the forms behind a letter's links may post.</summary>
public class TasteChangeTests
{
    static readonly DateTimeOffset At = new(2026, 7, 17, 18, 0, 0, 1, TimeSpan.Zero);

    [Fact]
    public void Every_change_is_read_back_as_it_was_written()
    {
        foreach (var change in new[]
        {
            TasteChange.Say(Verdict.More), TasteChange.Say(Verdict.Less), TasteChange.Unsay(42), TasteChange.PutBack(Said(Verdict.Less)),
            TasteChange.Mute(MuteKind.Author, "Ada Marsh"), TasteChange.Unmute(MuteKind.Author, "Ada Marsh"),
            TasteChange.Mute(MuteKind.Words, "wet soap"), TasteChange.Unmute(MuteKind.Words, "wet soap"),
        })
        {
            Assert.True(TasteChange.TryRead(change.Do, change.What, out var read));
            Assert.Equal(change, read);
        }
    }

    [Fact]
    public void What_is_put_back_was_said_when_it_was_said() =>
        Assert.Equal((TasteVerb.Less, At), (TasteChange.PutBack(Said(Verdict.Less)).Verb, TasteChange.PutBack(Said(Verdict.Less)).SaidAt));

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("Less", "")]
    [InlineData("subscribe", "")]
    [InlineData("less", "now")]
    [InlineData("less", "-1")]
    [InlineData("more", " 12")]
    [InlineData("more", "99999999999999999999999")]
    [InlineData("more", "253402300800000")]
    [InlineData("unsay", "")]
    [InlineData("unsay", "twelve")]
    public void What_no_form_posts_is_not_read(string? verb, string? what)
    {
        Assert.False(TasteChange.TryRead(verb, what, out var change));
        Assert.Null(change);
    }

    [Fact]
    public void A_taste_with_more_said_keeps_one_verdict_a_paper_and_each_mute_once()
    {
        var taste = Taste.None.With(Said(Verdict.Less)).With(Said(Verdict.More)).With(Said(Verdict.Less) with { Paper = 8 })
            .With(new Mute(MuteKind.Words, "soap", At)).With(new Mute(MuteKind.Words, "soap", At.AddDays(1))).With(new Mute(MuteKind.Author, "soap", At));

        Assert.Equal([(7, Verdict.More), (8, Verdict.Less)], taste.Feedback.Select(f => (f.Paper, f.Verdict)));
        Assert.Equal(Verdict.More, taste.Of(7)!.Verdict);
        Assert.Null(taste.Of(9));
        Assert.Equal([(MuteKind.Words, At), (MuteKind.Author, At)], taste.Mutes.Select(m => (m.Kind, m.At)));
        Assert.True(taste.IsMuted(MuteKind.Author, "soap"));
        Assert.False(taste.IsMuted(MuteKind.Author, "Soap"));
    }

    static Feedback Said(Verdict verdict) => new(7, verdict, null, null, At);
}
