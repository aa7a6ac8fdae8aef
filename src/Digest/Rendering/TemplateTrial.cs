using Digest.Composing;
using Digest.Papers;
using Digest.Subscribers;

namespace Digest.Rendering;

/// <summary>Renders every mail and page once with made-up content, so that a template that parses but does not work is
/// found before anything is planned with it.</summary>
internal sealed class TemplateTrial(Renderer renderer)
{
    static readonly string[] Messages =
    [
        "check_inbox", "confirmed", "already_confirmed", "expired", "unknown_link", "tune_left", "never", "erased", "returned", "not_found",
        "issue_gone", "feed_left", "too_large", "too_many", "elsewhere", "maintenance", "error", "move_waiting", "moved", "move_cancelled", "move_taken", "move_over",
    ];

    static readonly string[] Quiet = ["no_day", "backwards", "past", "far", "too_many"];

    /// <exception cref="InvalidDataException">A template does not work; the message names file, line and column.</exception>
    public void Run()
    {
        foreach (var language in renderer.Languages)
            new TemplateTrial(renderer.Speaking(language.Tag)).RunOne();
    }

    void RunOne()
    {
        var plan = new MailPlan(1, "", renderer.Current.Version, renderer.KeyId, 1, DateTimeOffset.UnixEpoch);
        foreach (var issue in new[] { Issue(), new Issue([]) })
            foreach (var absent in new[] { AbsentSources.None, new(["a-source"], []), new([], ["a-source", "another"]), new(["a-source"], ["another"]) })
                renderer.Digest(plan, new DateOnly(2026, 1, 2), issue, absent);
        renderer.Confirm(plan, 1);
        renderer.Welcome(plan, SignUp("a line"));
        renderer.Welcome(plan, SignUp(""));
        renderer.Goodbye(plan);
        foreach (var kind in Enum.GetValues<NoticeKind>().Except([NoticeKind.Confirm, NoticeKind.Welcome, NoticeKind.Goodbye]))
            foreach (var next in new[] { null, new NextLetter(new DateOnly(2026, 1, 2), "08:00", Preferences.DefaultZone) })
                renderer.Tell(plan, new Notice(kind, 1) { Shown = "a…@b", Next = next });

        ToOperators();

        var sections = renderer.Papers.Sections(Issue().Sections);
        var fault = FaultModel.Of(new Fault(FaultKind.AddressEmpty));
        foreach (var kind in Enum.GetValues<FaultKind>())
            renderer.Line("fault", (_, _) => new FaultLine(FaultModel.Of(new Fault(kind, "a piece", 1, 5, "authors"))));
        var faults = FaultModel.Of([new Fault(FaultKind.NoWords, "x"), new Fault(FaultKind.TooDeep)]);
        renderer.Page("home", (site, language) => new HomePage(site, language, fault, "a@b", "line", new DateOnly(2026, 1, 2), sections[1].Entries)
        {
            Stamp = "s", WorkBits = 8, Notice = "work",
        });
        renderer.Page("home", (site, language) => new HomePage(site, language, null, "", "", null, []) { Stamp = "s", Notice = "again" });
        foreach (var understood in new string[][] { [], ["a line", "another"] })
            renderer.Page("home", (site, language) => new HomePage(site, language, null, "a@b", "line", null, [])
            {
                Stamp = "s", LineFaults = faults, Understood = understood, Told = "mark",
            });
        renderer.Page("confirm", (site, language) => new ConfirmPage(site, language, "token", ["a line"], sections));
        renderer.Page("confirm", (site, language) => new ConfirmPage(site, language, "token", [], []));
        foreach (var end in new[] { "here", "away" })
            foreach (var isPressed in new[] { true, false })
                renderer.Page("move", (site, language) => new MovePage(site, language, "token", end, isPressed, "a…@b", end == "here" ? "n" : ""));
        foreach (var isNever in new[] { true, false })
            renderer.Page("unsubscribe", (site, language) => new UnsubscribePage(site, language, "token", isNever));
        Tune(sections[0].Entries[0]);
        Choose(sections);
        foreach (var entry in Issue().Sections[0].Entries)
            renderer.Page("paper", (site, language) => renderer.Papers.Page(site, language, entry.Paper.Paper));
        foreach (var state in (string[])["empty", "found", "nothing", "too_long", "not_ready"])
            renderer.Page("search", (site, language) => new SearchPage(site, language, "words", state, 90, 500, state == "found" ? sections[1].Entries : []));
        Editions(sections);
        foreach (var what in (string[])["sign_up", "confirm", "return", "move_here", "move_away"])
            renderer.Line("agreed", (_, _) => new AgreedLine(what));
        foreach (var kind in Messages)
            renderer.Page("message", (site, language) => new MessagePage(site, language, kind));
    }

    void ToOperators()
    {
        var day = new DateOnly(2026, 1, 2);
        List<AlarmModel> alarms = [.. AlarmModel.Kinds.Select(kind => new AlarmModel(kind, "a", kind == "disk" ? "here" : "", "a detail", day, "08:00"))];
        foreach (var n in new[] { 0, 1, 5_000 })
            renderer.ToOperator("report", (site, language) => new ReportModel(
                site, language, day, "UTC", new(n, n, n, n, n, n, n, n, n), n > 0 ? [new("550", n), new("", n)] : [], new(n, n, n, n, n, n))
            {
                Alarms = [.. alarms.Take(n)], ListName = n > 0 ? "a.csv" : "", Listed = n, MatchingMs = n > 0 ? "0.1" : "", RenderingMs = n > 0 ? "0.1" : "", DatabaseMegabytes = n,
                Sources = n > 0 ? [new("a", -1, null, null, ""), new("b", n, day, day, "an error")] : [],
                Plots = [.. ReportPlot.Kinds.Select(kind => new ReportPlot("cid:a@b", kind, n, n, n, day, 30))],
            });
        foreach (var (began, still, over) in new[] { (alarms, alarms, alarms), (alarms[..1], [], []), ([], alarms[..1], []),
            (new List<AlarmModel>(), new List<AlarmModel>(), alarms[..1]) })
            renderer.ToOperator("alarms", (site, language) => new AlarmsModel(site, language, began, still, over));
    }

    void Editions(IReadOnlyList<SectionModel> sections)
    {
        var day = renderer.Papers.Edition(Period.Day, new DateOnly(2026, 1, 2));
        var place = new EditionPlace(day, day, day, [.. Enum.GetValues<Period>().Select(p => renderer.Papers.Edition(p, day.Day))], "a", "j");
        foreach (var edition in place.Others)
        {
            renderer.Page("edition", (site, language) => new EditionPage(site, language, place with { Edition = edition }, sections[1].Entries, 3));
            renderer.Page("edition", (site, language) => new EditionPage(site, language, new(edition, null, null, [], "a", "j"), [], 0));
            foreach (var asked in new[] { null, edition })
                renderer.Page("no-edition", (site, language) => new NoEditionPage(site, language, edition.Period, asked, asked, asked, place.Others));
            renderer.Line("feed-entry", (site, language) => new FeedEntryPage(site, language, edition, null, sections, [], 2));
            renderer.Line("feed", (site, language) => new FeedPage(site, language, edition.Period));
        }
        var news = renderer.Papers.Updates(Issue().Sections);
        foreach (var updates in new[] { news, [] })
        {
            renderer.Page("feed-entry", (site, language) => new FeedEntryPage(site, language, null, day.Day, sections, updates, 0));
            renderer.Page("issue", (site, language) => new IssuePage(site, language, day.Day, 3, sections, updates, ["a"], ["b"], HasLeft: false));
            renderer.Page("issue", (site, language) => new IssuePage(site, language, day.Day, 3, [], updates, [], [], HasLeft: true));
        }
        renderer.Line("feed-entry", (site, language) => new FeedEntryPage(site, language, null, day.Day, [], news, 0));
        renderer.Line("feed", (site, language) => new FeedPage(site, language, "mine"));
        foreach (var state in (string[])["none", "too_long", "not_understood", "found", "nothing", "busy"])
            renderer.Page("picks", (site, language) => new PicksPage(site, language, new(state, ["a line"], FaultModel.Of([new Fault(FaultKind.NoWords)]), sections)));
    }

    void Choose(IReadOnlyList<SectionModel> tried)
    {
        string[] one = ["one"], none = [];
        var faults = FaultModel.Of([new Fault(FaultKind.NoWords, "x")]);
        InterestModel[] interests =
        [
            new(1, "a", "a", "words", "2", one, one, one, one, one) { Faults = faults, AuthorsText = "one", MustText = "one" },
            new(2, "b", "b", "", "x", none, none, none, none, none), new(3, "c", "c", "", "0", none, none, none, none, none),
        ];
        foreach (var done in new[] { "", "added", "already", "edited", "removed", "moved", "letter", "paused", "resumed", "tried", "quiet", "move", "stay", "gone" })
            foreach (var state in new[] { "active", "paused" })
                foreach (var minutes in new[] { 0, 1, 30, 600, 4000 })
                    renderer.Page("preferences", (site, language) => new PreferencesPage(site, language, "token", "a@b", state, done, one)
                    {
                        NextDay = minutes == 1 ? null : new DateOnly(2026, 1, 2), NextTime = "08:00", Zone = "UTC", NextMinutes = minutes, AtomUrl = "a", JsonUrl = "j",
                        Interests = state == "active" ? interests : [], MostInterests = 5, Zones = one,
                        Letter = new([1, 7], "08:00", "UTC", "10", true, minutes > 0 ? ["days", "time", "zone", "size", "locale"] : none),
                        Languages = renderer.Languages, Received = minutes > 1 ? [new(new DateOnly(2026, 1, 2), 3, "u"), new(new DateOnly(2026, 1, 1), 1, "u")] : [],
                        Line = "line", LineFaults = minutes > 0 ? faults : [], Understood = one, Told = minutes > 1 ? "mark" : "",
                        Tried = minutes > 0 ? tried : [], Error = minutes > 0 ? (minutes > 1 ? "unknown" : "too_large") : "",
                        UntilFault = minutes switch { 1 => "no_day", 30 => "past", 600 => "far", _ => "" },
                        Quiet = minutes > 1 ? "line" : "", MoveShown = minutes > 30 ? "a…@b" : "",
                        QuietFaults = minutes == 1 ? [.. Quiet.Select((kind, i) => new QuietFaultModel(i + 1, kind))] : [],
                        MoveFault = minutes > 1 ? faults[0] : null,
                    });
        renderer.Page("erase", (site, language) => new ErasePage(site, language, "token", "a@b"));
        foreach (var sought in new[] { true, false })
            foreach (var url in new[] { "", "u" })
                renderer.Page("left", (site, language) => new LeftPage(site, language, url, sought));
    }

    void Tune(EntryModel paper)
    {
        TitleModel[] titles = [new("A title", "en"), new("Ein Titel", "de")];
        List<OfferModel> offers =
        [
            .. from verb in new[] { "more", "less", "mute-author", "mute-words" }
               from isSaid in new[] { true, false }
               select new OfferModel(verb, "a name", isSaid, "unsay", "1", isSaid, isSaid ? titles : [], isSaid ? titles[..1] : []),
        ];
        List<SaidModel> said = [.. offers.Select(o => new SaidModel(o.Verb, o.What, "en", new DateOnly(2026, 1, 2), o.UndoDo, o.UndoWhat))];
        foreach (var error in new[] { "", "unknown", "nothing_to_mute", "too_many" })
            renderer.Page("tune", (site, language) => new TunePage(
                site, language, "token", paper, "", true, null, error, "", null, offers, error == "" ? [] : said));
        foreach (var offer in offers)
        {
            renderer.Page("tune", (site, language) => new TunePage(
                site, language, "token", paper, offer.IsSaid ? "a line" : "", offer.What == "", new DateOnly(2026, 1, 2), "", "", offer, offers, said));
            foreach (var undo in new[] { "", "unsay" })
                renderer.Page("tuned", (site, language) => new TunedPage(site, language, "token", paper, new DateOnly(2026, 1, 2), offer, offer.IsSaid, undo, undo, said));
        }
    }

    /// <summary>A paper with everything and one with nothing but a title, once each in every kind of section.</summary>
    static Issue Issue()
    {
        var full = Entry(new Paper
        {
            Id = 1,
            Title = "A title",
            Abstract = "An abstract.",
            OneLine = "One line.",
            Authors = [.. Enumerable.Repeat("A", 40)],
            Categories = ["cs.CL"],
            PublishedAt = DateTimeOffset.UnixEpoch,
            Links = new() { Page = "https://a.example/", Pdf = "https://a.example/p", Code = "https://a.example/c", Project = "https://a.example/j",
                Discussion = "https://a.example/d" },
        }, RankReasonKind.Upvotes, new Signal(default, 1, 2, 3));
        var bare = Entry(new Paper { Id = 2, Title = "Another" }, RankReasonKind.New, null);
        return new(
        [
            new(SectionKind.ForYou, "a line", [full, bare]),
            new(SectionKind.Trending, null, [full, bare, .. Enum.GetValues<RankReasonKind>().Select(kind => Entry(bare.Paper.Paper, kind, null))]),
            new(SectionKind.Discovery, null, [full, bare]),
            new(SectionKind.Updates, null, [])
            {
                Updates = [.. Enum.GetValues<PaperUpdateKind>().Select(kind => new Update(1, 1, "A title", null, new(kind, "https://a.example/c"), default))],
            },
        ]);
    }

    static Entry Entry(Paper paper, RankReasonKind kind, Signal? signal) =>
        new(
        new RankedPaper(paper, 1, 1, new(kind, 2, 3.4, new DateOnly(2026, 1, 2)), signal) { Also = new(RankReasonKind.NewCode, 1) },
        1, 0.5, new(["a line"], "A paper liked"));

    static SignUp SignUp(string line) => new(1, null!, InterestLine.Read(line), Preferences.DefaultZone, "", default, null);
}
