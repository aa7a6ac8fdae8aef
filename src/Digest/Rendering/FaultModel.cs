using System.Text.Json;
using Digest.Subscribers;

namespace Digest.Rendering;

/// <summary>A fault as templates see it; "fault_of" there makes a sentence of it.</summary>
/// <param name="Kind">One of <see cref="FaultKind"/>, "address_no_at".</param>
internal sealed record FaultModel(string Kind, string What, double Count, double Most, string Counted)
{
    public static FaultModel Of(Fault fault) =>
        new(JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.Kind.ToString()), fault.What, fault.Count, fault.Most, fault.Counted);

    public static IReadOnlyList<FaultModel> Of(IEnumerable<Fault> faults) => [.. faults.Select(Of)];
}

/// <summary>Line "fault": the sentence alone.</summary>
internal sealed record FaultLine(FaultModel Fault);
