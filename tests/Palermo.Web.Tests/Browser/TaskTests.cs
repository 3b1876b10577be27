using OpenQA.Selenium;
using Palermo.Casework.Facts;

namespace Palermo.Web.Tests.Browser;

/// <summary>
/// The five tasks that the pages stand for, done as somebody new would: from the first page after signing in, by what the pages say,
/// in at most 25 acts, and screening with a pointer in three minutes at the pages (<see cref="Pace"/>). Each with a pointer, with the keyboard alone, and in a browser that runs no script.
/// </summary>
public sealed class TaskTests(TaskHouse house) : IClassFixture<TaskHouse>
{
    private const int MostActs = 25, MostSeconds = 180;

    public static TheoryData<Way> Ways => [Way.Mouse, Way.Keyboard, Way.NoScript];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Screening_FromTheFirstPageToTheReferral(Way way)
    {
        var hand = house.SignIn(way, "caseworker");
        hand.Press(".staff a[href='/en/intake']");
        hand.Pick("#age-Adult");
        hand.Pick("#private-yes");
        hand.PressWords("Continue");
        hand.Pick("#agrees-yes");
        hand.Pick("#purposes-identification-decision");
        hand.Pick("#recipients-competent_authority");
        hand.PressWords("Continue");
        Answer(hand);
        hand.PressWords("Refer for a decision");
        var file = await house.Read(CaseOf(hand));
        Assert.Equal("referred", file.Case.State);
        Assert.Contains(file.Knowledge.Standing, f => f is { Code: "deception", Answer: FactAnswer.Yes });
        Done(hand);
        if (way != Way.Keyboard)
        {
            Assert.InRange(hand.Pace.Seconds, 1, MostSeconds);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task CompletingACase_FromTheListOfOnesOwnToTheReferral(Way way)
    {
        var id = await house.Opened();
        var hand = house.SignIn(way, "caseworker");
        hand.Press($"table.caseload a[href='/en/case/{id}']");
        hand.PressWords("Go on with the conversation");
        Answer(hand);
        hand.PressWords("Go to the case");
        hand.PressWords("Person");
        hand.Type("#name", "Example Willow");
        hand.Type("#nationalities", "ro");
        hand.Pick("#sex-Female");
        hand.PressWords("Save");
        hand.PressWords("Facts");
        hand.Type("#countries1", "RO IT");
        hand.PressWords("Save");
        hand.PressWords("Findings");
        hand.Unfold("details > summary");
        hand.Type("#what", "a contract in another name");
        hand.PressWords("Save");
        hand.PressWords("Picture");
        hand.Unfold("main details > summary");
        hand.PressWords("Refer for a decision");
        var file = await house.Read(id);
        Assert.Equal(("referred", "Example Willow"), (file.Case.State, file.Identity!.ShownName));
        Assert.Equal(["RO", "IT"], file.Knowledge.Episodes[0].Countries);
        Assert.Single(file.Knowledge.Evidence);
        Done(hand);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task DecidingReasonableGrounds_WithReasons(Way way)
    {
        var id = (await house.Referred()).CaseId;
        var hand = house.SignIn(way, "competent-authority");
        hand.Press("a[href$='list=office']");
        hand.Press($"table.caseload a[href='/en/case/{id}']");
        hand.PressWords("Take the case");
        hand.PressWords("Findings");
        foreach (var fact in new[] { "recruitment", "deception", "forced_labour" })
        {
            hand.Choose("#atom", fact);
            hand.Pick("#state-True");
            hand.Type("#accepted", "told the same way twice, with details that could be checked");
            hand.PressWords("Record the finding");
        }

        hand.PressWords("Decision");
        hand.Pick("#outcome-positive");
        foreach (var element in new[] { "act", "means", "purpose" })
        {
            hand.Type("#r-" + element, "Reasons of the authority.");
        }

        hand.Press("form.measure button.button");
        Assert.Contains("/decision/", hand.Driver.Url, StringComparison.Ordinal);
        var decision = Assert.Single((await house.Read(id)).Decisions);
        Assert.Equal(("reasonable_grounds", "positive"), (decision.Step, decision.Outcome));
        Assert.Equal(3, hand.Driver.PageSource.Split("Reasons of the authority.").Length - 1);
        Done(hand);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task FindingWhoSawAFile(Way way)
    {
        var id = (await house.Referred(taken: true)).CaseId;
        house.SignIn(way, "competent-authority").Press($"table.caseload a[href='/en/case/{id}']");
        var hand = house.SignIn(way, "caseworker");
        hand.Press($"table.caseload a[href='/en/case/{id}']");
        hand.PressWords("Who saw this");
        Assert.Contains("competent authority", hand.Driver.FindElement(By.TagName("main")).Text, StringComparison.Ordinal);
        Done(hand);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task WithdrawingAConsent(Way way)
    {
        var id = await house.Opened();
        var hand = house.SignIn(way, "caseworker");
        hand.Press($"table.caseload a[href='/en/case/{id}']");
        hand.PressWords("Consent");
        hand.PressWords("Withdraw this consent");
        Assert.Contains("Withdrawn", hand.Driver.FindElement(By.TagName("main")).Text, StringComparison.Ordinal);
        Assert.NotNull((await house.Read(id)).Consents[0].WithdrawnAt);
        Done(hand);
    }

    /// <summary>Answers until nothing more is asked.</summary>
    private static void Answer(Hand hand)
    {
        while (hand.Driver.FindElements(By.CssSelector("form[data-autosave] input[name='item']")) is [var item, ..])
        {
            hand.Pick(item.GetDomAttribute("value") switch { "act" => "#pick-recruitment", "means" => "#pick-deception", "purpose" => "#pick-forced_labour", _ => "#answer-No" });
            hand.PressWords("Continue");
        }
    }

    private static Guid CaseOf(Hand hand) => Guid.Parse(new Uri(hand.Driver.Url).AbsolutePath.Split('/')[3]);

    private static void Done(Hand hand)
    {
        hand.See();
        TestContext.Current.TestOutputHelper!.WriteLine($"{TestContext.Current.TestMethod?.MethodName}, {hand.Way}: {hand.Acts} acts, {hand.Pace}");
        Assert.InRange(hand.Acts, 1, MostActs);
    }
}
