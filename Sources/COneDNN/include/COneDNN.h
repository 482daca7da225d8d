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

/// A convolution or one of its gradients, built once and run many times.
typedef struct mdnn_convolution mdnn_convolution;

typedef enum { MDNN_FORWARD, MDNN_INPUT_GRADIENT, MDNN_WEIGHT_GRADIENT } mdnn_pass;

/// The sizes of a convolution. Images of fewer than 16 channels are plain, others lie in blocks of 16
/// channels with zeros beyond the last one; weights as outputs x inputs of a group x height x width.
typedef struct {
  int64_t batch, groups, in_channels, out_channels, in_height, in_width, out_height, out_width;
  int64_t kernel_height, kernel_width, stride_height, stride_width;
  int64_t pad_top, pad_left, pad_bottom, pad_right, dilation_height, dilation_width;
} mdnn_convolution_shape;

/// NULL on failure, with the reason in `error`.
mdnn_convolution *mdnn_convolution_create(
  const mdnn_convolution_shape *shape, mdnn_pass pass, char *error, int64_t capacity);

/// The bytes of 64-byte aligned working memory that a run needs.
int64_t mdnn_convolution_workspace(const mdnn_convolution *convolution);

/// oneDNN's name of the algorithm that was chosen, like "jit:avx512_core".
const char *mdnn_convolution_algorithm(const mdnn_convolution *convolution);

/// Runs it; false on failure. The operands are image and weights for the forward pass; gradient and
/// weights for the image's gradient; image and gradient for the weights'.
bool mdnn_convolution_run(
  mdnn_convolution *convolution, const float *first, const float *second, float *result,
  void *workspace);

void mdnn_convolution_destroy(mdnn_convolution *convolution);

#ifdef __cplusplus
}
#endif

#endif
