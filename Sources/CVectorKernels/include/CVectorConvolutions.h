// Convolution and pooling over activations in blocks of 16 channels; part of CVectorKernels.h.
//
// Activations of fewer than 16 channels are plain: [batch][channels][height][width]. Others are
// blocked: [batch][ceil(channels / 16)][height][width][16]; the lanes beyond the last channel hold
// zeros in every input and are written as zeros in every output.
#ifndef CVECTORCONVOLUTIONS_H
#define CVECTORCONVOLUTIONS_H

#include <stdint.h>

// MARK: Convolution

/// The sizes of a convolution: batch x in_channels x in_height x in_width with weights
/// [out_channels][in_channels / groups][kernel_height][kernel_width], always plain, gives
/// batch x out_channels x out_height x out_width:
///   out[n][o][y][x] = bias[o] + sum over i, r, s of weights[o][i][r][s]
///     in[n][i][y stride_height + r dilation_height - pad_top][likewise x].
/// The padding at the bottom and at the right follows from the sizes. A dilation of 1 is dense.
/// Padding counts as zeros, so weights that are not finite give NaN there.
typedef struct {
  int64_t batch, groups, in_channels, out_channels, in_height, in_width, out_height, out_width;
  int64_t kernel_height, kernel_width, stride_height, stride_width, pad_top, pad_left;
  int64_t dilation_height, dilation_width;
  /// 0 forbids Winograd's algorithm, which serves kernels of 3 x 3 places, and of 4 x 4 with
  /// strides of 2, and rounds more coarsely: what is not finite, or overflows in its transforms,
  /// reaches whole tiles of 4 x 4 pixels and all places of a kernel. Else how many threads its
  /// working memory is for; more may run, but no more share the tiles.
  int32_t winograd_threads;
  /// Whether Winograd's algorithm rounds to bf16 what it multiplies, and adds up floats.
  int32_t winograd_bf16;
} mk_convolution;

typedef enum {
  MK_CONVOLUTION_FORWARD, MK_CONVOLUTION_INPUT_GRADIENT, MK_CONVOLUTION_WEIGHT_GRADIENT
} mk_convolution_pass;

/// Whether the images of a pass have so few channels that it is computed patch by patch or plane by
/// plane, several times faster than by blocks of channels that are mostly zeros.
int32_t mk_convolution_is_thin(const mk_convolution *shape, mk_convolution_pass pass);

/// Whether a pass reads the rows of a plain image in place, several times faster than by gathering.
int32_t mk_convolution_reads_rows(const mk_convolution *shape, mk_convolution_pass pass);

/// Whether a pass takes Winograd's algorithm.
int32_t mk_convolution_is_winograd(const mk_convolution *shape, mk_convolution_pass pass);

/// Bytes of 64-byte aligned workspace that a pass needs, with any number of threads.
int64_t mk_convolution_workspace(const mk_convolution *shape, mk_convolution_pass pass);

/// `bias`, plain, may be NULL. No pass depends on the number of threads.
void mk_convolution_forward(
  const mk_convolution *shape, const float *source, const float *weights, const float *bias,
  float *destination, void *workspace);

/// The gradient of the source for the gradient of the destination; also a transposed convolution,
/// from out_channels to in_channels.
void mk_convolution_input_gradient(
  const mk_convolution *shape, const float *gradient, const float *weights,
  float *source_gradient, void *workspace);

/// The gradient of the weights, plain.
void mk_convolution_weight_gradient(
  const mk_convolution *shape, const float *source, const float *gradient,
  float *weight_gradient, void *workspace);

// MARK: Pooling

/// Windows over planes of in_height x in_width positions of `lanes` numbers each: 16 for blocked
/// activations, 1 for plain ones. Padding at the bottom and at the right follows from the sizes.
typedef struct {
  int64_t batch, channels, in_height, in_width, out_height, out_width;
  int64_t kernel_height, kernel_width, stride_height, stride_width, pad_top, pad_left;
  int32_t lanes;
} mk_pool;

/// The greatest number of each window; NaN counts as greatest, padding never wins. A window of
/// padding alone gives -infinity.
void mk_max_pool(const mk_pool *pool, const float *in, float *out);

/// Adds the gradient of each window to the place of its first maximum in row-major order;
/// `source_gradient` is of the size of `in`.
void mk_max_pool_gradient(
  const mk_pool *pool, const float *in, const float *gradient, float *source_gradient);

/// The adjoint of mk_max_pool_gradient: the number of `values`, of the size of `in`, at the place
/// of the first maximum of each window of `in`; 0 for a window of padding alone.
void mk_max_pool_gather(const mk_pool *pool, const float *in, const float *values, float *out);

/// The sum of each window, divided by the size of the kernel or, without the padding, by the
/// number of places within the input (0 where there is none).
void mk_average_pool(
  const mk_pool *pool, const float *in, float *out, int32_t count_includes_padding);

/// The adjoint of mk_average_pool.
void mk_average_pool_gradient(
  const mk_pool *pool, const float *gradient, float *source_gradient,
  int32_t count_includes_padding);

#endif
