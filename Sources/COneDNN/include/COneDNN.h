// oneDNN 2 behind a small C interface; says "not available" where it is not installed.
#ifndef CONEDNN_H
#define CONEDNN_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Whether this build has oneDNN.
bool mdnn_available(void);

/// oneDNN's version and instruction set, like "2.6.3 avx512_core_bf16"; "" where not available.
const char *mdnn_version(void);

/// A matrix multiplication built once and run many times.
typedef struct mdnn_matmul mdnn_matmul;

/// How a and b are stored.
typedef enum { MDNN_F32, MDNN_BF16 } mdnn_operands;

/// c[m][n] = op(a) op(b) + bias[n], bias, sums and c in f32; op(a) is m x k (stored k x m when
/// transpose_a), op(b) is k x n (stored n x k when transpose_b). NULL on failure, with the reason
/// in `error` (a buffer of `capacity` bytes).
mdnn_matmul *mdnn_matmul_create(
  int64_t m, int64_t n, int64_t k, bool transpose_a, bool transpose_b, bool has_bias,
  mdnn_operands operands, char *error, int64_t capacity);

/// Runs it on the calling thread's pool; false on failure. `a` and `b` have elements of the kind
/// that it was created for. `bias` may be NULL without bias.
bool mdnn_matmul_run(
  mdnn_matmul *matmul, const void *a, const void *b, const float *bias, float *c);

void mdnn_matmul_destroy(mdnn_matmul *matmul);

#ifdef __cplusplus
}
#endif

#endif
