using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace InsCore.Tests.Reports;

/// <summary>A headless browser that opens one page and is told what to do through its debugging protocol.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process process;
    readonly string profile;
    readonly ClientWebSocket socket = new();
    readonly List<JsonNode> events = [];
    int count;

    Chromium(Process process, string profile) => (this.process, this.profile) = (process, profile);

    /// <summary>What the page did so far: exceptions, log entries, requests, dialogues.</summary>
    public IReadOnlyList<JsonNode> Events => events;

    /// <summary>Opens a file; skips the test with the reason where there is no browser.</summary>
    public static async Task<Chromium> Open(string file, int width = 1366, int height = 900)
    {
        string? browser = Names.SelectMany(n => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(p => Path.Combine(p, n))).FirstOrDefault(File.Exists);
        Assert.SkipUnless(browser is not null, "no Chromium is in PATH (apt-get install chromium)");
        string profile = Directory.CreateTempSubdirectory("chromium").FullName;
        ProcessStartInfo start = new(browser!) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0", $"--user-data-dir={profile}", $"--window-size={width},{height}", "about:blank"])
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        Chromium page = new(process, profile);
        await page.Connect();
        foreach (string domain in (string[])["Page", "Runtime", "Log", "Network"])
        {
            await page.Send($"{domain}.enable");
        }

        await page.Send("Page.navigate", new JsonObject { ["url"] = new Uri(Path.GetFullPath(file)).AbsoluteUri });
        await page.Until("document.readyState === 'complete'");
        return page;
    }

    /// <summary>The value of an expression.</summary>
    public async Task<JsonNode?> Evaluate(string expression)
    {
        JsonNode result = await Send("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        Assert.True(result["exceptionDetails"] is null, result.ToJsonString());
        return result["result"]!["value"]?.DeepClone();
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task Until(string expression)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!(await Evaluate(expression) is { } value && (bool)value))
        {
            Assert.True(watch.Elapsed < Patience, $"never true: {expression}");
            await Task.Delay(50);
        }
    }

    /// <summary>The page printed on A4.</summary>
    public async Task<byte[]> Print() => Convert.FromBase64String((string)(await Send("Page.printToPDF", new JsonObject { ["preferCSSPageSize"] = true, ["printBackground"] = true }))["data"]!);

    /// <summary>Presses the mouse, drags and releases.</summary>
    public async Task Drag(double x, double y, double toX)
    {
        foreach ((string type, double at) in new[] { ("mousePressed", x), ("mouseMoved", toX), ("mouseReleased", toX) })
        {
            await Send("Input.dispatchMouseEvent", new JsonObject { ["type"] = type, ["x"] = at, ["y"] = y, ["button"] = "left", ["buttons"] = 1, ["clickCount"] = 1 });
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Send("Browser.close");
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException)
        {
            // It closes the connection as it goes.
        }

        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
        }

        socket.Dispose();
        process.Dispose();
        Directory.Delete(profile, recursive: true);
    }

    // The browser writes its port into its profile once it listens.
    async Task Connect()
    {
        string port = Path.Combine(profile, "DevToolsActivePort");
        Stopwatch watch = Stopwatch.StartNew();
        while (!File.Exists(port) || File.ReadAllLines(port).Length < 2)
        {
            Assert.True(watch.Elapsed < Patience && !process.HasExited, "Chromium does not start");
            await Task.Delay(50);
        }

        using HttpClient client = new();
        JsonNode pages = JsonNode.Parse(await client.GetStringAsync($"http://127.0.0.1:{File.ReadAllLines(port)[0]}/json/list"))!;
        await socket.ConnectAsync(new Uri((string)pages.AsArray().First(p => (string?)p!["type"] == "page")!["webSocketDebuggerUrl"]!), CancellationToken.None);
    }

    /// <summary>Sends a command and waits for its result; what happens meanwhile is kept.</summary>
    public async Task<JsonNode> Send(string method, JsonObject? parameters = null)
    {
        int id = ++count;
        byte[] message = Encoding.UTF8.GetBytes(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] }.ToJsonString());
        using CancellationTokenSource limit = new(Patience);
        await socket.SendAsync(message, WebSocketMessageType.Text, true, limit.Token);
        while (true)
        {
            JsonNode answer = await Receive(limit.Token);
            if ((int?)answer["id"] == id)
            {
                return answer["result"] ?? throw new InvalidOperationException($"{method}: {answer.ToJsonString()}");
            }

            events.Add(answer);
        }
    }

    async Task<JsonNode> Receive(CancellationToken limit)
    {
        using MemoryStream whole = new();
        byte[] buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, limit);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new WebSocketException("closed");
            }

            whole.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(whole.ToArray())!;
    }
}
