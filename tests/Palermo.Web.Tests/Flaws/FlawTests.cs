using Palermo.Web.Tests.Matrix;

namespace Palermo.Web.Tests.Flaws;

/// <summary>
/// The flaws that the security history of a widely used case system shows in its own commits (Primero, references R2-…), each tried
/// here over HTTP as the wrong role, office or assignment. One row a flaw; a row that finds its door open fails under the flaw's name.
/// </summary>
public sealed class FlawTests(Town town) : IClassFixture<Town>
{
    private static readonly Dictionary<string, Func<Town, Task>> Tries = new(StringComparer.Ordinal)
    {
        ["R2-1922 related records of a case are not authorised"] = RecordFlaws.RelatedRecords,
        ["R2-2483 statements built from what was typed"] = InputFlaws.BuiltStatements,
        ["R2-2482 templates that run what was typed"] = InputFlaws.RunTemplates,
        ["R2-3139 a new password leaves old sessions open"] = AccountFlaws.SessionsAfterANewPassword,
        ["R2-3182 a stolen session works elsewhere"] = AccountFlaws.StolenSession,
        ["R2-3419 readings of others are not visible"] = RecordFlaws.ReadingsUnseen,
        ["R2-3558 people change their own groups and roles"] = AccountFlaws.OwnRights,
        ["R2-3590 failed sign-ins flood the log"] = AccountFlaws.FloodedLog,
        ["R2-3591 attachments are reachable by their address"] = RecordFlaws.AttachmentByAddress,
        ["R2-3593 cells of an export run as formulas"] = InputFlaws.FormulasInExports,
        ["R2-3600 codes are not checked by the server"] = InputFlaws.UnknownCodes,
        ["R2-3601 codes given by their number"] = InputFlaws.NumberedCodes,
        ["R2-3923 attachments are added without authority"] = ActFlaws.Attach,
        ["R2-3924 notes and flags are set without authority"] = ActFlaws.Annotate,
        ["R2-3925 cases are closed without authority"] = ActFlaws.Close,
        ["R2-3926 approvals are given without authority"] = ActFlaws.Approve,
        ["R2-3957 transfers of a case that is not one's own"] = ActFlaws.Transfer,
        ["R2-3960 transfers are answered without the case"] = ActFlaws.AnswerTransfer,
        ["R2-3930 cases are assigned beyond one's scope"] = ActFlaws.AssignBeyondScope,
    };

    public static TheoryData<string> Names => [.. Tries.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Flaw_IsNotHere(string name)
    {
        await town.Settle();
        await Tries[name](town);
    }
}
