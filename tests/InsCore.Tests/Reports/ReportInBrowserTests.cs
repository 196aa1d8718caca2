using System.Globalization;
using System.Text.Json.Nodes;
using InsCore.Reports;
using Xunit;

namespace InsCore.Tests.Reports;

/// <summary>The report as a reader uses it, in headless Chromium.</summary>
public sealed class ReportInBrowserTests
{
    const string Visible = "[...document.querySelectorAll('#table tbody tr')].filter(r => !r.hidden)";

    [Fact]
    public async Task Opened_ShowsEverything_WithoutErrorsOrRequests()
    {
        using StoredStudy study = new();
        await using Chromium page = await Chromium.Open(StudyReport.Write(study.Folder));
        await page.Until("document.documentElement.dataset.ready === 'true'");
        Assert.Equal(2, await Number(page, "document.querySelectorAll('#panels path[stroke=\"#1b1f24\"]').length"));
        Assert.Equal(1, await Number(page, "document.querySelectorAll('#panels path[stroke=\"#009E73\"]').length"));
        Assert.Equal(15, await Number(page, "document.querySelectorAll('#map .point').length"));
        Assert.Equal(2, await Number(page, "document.querySelectorAll('#volume circle').length"));
        Assert.True(await Number(page, "document.querySelector('#answer h1').getBoundingClientRect().bottom") < 150);
        Assert.True(await Number(page, "document.querySelector('#map').getBoundingClientRect().bottom") < 900); // on the first screen
        Assert.True(await Number(page, "(s => s.scrollWidth - s.clientWidth)(document.querySelector('#modes .scroll'))") <= 0, "columns of the table lie outside");
        Assert.True(await Number(page, "document.documentElement.scrollWidth - innerWidth") <= 0, "the page is wider than the window");
        Quiet(page);
    }

    [Fact]
    public async Task Headings_SortTheTable_ByNumberAndByText()
    {
        using StoredStudy study = new();
        await using Chromium page = await Chromium.Open(StudyReport.Write(study.Folder));
        string[] headings = Texts(await page.Evaluate("[...document.querySelectorAll('#table th')].map(h => h.textContent)"));
        int shift = Array.IndexOf(headings, "shift");
        string values = $"{Visible}.map(r => Number(r.cells[{shift}].dataset.v))";
        await page.Evaluate($"document.querySelectorAll('#table th button')[{shift}].click()");
        double[] up = Numbers(await page.Evaluate(values));
        Assert.Equal(up.Order(), up);
        Assert.Equal(-10, up[0], 1e-9);
        Assert.Equal("ascending", (string?)await page.Evaluate($"document.querySelectorAll('#table th')[{shift}].getAttribute('aria-sort')"));
        await page.Evaluate($"document.querySelectorAll('#table th button')[{shift}].click()");
        Assert.Equal(up.Reverse(), Numbers(await page.Evaluate(values)));
        await page.Evaluate("document.querySelectorAll('#table th button')[1].click()");
        string[] symmetry = Texts(await page.Evaluate($"{Visible}.map(r => r.cells[1].textContent)"));
        Assert.Equal(symmetry.Order(StringComparer.OrdinalIgnoreCase), symmetry);
        Assert.Single(Texts(await page.Evaluate("[...document.querySelectorAll('#table th[aria-sort]')].map(h => h.textContent)")));
        Quiet(page);
    }

    [Fact]
    public async Task Filters_LeaveWhatIsAskedFor()
    {
        using StoredStudy study = new();
        await using Chromium page = await Chromium.Open(StudyReport.Write(study.Folder));
        async Task<double> Shown(string change)
        {
            await page.Evaluate(change);
            await page.Evaluate("document.getElementById('find').dispatchEvent(new Event('input'))");
            return await Number(page, $"{Visible}.length");
        }

        Assert.Equal(2, await Shown("document.getElementById('only-red').checked = true"));
        Assert.Equal("2 of 15 modes", (string?)await page.Evaluate("document.getElementById('count').textContent"));
        Assert.Equal(1, await Shown("document.getElementById('from').value = '1000'"));
        Assert.Equal(8, await Shown("document.getElementById('only-red').checked = false; document.getElementById('from').value = ''; document.getElementById('find').value = 'ag'"));
        Assert.Equal(0, await Shown("document.getElementById('find').value = 'nowhere'"));
        Assert.Equal(15, await Shown("document.getElementById('find').value = ''"));
        Quiet(page);
    }

    [Fact]
    public async Task Zoom_MovesAllSpectraTogether_ByButtonMouseAndKey()
    {
        using StoredStudy study = new();
        await using Chromium page = await Chromium.Open(StudyReport.Write(study.Folder));
        async Task<double[]> Range() => [.. ((string)(await page.Evaluate("document.querySelector('#panels svg').dataset.range"))!).Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
        Assert.Equal((double[])[0, 1200], await Range());
        await page.Evaluate("document.getElementById('zoom-in').click()");
        Assert.Equal((double[])[300, 900], await Range());
        await page.Evaluate("document.getElementById('zoom-all').click()");
        Assert.Equal((double[])[0, 4000], await Range());
        await page.Evaluate("document.querySelector('#panels svg').dispatchEvent(new KeyboardEvent('keydown', { key: '+' }))");
        Assert.Equal((double[])[1000, 3000], await Range());
        await page.Evaluate("document.querySelector('#panels svg').dispatchEvent(new KeyboardEvent('keydown', { key: 'Home' }))");
        JsonNode box = (await page.Evaluate("(() => { const p = document.querySelector('#panels'); p.scrollIntoView({ behavior: 'instant' }); const r = p.getBoundingClientRect(); return { x: r.x, y: r.y, w: r.width }; })()"))!;
        double left = (double)box["x"]! + ((double)box["w"]! * 66 / 1220), width = (double)box["w"]! * 1130 / 1220;
        await page.Drag(left + (0.25 * width), (double)box["y"]! + 60, left + (0.5 * width));
        double[] dragged = await Range();
        Assert.Equal(300, dragged[0], 3.0);
        Assert.Equal(600, dragged[1], 3.0);
        Assert.Equal(2, await Number(page, "document.querySelectorAll('#panels path[stroke=\"#1b1f24\"]').length"));
        Quiet(page);
    }

    [Fact]
    public async Task FiguresOfDynamics_AreDrawn_AndThoseOfOneAxisZoomTogether()
    {
        using StoredStudy study = new();
        await using Chromium page = await Chromium.Open(StudyReport.Write(study.Folder));
        async Task<string[]> Ranges() => Texts(await page.Evaluate("[...document.querySelectorAll('.motion svg')].map(s => s.dataset.range)"));
        Assert.Equal(["0.00 2.00", "0.00 2.00", "0.00 3.00", "0.00 3.00", "0.00 2.00", "0.00 3.00", "0.00 3.00"], await Ranges());
        Assert.Equal(4, await Number(page, "document.querySelector('.motion svg').querySelectorAll('.level').length")); // T, its width to both sides, the legend
        Assert.Contains("T and its exact width", (string)(await page.Evaluate("document.querySelector('.motion svg').textContent"))!, StringComparison.Ordinal);
        await page.Evaluate("document.querySelectorAll('.motion svg')[0].dispatchEvent(new KeyboardEvent('keydown', { key: '+' }))");
        Assert.Equal(["0.50 1.50", "0.50 1.50", "0.00 3.00", "0.00 3.00", "0.50 1.50", "0.00 3.00", "0.00 3.00"], await Ranges());
        await page.Evaluate("document.querySelectorAll('.motion svg')[6].dispatchEvent(new KeyboardEvent('keydown', { key: '-' }))");
        await page.Evaluate("document.querySelectorAll('.motion svg')[4].dispatchEvent(new MouseEvent('dblclick'))");
        Assert.Equal("0.00 2.00", (await Ranges())[0]);
        Quiet(page);
    }

    [Fact]
    public async Task Crystal_MovesInTheModeChosen_AndStandsStillWhenPaused()
    {
        using StoredStudy study = new();
        await using Chromium page = await Chromium.Open(StudyReport.Write(study.Folder));
        await page.Evaluate("document.getElementById('canvas').scrollIntoView({ behavior: 'instant' })");
        const string Picture = "document.getElementById('canvas').toDataURL()";

        // The softening mode that shows most: the last.
        Assert.Equal("18", (string?)await page.Evaluate("document.getElementById('canvas').dataset.mode"));
        await page.Until("Number(document.getElementById('canvas').dataset.frames || 0) > 3");
        await page.Evaluate("document.getElementById('play').click()");
        string still = (string)(await page.Evaluate(Picture))!;
        await Task.Delay(200);
        Assert.Equal(still, (string)(await page.Evaluate(Picture))!);
        await page.Evaluate("document.querySelector('#table button.pick[data-mode=\"5\"]').click()");
        Assert.Equal("5", (string?)await page.Evaluate("document.getElementById('canvas').dataset.mode"));
        Assert.NotEqual(still, (string)(await page.Evaluate(Picture))!);
        Assert.Contains("Mode 5", (string)(await page.Evaluate("document.getElementById('movie-text').textContent"))!, StringComparison.Ordinal);
        Assert.Equal(1, await Number(page, "document.querySelectorAll('#table tr.chosen').length"));
        string before = (string)(await page.Evaluate(Picture))!;
        await page.Evaluate("document.getElementById('canvas').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }))");
        Assert.NotEqual(before, (string)(await page.Evaluate(Picture))!);
        Quiet(page);
    }

    [Fact]
    public async Task Printed_IsAPaperOfSomePages()
    {
        using StoredStudy study = new();
        await using Chromium page = await Chromium.Open(StudyReport.Write(study.Folder));
        byte[] paper = await page.Print();
        string text = System.Text.Encoding.Latin1.GetString(paper);
        Assert.StartsWith("%PDF", text, StringComparison.Ordinal);
        Assert.InRange(System.Text.RegularExpressions.Regex.Count(text, @"/Type\s*/Page\b"), 2, 7);
        Quiet(page);
    }

    [Theory]
    [MemberData(nameof(StudyReportTests.Hostile), MemberType = typeof(StudyReportTests))]
    public async Task HostileText_RunsNothing(string hostile)
    {
        using StoredStudy study = new(hostile);
        await using Chromium page = await Chromium.Open(StudyReport.Write(study.Folder));
        await page.Until("document.documentElement.dataset.ready === 'true'");
        await page.Evaluate("document.querySelectorAll('button, details, tr').forEach(b => b.click())");
        Assert.Equal("undefined", (string?)await page.Evaluate("typeof window.hacked"));
        Assert.Equal(2, await Number(page, "document.scripts.length"));
        Assert.Equal(0, await Number(page, "document.querySelectorAll('img, iframe, object, [onerror], [onload], [onmouseover]').length"));
        Quiet(page);
    }

    static void Quiet(Chromium page)
    {
        string Method(JsonNode e) => (string?)e["method"] ?? "";
        Assert.DoesNotContain(page.Events, e => Method(e) is "Runtime.exceptionThrown" or "Page.javascriptDialogOpening");
        Assert.DoesNotContain(page.Events, e => Method(e) is "Log.entryAdded" or "Runtime.consoleAPICalled");
        Assert.All(
            page.Events.Where(e => Method(e) == "Network.requestWillBeSent").Select(e => (string)e["params"]!["request"]!["url"]!),
            url => Assert.True(url.EndsWith("/report.html", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal), url));
    }

    static async Task<double> Number(Chromium page, string expression) => (double)(await page.Evaluate(expression))!;

    static double[] Numbers(JsonNode? array) => [.. array!.AsArray().Select(v => (double)v!)];

    static string[] Texts(JsonNode? array) => [.. array!.AsArray().Select(v => (string)v!)];
}
