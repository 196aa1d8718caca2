using System.CommandLine;
using InsCore.Phonons;

namespace InsCore.Cli;

/// <summary>The flags that say how a phonon file is read, and where its companions are.</summary>
internal sealed class PhononFlags
{
    readonly SumRule fallback;
    readonly Option<string?> cells = new("--cells") { Description = "phonopy: file with the cells (default: phonopy.yaml, phonopy_params.yaml or phonopy_disp.yaml beside the file)." };
    readonly Option<string?> forces = new("--forces") { Description = "phonopy: force_constants.hdf5, FORCE_CONSTANTS or FORCE_SETS (default: beside the file)." };
    readonly Option<string?> born = new("--born") { Description = "phonopy: file BORN (default: beside the file, where the cells come without charges)." };
    readonly Option<bool> noCharges = new("--no-nac") { Description = "Leave Born charges out." };
    readonly Option<string?> sumRule = new("--asr") { Description = "Acoustic sum rule of force constants: projection, realspace, reciprocal, none." };
    readonly Option<string?> dipoles = new("--dipoles") { Description = "Whether force constants hold the dipole interaction: included or removed (default: as the format has it)." };

    /// <summary>Adds the flags to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="fallback">The sum rule where none is asked for.</param>
    public PhononFlags(Command command, SumRule fallback = SumRule.Projection)
    {
        this.fallback = fallback;
        foreach (Option option in (Option[])[cells, forces, born, noCharges, sumRule, dipoles])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What the command line says.</summary>
    public PhononInputOptions Read(ParseResult parse) => new()
    {
        Cells = parse.GetValue(cells),
        Forces = parse.GetValue(forces),
        Born = parse.GetValue(born),
        UseCharges = !parse.GetValue(noCharges),
        SumRule = Choice("--asr", parse.GetValue(sumRule), fallback),
        Dipoles = parse.GetValue(dipoles) is { } text ? Choice("--dipoles", text, DipoleTail.Included) : null,
    };

    static T Choice<T>(string flag, string? text, T fallback)
        where T : struct, Enum => text is null ? fallback
        : Enum.TryParse(text, ignoreCase: true, out T value) && !char.IsAsciiDigit(text[0]) ? value
        : throw new InsInputException(flag, null, $"\"{text}\" is not known", $"choose one of: {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
}
