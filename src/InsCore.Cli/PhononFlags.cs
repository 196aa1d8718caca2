using System.CommandLine;
using InsCore.Phonons;

namespace InsCore.Cli;

/// <summary>The flags that say how a phonon file is read, and where its companions are.</summary>
internal sealed class PhononFlags
{
    readonly Option<string?> cells = new("--cells") { Description = "phonopy: file with the cells (default: phonopy.yaml, phonopy_params.yaml or phonopy_disp.yaml beside the file), or with --dim the unit cell as a structure file (default: POSCAR-unitcell or POSCAR beside it)." };
    readonly Option<string?> dim = new("--dim") { Description = "phonopy without a yaml: its supercell, \"2 2 2\" or nine numbers, as phonopy has them." };
    readonly Option<string?> axes = new("--primitive-axes") { Description = "phonopy without a yaml: auto (default), P, F, I, A, C, R, or nine numbers, as phonopy has them." };
    readonly Option<string?> forces = new("--forces") { Description = "phonopy: force_constants.hdf5, FORCE_CONSTANTS or FORCE_SETS (default: beside the file)." };
    readonly Option<string?> born = new("--born") { Description = "phonopy: file BORN (default: beside the file, where the cells come without charges)." };
    readonly Option<bool> noCharges = new("--no-nac", "--no-charges") { Description = "Leave Born charges out." };
    readonly Option<string?> sumRule = new("--asr") { Description = "Acoustic sum rule of force constants: projection (export: none, else the default), realspace, reciprocal, none." };
    readonly Option<string?> dipoles = new("--dipoles") { Description = "Whether force constants hold the dipole interaction: included or removed (default: as the format has it)." };

    /// <summary>Adds the flags to a command.</summary>
    public PhononFlags(Command command)
    {
        foreach (Option option in (Option[])[cells, dim, axes, forces, born, noCharges, sumRule, dipoles])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What the command line says.</summary>
    /// <param name="parse">The call.</param>
    /// <param name="o">What holds where it says nothing: of a study file, or the defaults of the verb.</param>
    public PhononInputOptions Read(ParseResult parse, PhononInputOptions o) => new()
    {
        Cells = parse.GetValue(cells) ?? o.Cells,
        SupercellMatrix = parse.GetValue(dim) is { } numbers ? SettingText.SupercellMatrix("--dim", numbers) : o.SupercellMatrix,
        PrimitiveAxes = parse.GetValue(axes) is { } vectors ? SettingText.PrimitiveAxes("--primitive-axes", vectors) : o.PrimitiveAxes,
        Forces = parse.GetValue(forces) ?? o.Forces,
        Born = parse.GetValue(born) ?? o.Born,
        UseCharges = parse.GetResult(noCharges) is { Implicit: false } ? !parse.GetValue(noCharges) : o.UseCharges,
        SumRule = parse.GetValue(sumRule) is { } rule ? SettingText.Choice<SumRule>("--asr", rule) : o.SumRule,
        Dipoles = parse.GetValue(dipoles) is { } text ? SettingText.Choice<DipoleTail>("--dipoles", text) : o.Dipoles,
        Asymmetry = o.Asymmetry,
    };
}
