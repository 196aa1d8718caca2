using InsCore.Potentials;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials;

public sealed class ModelSummaryTests
{
    [Fact]
    public void Summary_DefaultModel_SaysWhatItIs() => Assert.Equal(
        [
            ("class", "ScaleShiftMACE"),
            ("stored precision", "float32"),
            ("parameters", "90032"),
            ("elements", "4: H C S I"),
            ("cutoff", "5 Å"),
            ("radial basis", "8 Bessel functions of the distance, envelope p = 5"),
            ("pair repulsion", "none"),
            ("l_max", "3"),
            ("layer 1", "RealAgnosticResidualInteractionBlock, hidden 32x0e+32x1o, correlation 3, messages up to l = 3, "
                + "13.633 neighbours on average"),
            ("layer 2", "RealAgnosticResidualInteractionBlock, hidden 32x0e, correlation 3, messages up to l = 3, "
                + "13.633 neighbours on average"),
            ("head 0", "Default, E0 of 4 elements"),
        ],
        MacePotential.Load().Summary);

    [Fact]
    public void Summary_TwoHeadsDensityRepulsion_SaysWhatItIs() => Assert.Equal(
        [
            ("class", "ScaleShiftMACE"),
            ("stored precision", "float64"),
            ("parameters", "32480"),
            ("elements", "4: H C S I"),
            ("cutoff", "4.5 Å"),
            ("radial basis", "8 Bessel functions of the distance after Agnesi's transform, envelope p = 5"),
            ("pair repulsion", "ZBL, envelope p = 5"),
            ("l_max", "3"),
            ("layer 1", "RealAgnosticDensityInteractionBlock, hidden 8x0e+8x1o+8x2e, correlation 2, messages up to l = 3, "
                + "divided by the density"),
            ("layer 2", "RealAgnosticDensityResidualInteractionBlock, hidden 8x0e, correlation 2, messages up to l = 3, "
                + "divided by the density"),
            ("head 0", "pbe, E0 of 4 elements"),
            ("head 1", "omol, E0 of 4 elements"),
        ],
        MacePotential.Load(TestData.Own("mace/twohead_L2.model")).Summary);
}
