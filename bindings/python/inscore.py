"""InsCore for Python: NumPy arrays in and out, and a calculator for ASE, on libinscore_embed through ctypes.

Units are ASE's (Angstrom, eV, u), energy transfers of spectra are in cm^-1, wave vectors in fractional coordinates of the reciprocal
lattice. A structure is an ase.Atoms or anything else with numbers, positions, cell and pbc, such as the Structure of this module. The
library is the one that INSCORE_EMBED_PATH names, or that lies beside this file, or that the system finds. Everything that cannot be
done raises InsCoreError with a line that says why. Calls release the interpreter's lock. Do not fork after the first call: start
processes with multiprocessing's method "spawn".
"""
import ctypes
import os
from collections import namedtuple

import numpy as np

try:
    from ase.calculators.calculator import Calculator, all_changes
except ImportError:  # NumPy alone will do for everything but the calculator
    Calculator, all_changes = object, []

ABI = 1
Structure = namedtuple("Structure", "numbers positions cell pbc masses", defaults=(None, False, None))
Modes = namedtuple("Modes", "q weights energies vectors")
Spectrum = namedtuple("Spectrum", "energies banks")


class InsCoreError(RuntimeError):
    """What InsCore refuses or cannot do; status is that of the C header."""

    def __init__(self, status, text):
        super().__init__(text)
        self.status = status


class _Structure(ctypes.Structure):
    _fields_ = [("atoms", ctypes.c_int32), ("periodic", ctypes.c_int32 * 3), ("numbers", ctypes.c_void_p),
                ("positions", ctypes.c_void_p), ("cell", ctypes.c_void_p), ("masses", ctypes.c_void_p)]


class _Options(ctypes.Structure):
    _fields_ = [("instrument", ctypes.c_char_p), ("temperature", ctypes.c_double), ("minimum_energy", ctypes.c_double),
                ("maximum_energy", ctypes.c_double), ("bin_width", ctypes.c_double), ("incident_energies", ctypes.c_void_p),
                ("incident_energy_count", ctypes.c_int32), ("orders", ctypes.c_int32)]


def _open():
    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "libinscore_embed.so")
    path = os.environ.get("INSCORE_EMBED_PATH") or (beside if os.path.exists(beside) else "libinscore_embed.so")
    library = ctypes.CDLL(path)
    if library.inscore_abi_version() != ABI:
        raise ImportError(f"{path} has interface version {library.inscore_abi_version()}, this module needs {ABI}")
    for text in (library.inscore_version, library.inscore_last_error):
        text.restype = ctypes.c_char_p
    return library


_library = _open()
__version__ = _library.inscore_version().decode()


def _call(name, *arguments):
    """Calls a function of the library; arrays pass their address, texts their UTF-8."""
    c = [a.ctypes.data_as(ctypes.c_void_p) if isinstance(a, np.ndarray) else a.encode() if isinstance(a, str)
         else ctypes.c_double(a) if isinstance(a, float) else a for a in arguments]
    status = getattr(_library, "inscore_" + name)(*c)
    if status:
        raise InsCoreError(status, _library.inscore_last_error().decode())


class _Handle:
    """A number of the library that is freed with the object."""

    def __init__(self, name, *arguments):
        self._as_parameter_ = ctypes.c_uint64()
        _call(name, *arguments, ctypes.byref(self._as_parameter_))

    def __del__(self, free=_library.inscore_free):
        if self._as_parameter_:
            free(self)


def _array(values, dtype, shape):
    array = np.ascontiguousarray(np.asarray(values).astype(dtype, casting="same_kind", copy=False))
    if array.shape != shape:
        raise ValueError(f"an array has shape {array.shape}, not {shape}")
    return array


def _pass(structure):
    """A structure as the library takes it, with the arrays that it points to."""
    numbers = _array(structure.numbers, np.int32, (len(structure.numbers),))
    positions = _array(structure.positions, float, (len(numbers), 3))
    periodic = [int(p) for p in np.broadcast_to(structure.pbc, 3)]
    cell = _array(structure.cell, float, (3, 3)) if any(periodic) else np.zeros((3, 3))
    masses = structure.get_masses() if hasattr(structure, "get_masses") else structure.masses
    masses = None if masses is None else _array(masses, float, (len(numbers),))
    arrays = numbers, positions, cell, masses
    addresses = [None if a is None else a.ctypes.data for a in arrays]
    return _Structure(len(numbers), (ctypes.c_int32 * 3)(*periodic), *addresses), arrays


def read(path):
    """The structure in a file: CIF, XYZ, extended XYZ, POSCAR, CASTEP .cell, FHI-aims geometry.in."""
    count, periodic, cell = ctypes.c_int32(), np.zeros(3, np.int32), np.zeros((3, 3))
    _call("read_structure", os.fspath(path), 0, ctypes.byref(count), None, None, None, None, None)
    n = count.value
    numbers, positions, masses = np.zeros(n, np.int32), np.zeros((n, 3)), np.zeros(n)
    _call("read_structure", os.fspath(path), n, ctypes.byref(count), periodic, numbers, positions, cell, masses)
    return Structure(numbers, positions, cell, periodic.astype(bool), masses)


class Model:
    """A MACE model: "default" or a file. precision "float64" or "float32"; executor "automatic", "managed", "native" or "opencl"; threads
    0 for all cores."""

    def __init__(self, model="default", precision="float64", executor="automatic", threads=0):
        precisions, executors = ["float64", "float32"], ["automatic", "managed", "native", "opencl"]
        if precision not in precisions or executor not in executors:
            raise ValueError(f"precision is one of {precisions}, executor one of {executors}")
        self._handle = _Handle("load_model", os.fspath(model), precisions.index(precision), executors.index(executor), threads)
        text, cutoff, known = ctypes.create_string_buffer(500), ctypes.c_double(), np.zeros(119, np.int32)
        _call("describe_model", self._handle, len(text), text, ctypes.byref(cutoff), known)
        self.description, self.cutoff, self.elements = text.value.decode(), cutoff.value, np.flatnonzero(known)

    def evaluate(self, structure):
        """Energy (eV), forces [n, 3] (eV/Angstrom), stress [3, 3] (eV/Angstrom^3; None for a molecule)."""
        passed, arrays = _pass(structure)
        energy, forces = ctypes.c_double(), np.zeros((len(arrays[0]), 3))
        stress = np.zeros((3, 3)) if any(passed.periodic) else None
        _call("evaluate", self._handle, ctypes.byref(passed), ctypes.byref(energy), forces, stress)
        return energy.value, forces, stress

    def relax(self, structure, pressure=0.0, fixed_cell=False, force_tolerance=1e-4):
        """The crystal relaxed at a pressure (GPa), its space group kept: positions [n, 3] and cell [3, 3] (Angstrom)."""
        passed, arrays = _pass(structure)
        positions, cell = np.zeros_like(arrays[1]), np.zeros((3, 3))
        _call("relax", self._handle, ctypes.byref(passed), float(pressure), int(fixed_cell), float(force_tolerance),
              positions, cell, None)
        return positions, cell

    def dynamical_matrix(self, structure, q):
        """D(q), complex [3n, 3n], or [..., 3n, 3n] for q [..., 3], eV/(Angstrom^2 u): exact second derivatives, phase exp(+2 pi i q.R)
        with R the lattice vector of the cell, divided by sqrt(m_i m_j)."""
        passed, arrays = _pass(structure)
        waves = _array(q, float, np.shape(q)[:-1] + (3,))
        size = 3 * len(arrays[0])
        matrices = np.zeros(waves.shape[:-1] + (size, size), complex)
        _call("dynamical_matrices", self._handle, ctypes.byref(passed), waves.size // 3, waves, matrices)
        return matrices

    def modes(self, structure, mesh):
        """Modes of a relaxed crystal on a mesh of three divisions, one wave vector of each star: q [nq, 3], weights [nq], energies
        [nq, 3n] (eV, negative for imaginary modes), vectors [nq, 3n, n, 3], the mode before the atom."""
        return self._modes(structure, mesh)[1]

    def _modes(self, structure, mesh):
        passed, arrays = _pass(structure)
        handle = _Handle("compute_modes", self._handle, ctypes.byref(passed), _array(mesh, np.int32, (3,)))
        count, size, n = ctypes.c_int32(), ctypes.c_int32(), len(arrays[0])
        _call("modes_size", handle, ctypes.byref(count), ctypes.byref(size))
        nq, nm = count.value, size.value
        modes = Modes(np.zeros((nq, 3)), np.zeros(nq), np.zeros((nq, nm)), np.zeros((nq, nm, n, 3), complex))
        _call("read_modes", handle, *modes)
        return handle, modes

    def spectrum(self, structure, mesh, temperature=10.0, instrument="tosca", minimum_energy=0.0, maximum_energy=4100.0, bin_width=1.0,
                 incident_energies=(), orders=5):
        """The powder spectrum of a relaxed crystal: energies [nb] (cm^-1) and, by the name of each bank, intensities [1 + orders, nb]
        (barn/sr per cm^-1 per cell), row 0 of all phonon orders together. Incident energies in meV, for direct geometry."""
        incident = np.ascontiguousarray(incident_energies, float)
        options = _Options(instrument.encode(), temperature, minimum_energy, maximum_energy, bin_width, incident.ctypes.data,
                           incident.size, orders)
        handle = _Handle("compute_spectrum", self._modes(structure, mesh)[0], ctypes.byref(options))
        bins, count, name = ctypes.c_int32(), ctypes.c_int32(), ctypes.create_string_buffer(100)
        _call("spectrum_size", handle, ctypes.byref(bins), ctypes.byref(count))
        energies, banks = np.zeros(bins.value), {}
        for bank in range(count.value):
            rows = np.zeros((1 + orders, bins.value))
            for order in range(1 + orders):
                _call("read_spectrum", handle, bank, order, len(name), name, energies, rows[order])
            banks[name.value.decode()] = rows
        return Spectrum(energies, banks)


class InsCore(Calculator):
    """Calculator for ASE; the arguments are those of Model. calc.model gives dynamical matrices, modes and spectra besides."""

    implemented_properties = ["energy", "free_energy", "forces", "stress"]

    def __init__(self, model="default", precision="float64", executor="automatic", threads=0, **kwargs):
        if Calculator is object:
            raise ImportError("the calculator needs ase")
        super().__init__(**kwargs)
        self.model = Model(model, precision, executor, threads)

    def calculate(self, atoms=None, properties=("energy",), system_changes=all_changes):
        super().calculate(atoms, properties, system_changes)
        energy, forces, stress = self.model.evaluate(self.atoms)
        self.results = {"energy": energy, "free_energy": energy, "forces": forces}
        if stress is not None:
            self.results["stress"] = stress.flat[[0, 4, 8, 5, 2, 1]]
