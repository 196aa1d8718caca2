"""Finite displacements of a crystal by phonopy with the calculator: prints the eigenvalues of its dynamical matrices.

usage: phonopy_run.py STRUCTURE DISPLACEMENT; prints JSON {"eigenvalues": [[...] at q = 0 and q = 1/2 0 0]}
"""
import json
import sys

import inscore
import numpy as np
from ase import Atoms
from phonopy import Phonopy
from phonopy.structure.atoms import PhonopyAtoms

structure = inscore.read(sys.argv[1])
unit = PhonopyAtoms(numbers=structure.numbers, positions=structure.positions, cell=structure.cell, masses=structure.masses)
phonon = Phonopy(unit, supercell_matrix=np.diag([2, 1, 1]), symprec=1e-4)
phonon.generate_displacements(distance=float(sys.argv[2]), is_plusminus=True)
calculator = inscore.InsCore()
forces = []
for cell in phonon.supercells_with_displacements:
    atoms = Atoms(numbers=cell.numbers, positions=cell.positions, cell=cell.cell, pbc=True, calculator=calculator)
    forces.append(atoms.get_forces())
phonon.forces = forces
phonon.produce_force_constants()
eigenvalues = []
for q in [0, 0, 0], [0.5, 0, 0]:
    phonon.dynamical_matrix.run(q)
    eigenvalues.append(np.linalg.eigvalsh(phonon.dynamical_matrix.dynamical_matrix).tolist())
print(json.dumps({"eigenvalues": eigenvalues}))
