using System.Runtime.InteropServices;

namespace InsCore.Kernels.OpenCl;

/// <summary>Sizes of one receiver's message sum, as native/opencl/tangents.cl declares them.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct MessageSizes(
    int Channels, int Edges, int Slots, int Sets, int Paths, int Terms, int FeatureSize, int MessageSize, int ReceiverSlot, int TangentSlots, int FirstEdge,
    int FirstTangentSlot);

/// <summary>What one target component of a message is coupled with.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct MessageTarget(int Path, int Message, int Sources, int FirstSource, int FirstCoupling);

/// <summary>Which rows a linear map reads and writes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct MapSlots(int Slots, int XSlots, int XFirst, int FirstPlace, int YSlots, int YFirst);

/// <summary>A pair of numbers of a table.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct IntPair(int X, int Y);

/// <summary>Four numbers of a table.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct IntQuad(int X, int Y, int Z, int W);
