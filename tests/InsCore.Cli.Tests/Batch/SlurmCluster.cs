using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Xunit;

namespace InsCore.Cli.Tests.Batch;

/// <summary>A Slurm of one node in a temporary folder: munged, slurmctld and slurmd, which end with it, whatever happens.</summary>
internal sealed class SlurmCluster : IDisposable
{
    // Of the node, MiB; tasks ask for less. config_overrides lets it be said on a machine with any memory.
    const int Memory = 4000;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly TemporaryFolder folder = new();
    readonly List<Process> daemons = [];

    /// <summary>Starts it; skips the test with a reason where that cannot be.</summary>
    public SlurmCluster()
    {
        string[] programs = ["munged", "slurmctld", "slurmd", "sbatch"];
        string[] absent = [.. programs.Where(p => Find(p) is null)];
        if (absent.Length > 0 || Environment.UserName != "root")
        {
            folder.Dispose();
            Assert.Skip(absent.Length > 0 ? $"{string.Join(", ", absent)} are not installed (slurm-wlm, munge)" : "only root can start a Slurm node");
        }

        // Also where the test program ends by itself.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();
        try
        {
            Begin();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    string Config => Path.Combine(folder.Path, "slurm.conf");

    /// <summary>Calls a command of Slurm.</summary>
    /// <returns>Its output.</returns>
    public string Call(string command, params string[] arguments)
    {
        (int code, string output, string error) = Try(command, arguments);
        Assert.True(code == 0, $"{command} {string.Join(' ', arguments)}: {error}");
        return output.Trim();
    }

    /// <summary>Waits until something holds.</summary>
    public void WaitFor(string what, TimeSpan patience, Func<bool> holds)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(watch.Elapsed < patience, $"{what} did not happen\n{Try("squeue").Output}\n{Tail("slurmctld.log")}\n{Tail("slurmd.log")}");
            Thread.Sleep(200);
        }
    }

    public void Dispose()
    {
        Stop();
        folder.Dispose();
    }

    void Begin()
    {
        string key = Path.Combine(folder.Path, "munge.key"), socket = Path.Combine(folder.Path, "munge.socket");
        File.WriteAllBytes(key, RandomNumberGenerator.GetBytes(128));
        Call("chmod", "400", key);
        Call("chmod", "755", folder.Path);
        Start("munged", "--foreground", "--force", $"--key-file={key}", $"--socket={socket}", $"--pid-file={folder.Path}/munged.pid", $"--log-file={folder.Path}/munged.log", $"--seed-file={folder.Path}/munge.seed");
        WaitFor("the socket of munge", Patience, () => File.Exists(socket));
        Array.ForEach(["state", "spool"], name => Directory.CreateDirectory(Path.Combine(folder.Path, name)));
        File.WriteAllText(Config, Configuration(socket));
        Start("slurmctld", "-D", "-f", Config);
        Start("slurmd", "-D", "-f", Config);
        WaitFor("an idle node", Patience, () => Try("sinfo", "--noheader", "--format=%t").Output.Trim() == "idle");
    }

    // A task that is queued again waits until its credential has expired, two minutes unless told otherwise.
    string Configuration(string socket)
    {
        string host = Environment.MachineName.Split('.')[0];
        return $"""
            ClusterName=test
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={FreePort()}
            SlurmdPort={FreePort()}
            AuthType=auth/munge
            AuthInfo=socket={socket},cred_expire=5
            SlurmUser=root
            SlurmdUser=root
            StateSaveLocation={folder.Path}/state
            SlurmdSpoolDir={folder.Path}/spool
            SlurmctldPidFile={folder.Path}/slurmctld.pid
            SlurmdPidFile={folder.Path}/slurmd.pid
            SlurmctldLogFile={folder.Path}/slurmctld.log
            SlurmdLogFile={folder.Path}/slurmd.log
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            SwitchType=switch/none
            MpiDefault=none
            JobAcctGatherType=jobacct_gather/none
            AccountingStorageType=accounting_storage/none
            ReturnToService=2
            SlurmdParameters=config_overrides
            SchedulerType=sched/backfill
            SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core_Memory
            KillWait=5
            NodeName={host} NodeAddr=127.0.0.1 CPUs={Math.Max(2, Environment.ProcessorCount)} RealMemory={Memory} State=UNKNOWN
            PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP

            """;
    }

    ChildProcess Try(string command, params string[] arguments) =>
        ChildProcess.TryRun(command, Environment.CurrentDirectory, new Dictionary<string, string?> { ["SLURM_CONF"] = Config }, arguments)!;

    void Start(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(Find(program)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_CONF"] = Config;
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        daemons.Add(process);
    }

    // Jobs first, whose processes would outlive the daemons.
    void Stop()
    {
        lock (daemons)
        {
            if (daemons.Count == 3 && !daemons[1].HasExited)
            {
                Try("scancel", "--signal=KILL", "--full", "--user=root");
                Try("scancel", "--user=root");
            }

            foreach (Process daemon in Enumerable.Reverse(daemons))
            {
                daemon.Kill(entireProcessTree: true);
                daemon.WaitForExit();
                daemon.Dispose();
            }

            daemons.Clear();
        }
    }

    string Tail(string log)
    {
        string path = Path.Combine(folder.Path, log);
        return File.Exists(path) ? string.Join('\n', File.ReadLines(path).TakeLast(15)) : "";
    }

    static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/sbin"])
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
