using Digest.Subscribers;

namespace Digest.Rendering;

/// <summary>What commands say of a fault: the English sentence of the shipped templates, so that it stands nowhere twice.</summary>
internal static class FaultSentence
{
    static readonly Lazy<TemplateSet> Shipped = new(() => TemplateSet.Load(TemplateSet.ShippedFolder, null));

    public static string InEnglish(Fault fault) => Shipped.Value.Render("en", "pages/fault.txt", new FaultLine(FaultModel.Of(fault))).Trim();
}
