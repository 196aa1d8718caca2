/* The dense linear algebra that InsCore calls, under the names that oneMKL, MKL, OpenBLAS and the reference libraries
 * share: CBLAS, and Fortran LAPACK (every argument by address, hidden string lengths at the end). Integers are 32 bits.
 *
 * Written from the documentation of BLAS and LAPACK. Bound as a table of function pointers (no library path in
 * lapack.rsp), because which library serves is decided at run time and several may be loaded at once. */
#include <stddef.h>
#include <stdint.h>

typedef enum cblas_order {
    CBLAS_ROW_MAJOR = 101,
    CBLAS_COLUMN_MAJOR = 102
} cblas_order;

typedef enum cblas_transpose {
    CBLAS_NO_TRANSPOSE = 111,
    CBLAS_TRANSPOSE = 112
} cblas_transpose;

/** C = alpha op(A) op(B) + beta C.
 * @param[in] a [m * k], leading dimension lda
 * @param[in] b [k * n], leading dimension ldb
 * @param[in,out] c [m * n], leading dimension ldc */
void cblas_dgemm(cblas_order order, cblas_transpose trans_a, cblas_transpose trans_b, int32_t m, int32_t n, int32_t k,
                 double alpha, const double *a, int32_t lda, const double *b, int32_t ldb, double beta, double *c,
                 int32_t ldc);

/** The same in single precision.
 * @param[in] a [m * k], leading dimension lda
 * @param[in] b [k * n], leading dimension ldb
 * @param[in,out] c [m * n], leading dimension ldc */
void cblas_sgemm(cblas_order order, cblas_transpose trans_a, cblas_transpose trans_b, int32_t m, int32_t n, int32_t k,
                 float alpha, const float *a, int32_t lda, const float *b, int32_t ldb, float beta, float *c, int32_t ldc);

/** Eigenvalues and eigenvectors of a complex Hermitian matrix by divide and conquer.
 * @param[in] jobz "N" values only, "V" vectors too
 * @param[in] uplo "U" or "L": the triangle read, in column-major order
 * @param[in] n [1] order of the matrix
 * @param[in,out] a [lda * n] complex as pairs (re, im), column-major; overwritten by the eigenvectors, one in each column
 * @param[in] lda [1] leading dimension
 * @param[out] w [n] eigenvalues, ascending
 * @param[out] work [lwork] complex as pairs; element 0 returns the best lwork
 * @param[in] lwork [1] length of work; -1 asks for the best lengths
 * @param[out] rwork [lrwork]; element 0 returns the best lrwork
 * @param[in] lrwork [1] length of rwork; -1 asks
 * @param[out] iwork [liwork]; element 0 returns the best liwork
 * @param[in] liwork [1] length of iwork; -1 asks
 * @param[out] info [1] 0 done, -i argument i is bad, +i not converged */
void zheevd_(const char *jobz, const char *uplo, const int32_t *n, double *a, const int32_t *lda, double *w, double *work,
             const int32_t *lwork, double *rwork, const int32_t *lrwork, int32_t *iwork, const int32_t *liwork,
             int32_t *info, size_t jobz_length, size_t uplo_length);

/** Eigenvalues and eigenvectors of a real symmetric matrix by divide and conquer.
 * @param[in] jobz "N" values only, "V" vectors too
 * @param[in] uplo "U" or "L": the triangle read, in column-major order
 * @param[in] n [1] order of the matrix
 * @param[in,out] a [lda * n] column-major; overwritten by the eigenvectors, one in each column
 * @param[in] lda [1] leading dimension
 * @param[out] w [n] eigenvalues, ascending
 * @param[out] work [lwork]; element 0 returns the best lwork
 * @param[in] lwork [1] length of work; -1 asks for the best lengths
 * @param[out] iwork [liwork]; element 0 returns the best liwork
 * @param[in] liwork [1] length of iwork; -1 asks
 * @param[out] info [1] 0 done, -i argument i is bad, +i not converged */
void dsyevd_(const char *jobz, const char *uplo, const int32_t *n, double *a, const int32_t *lda, double *w, double *work,
             const int32_t *lwork, int32_t *iwork, const int32_t *liwork, int32_t *info, size_t jobz_length,
             size_t uplo_length);
