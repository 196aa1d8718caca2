/* The flat part of the C interface of spglib 1.16 to 2.x, written from its documentation. Its functions that return
 * structures are left out: their layout differs between versions.
 *
 * Layouts, all row-major:
 *
 *   lattice[9]      basis vectors in COLUMNS:  | a_x b_x c_x |
 *                                              | a_y b_y c_y |
 *                                              | a_z b_z c_z |
 *   position[3 n]   fractional coordinates:    x_1 y_1 z_1  x_2 y_2 z_2  ...
 *   types[n]        any integers; atoms of one type are interchangeable
 *   rotation[9 m]   W_11 W_12 W_13 W_21 ... W_33, next operation ...    x' = W x + w (fractional, columns)
 *   translation[3 m] w_1 w_2 w_3, next operation ...
 *
 * symprec is the distance within which positions count as equal, in the unit of the lattice. Functions return 0 on failure;
 * spg_get_error_code tells why (one global value: call from one thread at a time). */
#include <stdint.h>

typedef enum spglib_error {
    SPGLIB_SUCCESS = 0,
    SPGERR_SPACEGROUP_SEARCH_FAILED,
    SPGERR_CELL_STANDARDIZATION_FAILED,
    SPGERR_SYMMETRY_OPERATION_SEARCH_FAILED,
    SPGERR_ATOMS_TOO_CLOSE,
    SPGERR_POINTGROUP_NOT_FOUND,
    SPGERR_NIGGLI_FAILED,
    SPGERR_DELAUNAY_FAILED,
    SPGERR_ARRAY_SIZE_SHORTAGE,
    SPGERR_NONE
} spglib_error;

/** Major version of the library. */
int32_t spg_get_major_version(void);

/** Minor version of the library. */
int32_t spg_get_minor_version(void);

/** Micro version of the library. */
int32_t spg_get_micro_version(void);

/** Reason of the last failure. */
spglib_error spg_get_error_code(void);

/** Text of a reason; owned by the library. */
const char *spg_get_error_message(spglib_error error);

/** Symmetry operations of a cell as given, primitive or not.
 * @param[out] rotation [9 * max_size]
 * @param[out] translation [3 * max_size]
 * @param[in] lattice [9]
 * @param[in] position [3 * num_atom]
 * @param[in] types [num_atom]
 * @return number of operations; 0 on failure, also if max_size is too small */
int32_t spg_get_symmetry(int32_t *rotation, double *translation, int32_t max_size, const double *lattice,
                         const double *position, const int32_t *types, int32_t num_atom, double symprec);

/** Number of symmetry operations of a cell.
 * @param[in] lattice [9]
 * @param[in] position [3 * num_atom]
 * @param[in] types [num_atom] */
int32_t spg_get_multiplicity(const double *lattice, const double *position, const int32_t *types, int32_t num_atom,
                             double symprec);

/** Space group: number and short Hermann-Mauguin symbol.
 * @param[out] symbol [11] text, zero-terminated
 * @param[in] lattice [9]
 * @param[in] position [3 * num_atom]
 * @param[in] types [num_atom]
 * @return number in the International Tables */
int32_t spg_get_international(char *symbol, const double *lattice, const double *position, const int32_t *types,
                              int32_t num_atom, double symprec);

/** Point group of a set of rotations.
 * @param[out] symbol [6] text, zero-terminated
 * @param[out] trans_mat [9] transformation to the standard axes
 * @param[in] rotations [9 * num_rotations]
 * @return number of the point group, 1 to 32 */
int32_t spg_get_pointgroup(char *symbol, int32_t *trans_mat, const int32_t *rotations, int32_t num_rotations);

/** Irreducible points of a mesh in reciprocal space, found from a cell.
 * @param[out] grid_address [3 * n], n = mesh_1 mesh_2 mesh_3: integer address of each grid point
 * @param[out] ir_mapping_table [n]: irreducible grid point of each grid point
 * @param[in] mesh [3]
 * @param[in] is_shift [3]: 1 shifts by half a step: q_i = (address_i + is_shift_i / 2) / mesh_i
 * @param[in] lattice [9]
 * @param[in] position [3 * num_atom]
 * @param[in] types [num_atom]
 * @return number of irreducible points */
int32_t spg_get_ir_reciprocal_mesh(int32_t *grid_address, int32_t *ir_mapping_table, const int32_t *mesh,
                                   const int32_t *is_shift, int32_t is_time_reversal, const double *lattice,
                                   const double *position, const int32_t *types, int32_t num_atom, double symprec);

/** Irreducible points of a mesh in reciprocal space, found from rotations that leave some wave vectors unchanged.
 * @param[out] grid_address [3 * n], n = mesh_1 mesh_2 mesh_3
 * @param[out] ir_mapping_table [n]
 * @param[in] mesh [3]
 * @param[in] is_shift [3]
 * @param[in] rotations [9 * num_rot] rotations of the crystal in real space
 * @param[in] qpoints [3 * num_q] fractional; one zero vector for no restriction
 * @return number of irreducible points */
int32_t spg_get_stabilized_reciprocal_mesh(int32_t *grid_address, int32_t *ir_mapping_table, const int32_t *mesh,
                                           const int32_t *is_shift, int32_t is_time_reversal, int32_t num_rot,
                                           const int32_t *rotations, int32_t num_q, const double *qpoints);

/** Replaces a cell by its standardized one. The arrays must have room for 4 num_atom atoms.
 * @param[in,out] lattice [9]
 * @param[in,out] position [3 * 4 * num_atom]
 * @param[in,out] types [4 * num_atom]
 * @return number of atoms after */
int32_t spg_standardize_cell(double *lattice, double *position, int32_t *types, int32_t num_atom, int32_t to_primitive,
                             int32_t no_idealize, double symprec);

/** Replaces a cell by a primitive one.
 * @param[in,out] lattice [9]
 * @param[in,out] position [3 * num_atom]
 * @param[in,out] types [num_atom]
 * @return number of atoms after */
int32_t spg_find_primitive(double *lattice, double *position, int32_t *types, int32_t num_atom, double symprec);

/** Niggli reduction.
 * @param[in,out] lattice [9] */
int32_t spg_niggli_reduce(double *lattice, double symprec);

/** Delaunay reduction.
 * @param[in,out] lattice [9] */
int32_t spg_delaunay_reduce(double *lattice, double symprec);
