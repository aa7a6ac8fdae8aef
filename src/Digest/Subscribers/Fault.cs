namespace Digest.Subscribers;

/// <summary>Why something that was typed was not taken, or not in whole: a kind, and what goes with it. The sentences stand in
/// the templates, once for each language.</summary>
/// <param name="What">A short piece of what was typed, in one line; empty where none goes with it.</param>
/// <param name="Count">How many there are, or the line that it is about.</param>
/// <param name="Most">How many there may be.</param>
/// <param name="Counted">What is counted: "authors", "categories", "papers", "must" or "must_not"; or the field it is about.</param>
internal sealed record Fault(FaultKind Kind, string What = "", double Count = 0, double Most = 0, string Counted = "");

internal enum FaultKind
{
    // Of an address.
    AddressEmpty,
    AddressTooLong,
    AddressControl,
    AddressQuoted,
    AddressNoAt,
    AddressNoLocal,
    AddressLocalTooLong,
    AddressDots,
    AddressSign,
    AddressNoDomain,
    AddressTwoAts,
    AddressBadDomain,
    AddressDomainTooLong,
    AddressNumber,
    AddressRefused,

    /// <summary>The operator takes addresses of some domains only; What names them.</summary>
    AddressElsewhere,

    // Of an address that letters are to move to.
    MoveSame,
    MoveTooMany,

    // Of what was pasted as a whole.
    TooLong,
    NoWords,
    OneTooMany,
    AndMore,
    OnlyFirst,
    LongWords,

    // Of a part of it.
    NothingBehind,
    NamesNoPaper,
    UnknownAddress,
    UnknownSearch,
    UnreadableQuery,
    TooManyBrackets,
    LeftOut,
    FieldLeftOut,
    EntryUnclosed,
    EntryNamesNothing,

    // What a search asks for and an interest cannot say.
    DeniedOther,
    TooDeep,
    CategoryBeside,
    EachAuthor,
    WordsBesideAuthor,

    // Of an interest.
    NameLength,
    Slots,
    Places,
    Weight,
    Threshold,
    TooMany,
    WordsTooLong,
    OnlyConditions,
    SaysNothing,
    NameTaken,
    TooManyInterests,
    NothingTyped,

    // Of what it says, where no paper could match it.
    NoName,
    InEveryText,
    OnlyCommonWords,
}
