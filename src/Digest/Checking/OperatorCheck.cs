using Digest.Delivering;
using Digest.Rendering;

namespace Digest.Checking;

/// <summary>Whether mails say who writes; of a relay that leads to others, `serve` asks for it.</summary>
internal sealed class OperatorCheck(SiteOptions site, DeliveringOptions delivering)
{
    const string About = "operator";

    public Finding Look()
    {
        if (WhoWrites.Unset(site, delivering) is not { Count: > 0 } unset)
            return Finding.Ok(About, $"Mails come from {delivering.From}, and say that {site.OperatorName} writes and how to reach them.");
        var what = $"{string.Join(", ", unset)} {(unset.Count == 1 ? "is" : "are")} not set.";
        return WhoWrites.IsElsewhere(delivering)
            ? Finding.Fault(About, what, "Every mail says who writes and how to reach them; serve does not start without.",
                "Set what is named in the settings file or the environment.")
            : Finding.Note(About, what, "Every mail says who writes and how to reach them, which law in many places asks for. Set them if this machine's relay passes mails on to others.");
    }
}
