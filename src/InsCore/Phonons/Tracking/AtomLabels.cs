using InsCore.Structures;

namespace InsCore.Phonons.Tracking;

/// <summary>Names of atoms that are the same for atoms equivalent by symmetry: the element and a number, e.g. C2.</summary>
internal static class AtomLabels
{
    /// <summary>[nAtoms].</summary>
    public static string[] Of(Crystal crystal, FactorGroup group)
    {
        int[] first = [.. Enumerable.Range(0, crystal.AtomCount).Select(i => group.Images.Min(image => image[i]))];
        int[] representatives = [.. first.Distinct().Order()];
        Dictionary<int, string> names = [];
        foreach (IGrouping<int, int> element in representatives.GroupBy(i => crystal.AtomicNumbers[i]))
        {
            int number = 0;
            foreach (int i in element)
            {
                names[i] = $"{Element.Symbol(element.Key)}{++number}";
            }
        }

        return Array.ConvertAll(first, i => names[i]);
    }
}
