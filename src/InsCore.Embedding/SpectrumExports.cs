using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using InsCore.Scattering;

namespace InsCore.Embedding;

/// <summary>Exported functions on spectra; documented in inscore_embed.h.</summary>
internal static unsafe class SpectrumExports
{
    [UnmanagedCallersOnly(EntryPoint = "inscore_compute_spectrum", CallConvs = [typeof(CallConvCdecl)])]
    public static int Compute(ulong modes, SpectrumArgument* options, ulong* spectrum) => Boundary.Run(() =>
    {
        Modes known = Handles.Get<Modes>(modes);
        Argument.NotNull(spectrum, "spectrum");
        *spectrum = Handles.Add(InsCalculator.Compute(known.Phonons, known.Group, SpectrumArgument.Read(options, known.Threads)));
    });

    [UnmanagedCallersOnly(EntryPoint = "inscore_spectrum_size", CallConvs = [typeof(CallConvCdecl)])]
    public static int Size(ulong spectrum, int* bins, int* banks) => Boundary.Run(() =>
    {
        InsSpectrum computed = Handles.Get<InsSpectrum>(spectrum);
        Argument.CopyTo<int>([computed.Energies.Length], bins);
        Argument.CopyTo<int>([computed.Banks.Count], banks);
    });

    [UnmanagedCallersOnly(EntryPoint = "inscore_read_spectrum", CallConvs = [typeof(CallConvCdecl)])]
    public static int Read(ulong spectrum, int bank, int order, int capacity, byte* name, double* energies, double* intensities) => Boundary.Run(() =>
    {
        InsSpectrum computed = Handles.Get<InsSpectrum>(spectrum);
        int banks = computed.Banks.Count;
        Argument.Check(bank >= -1 && bank < banks, "bank", $"there is no bank {bank}", $"give 0 to {banks - 1}, or -1 for the last");
        BankSpectrum chosen = computed.Banks[bank < 0 ? banks - 1 : bank];
        Argument.Check(order >= 0 && order <= chosen.Orders, "order", $"there is no order {order}", $"give 0 for all together, or 1 to {chosen.Orders}");
        Text.CopyTo(chosen.Name, name, capacity);
        Argument.CopyTo<double>(computed.Energies, energies);
        Argument.CopyTo<double>(order == 0 ? chosen.Total : chosen.OfOrder(order), intensities);
    });
}
