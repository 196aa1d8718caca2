using System.Numerics;
using System.Runtime.CompilerServices;
using InsCore.Kernels.OpenCl;

namespace InsCore.Potentials.Mace;

/// <summary>The kernels of native/opencl/mace.cl for one device and precision, and how they are launched there.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class OpenClMaceProgram<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Of one channel each; what the kernels of the contraction expect of GPUs.
    const int GroupItems = 32;

    // Of kernels that work on single edges or atoms.
    const int RowItems = 32;

    readonly OpenClProgram program;
    readonly Dictionary<string, OpenClKernel> kernels = [];
    readonly bool channelsFirst;

    /// <summary>Compiles, or takes what was compiled before.</summary>
    /// <param name="device">The device.</param>
    public OpenClMaceProgram(OpenClDevice device)
    {
        Device = device;
        Lanes = device.Info.IsGpu ? 1 : Kernels.NativeBlock.Of<T>();
        channelsFirst = Lanes == 1;
        Items = channelsFirst ? GroupItems : 1;
        program = device.Program(
            "mace.cl", $"REAL_BYTES={Unsafe.SizeOf<T>()}", $"LANES={Lanes}", $"CHANNELS_FIRST={(channelsFirst ? 1 : 0)}", $"ITEMS={Items}");
        Queue = device.CreateQueue();
    }

    /// <summary>The device.</summary>
    public OpenClDevice Device { get; }

    /// <summary>Commands.</summary>
    public OpenClQueue Queue { get; }

    /// <summary>Channels of a work item.</summary>
    public int Lanes { get; }

    /// <summary>Work items that share an atom where channels are summed over.</summary>
    public int Items { get; }

    /// <summary>Atoms that go through the polynomials of the contraction together (TOGETHER in mace_nodes.cl).</summary>
    public int AtomsTogether => channelsFirst ? 1 : 4;

    /// <summary>True if each atom has a work-group of its own, false if a work item goes through many atoms.</summary>
    public bool HasGroupForEachAtom => channelsFirst;

    /// <summary>A kernel about to be given arguments.</summary>
    public OpenClCall Call(string name) => new(Kernel(name));

    /// <summary>A kernel; compiled, by many drivers, when it is first launched.</summary>
    public OpenClKernel Kernel(string name)
    {
        if (!kernels.TryGetValue(name, out OpenClKernel? kernel))
        {
            kernels.Add(name, kernel = program.Kernel(name));
        }

        return kernel;
    }

    /// <summary>A work item for each channel or vector of them, of each atom or range of atoms.</summary>
    public void RunChannels(OpenClCall call, int channels, int atoms)
    {
        if (channelsFirst)
        {
            Queue.Run(call.Kernel, [channels, atoms], [GroupItems, 1]);
        }
        else
        {
            Queue.Run(call.Kernel, [atoms, channels], [1, 1]);
        }
    }

    /// <summary>Rows and vectors of columns that a work item of a product takes, and the kernel that does it.</summary>
    /// <param name="parts">Columns, in <see cref="Lanes"/>.</param>
    public (int Rows, int Vectors, string Kernel) Tile(int parts) =>
        channelsFirst ? (8, 1, "multiply_8_1") : parts % 4 == 0 ? (6, 4, "multiply_6_4") : (8, 2, "multiply_8_2");

    /// <summary>A work-group for each atom or range of atoms.</summary>
    public void RunGroups(OpenClCall call, int groups) => Queue.Run(call.Kernel, [groups * Items], [Items]);

    /// <summary>A work item for each row.</summary>
    public void RunRows(OpenClCall call, int rows) => Queue.Run(call.Kernel, [rows], [RowItems]);
}
