using System.CommandLine;

namespace Palermo.Cli;

/// <summary>The verbs, in the order that help shows them. One file a verb; adding one is adding a line here.</summary>
internal static class Verbs
{
    public static IEnumerable<Command> All() =>
    [
        AssessVerb.Create(),
        CompareVerb.Create(),
        QuestionsVerb.Create(),
        InstrumentsVerb.Create(),
        AmendVerb.Create(),
        CheckVerb.Create(),
        DescribeVerb.Create(),
        ConvertVerb.Create(),
        ImportVerb.Create(),
        DatasetsVerb.Create(),
        ExportVerb.Create(),
        CountryVerb.Create(),
        AuditVerb.Create(),
        ProtectVerb.Create(),
        PublishVerb.Create(),
        WithdrawVerb.Create(),
        EstimateVerb.Create(),
        KeysVerb.Create(),
        AuditLogVerb.Create(),
        CountVerb.Create(),
        FlowsVerb.Create(),
        DeterminationsVerb.Create(),
        ReportVerb.Create(),
        LoadVerb.Create(),
    ];
}
