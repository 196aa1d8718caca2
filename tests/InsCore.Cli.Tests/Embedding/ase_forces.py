"""ASE's own tests of forces and stress on the calculator: a molecule and a crystal.

usage: ase_forces.py STRUCTURE; prints JSON of largest differences from numerical derivatives and of what is compared.
"""
import json
import sys

import inscore
import numpy as np
from ase.build import molecule
from ase.calculators.test import gradient_test, numeric_force
from ase.io import read

calculator = inscore.InsCore()
thiophene = molecule("C4H4S")
thiophene.rattle(0.05, seed=1)
thiophene.calc = calculator
analytic, numeric = gradient_test(thiophene, [0, 2, 7])  # the last of its steps, 1e-8 Angstrom, is all rounding
fine = np.array([[numeric_force(thiophene, a, i, 1e-4) for i in range(3)] for a in [0, 2, 7]])

crystal = read(sys.argv[1])
crystal.set_cell(crystal.cell.array @ (np.eye(3) + np.array([[0.01, 0.004, 0], [0, -0.008, 0.003], [0, 0, 0.006]])), scale_atoms=True)
crystal.rattle(0.03, seed=2)
crystal.calc = calculator
stress = crystal.get_stress()
numeric_stress = calculator.calculate_numerical_stress(crystal, d=1e-5)
numeric_forces = np.array([[numeric_force(crystal, a, i, 1e-4) for i in range(3)] for a in [0, 20]])
print(json.dumps({
    "properties": inscore.InsCore.implemented_properties,
    "molecule_force": abs(analytic).max(), "molecule_error": abs(analytic - fine).max(), "coarse_error": abs(analytic - numeric).max(),
    "crystal_force": abs(crystal.get_forces()[[0, 20]]).max(), "crystal_error": abs(crystal.get_forces()[[0, 20]] - numeric_forces).max(),
    "stress": abs(stress).max(), "stress_error": abs(stress - numeric_stress).max(),
    "free_energy": crystal.get_potential_energy(force_consistent=True) - crystal.get_potential_energy(),
}))
