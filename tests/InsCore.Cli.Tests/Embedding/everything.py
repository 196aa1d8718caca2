"""Calls everything that the module has, for comparison with the library in another process.

usage: everything.py STRUCTURE; prints JSON
"""
import json
import sys

import inscore
import numpy as np

crystal = inscore.read(sys.argv[1])
heavy = crystal._replace(masses=np.where(crystal.numbers == 1, 2.014, crystal.masses))  # deuterated
model, single = inscore.Model(threads=2), inscore.Model(precision="float32", executor="managed", threads=1)
moved = crystal._replace(positions=crystal.positions + 0.02 * np.sin(np.arange(crystal.positions.size)).reshape(-1, 3))
energy, forces, stress = model.evaluate(moved)
relaxed = model.relax(moved, pressure=0.5)
modes = model.modes(heavy, [2, 1, 1])
tosca = model.spectrum(heavy, [2, 1, 1], temperature=100, minimum_energy=-20, maximum_energy=1500, bin_width=2, orders=3)
maps = model.spectrum(heavy, [1, 1, 1], temperature=0, instrument="maps", incident_energies=[100, 250], maximum_energy=1800)
errors = {}
for name, call in {
    "element": lambda: model.evaluate(crystal._replace(numbers=[26] * 36)),
    "flat": lambda: model.evaluate(crystal._replace(cell=np.zeros((3, 3)))),
    "nan": lambda: model.evaluate(crystal._replace(positions=crystal.positions * np.nan)),
    "slab": lambda: model.evaluate(crystal._replace(pbc=[True, True, False])),
    "shape": lambda: model.evaluate(crystal._replace(positions=crystal.positions[:5])),
    "file": lambda: inscore.Model("absent.model"),
    "overlap": lambda: model.evaluate(inscore.Structure([1, 1], [[0, 0, 0], [0, 0, 0.01]])),
}.items():
    try:
        call()
        errors[name] = "none"
    except (inscore.InsCoreError, ValueError) as e:
        errors[name] = f"{type(e).__name__} {getattr(e, 'status', '')} {e}"
print(json.dumps({
    "version": inscore.__version__, "elements": model.elements.tolist(), "cutoff": model.cutoff, "single": single.evaluate(moved)[0],
    "energy": energy, "forces": forces.ravel().tolist(), "stress": stress.ravel().tolist(),
    "positions": relaxed[0].ravel().tolist(), "cell": relaxed[1].ravel().tolist(),
    "matrix": model.dynamical_matrix(heavy, [[0, 0, 0], [0.3, 0.1, -0.2]])[1].view(float).ravel().tolist(),
    "q": modes.q.ravel().tolist(), "weights": modes.weights.tolist(), "energies": modes.energies.ravel().tolist(),
    "norm": np.linalg.norm(modes.vectors.reshape(modes.energies.size, -1), axis=1).tolist(),
    "tosca": {k: v.ravel().tolist() for k, v in tosca.banks.items()}, "axis": tosca.energies.tolist(),
    "maps": {k: v[0].tolist() for k, v in maps.banks.items()}, "errors": errors,
}))
