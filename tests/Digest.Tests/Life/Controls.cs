using Microsoft.Playwright;

namespace Digest.Tests.Life;

/// <summary>Something to press or to write in, by what it is and what it says: a changed word is changed here.</summary>
/// <param name="Part">The heading it stands under, where the page has several of them.</param>
sealed record Control(AriaRole Role, string Name, string Part = "")
{
    public ILocator On(IPage page)
    {
        var part = Part.Length > 0 ? page.GetByRole(AriaRole.Region, new() { Name = Part, Exact = true }) : null;
        return (part?.GetByRole(Role, new() { Name = Name, Exact = true }) ?? page.GetByRole(Role, new() { Name = Name, Exact = true })).First;
    }

    // The front page
    public static readonly Control Skip = new(AriaRole.Link, "Skip to the content");
    public static readonly Control Address = new(AriaRole.Textbox, "Your email address");
    public static readonly Control Line = new(AriaRole.Textbox, "What do you care about? (optional)");
    public static readonly Control Subscribe = new(AriaRole.Button, "Subscribe");
    public static readonly Control ShowPicks = new(AriaRole.Button, "Show what this would bring");

    // Mails
    public static readonly Control SeeAndConfirm = new(AriaRole.Link, "See your papers and confirm");
    public static readonly Control OnTheWeb = new(AriaRole.Link, "Read on the web");
    public static readonly Control Less = new(AriaRole.Link, "Less like this");
    public static readonly Control ToPreferences = new(AriaRole.Link, "Preferences");
    public static readonly Control ToLeave = new(AriaRole.Link, "Unsubscribe");

    // Confirming, tuning, leaving
    public static readonly Control Confirm = new(AriaRole.Button, "Yes, send me papers once a day");
    public static readonly Control YesLess = new(AriaRole.Button, "Yes, less like this");
    public static readonly Control Undo = new(AriaRole.Button, "Undo");
    public static readonly Control MutedWords = new(AriaRole.Textbox, "Words to mute");
    public static readonly Control SeeMuted = new(AriaRole.Button, "See what would change");
    public static readonly Control Leave = new(AriaRole.Button, "Unsubscribe");
    public static readonly Control ReturnWeekly = new(AriaRole.Button, "One letter a week, on Mondays");
    public static readonly Control Return = new(AriaRole.Button, "Undo: send me letters again");

    // Preferences
    public static readonly Control More = new(AriaRole.Textbox, "Follow something more");
    public static readonly Control Try = new(AriaRole.Button, "Try it on last week’s papers");
    public static readonly Control Follow = new(AriaRole.Button, "Follow");
    public static readonly Control InterestName = new(AriaRole.Textbox, "Name (what stands above its papers)");
    public static readonly Control SaveInterest = new(AriaRole.Button, "Save", "What you follow");
    public static readonly Control MoveUp = new(AriaRole.Button, "Move up");
    public static readonly Control Sunday = new(AriaRole.Checkbox, "Sunday");
    public static readonly Control Time = new(AriaRole.Textbox, "Time of day");
    public static readonly Control Size = new(AriaRole.Spinbutton, "Papers in a letter, at most");
    public static readonly Control Zone = new(AriaRole.Combobox, "Time zone");
    public static readonly Control SaveLetter = new(AriaRole.Button, "Save", "When it comes");
    public static readonly Control Until = new(AriaRole.Textbox, "Until (optional)");
    public static readonly Control Pause = new(AriaRole.Button, "Pause");
    public static readonly Control Resume = new(AriaRole.Button, "Resume now");
    public static readonly Control QuietDays = new(AriaRole.Textbox, "Days or spans, one a line");
    public static readonly Control SaveQuiet = new(AriaRole.Button, "Save these days");
    public static readonly Control NewAddress = new(AriaRole.Textbox, "New address");
    public static readonly Control AskBoth = new(AriaRole.Button, "Ask both");
    public static readonly Control CallOff = new(AriaRole.Button, "Call it off");
    public static readonly Control Export = new(AriaRole.Link, "Download all of it");
    public static readonly Control Erase = new(AriaRole.Link, "Erase all of it");
    public static readonly Control BackToPreferences = new(AriaRole.Link, "Back to your preferences");

    // Looking around
    public static readonly Control ToSearch = new(AriaRole.Link, "Search");
    public static readonly Control Query = new(AriaRole.Searchbox, "Words, names or subject codes");
    public static readonly Control Search = new(AriaRole.Button, "Search");

    public static Control To(string name) => new(AriaRole.Link, name);
}
