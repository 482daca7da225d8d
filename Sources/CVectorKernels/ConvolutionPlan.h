// What the passes of a convolution share: their plans, and packing and unpacking of weights.
#ifndef MK_CONVOLUTION_PLAN_H
#define MK_CONVOLUTION_PLAN_H

#include "Level.h"

/// Whether the channels lie side by side instead of in blocks.
static inline int mk_is_plain(int64_t channels) { return channels < MK_LANES; }

/// From a pixel of a channel to the next.
static inline int64_t mk_lanes_of(int64_t channels) {
  return mk_is_plain(channels) ? 1 : MK_LANES;
}

static inline int64_t mk_blocks(int64_t channels) { return (channels + MK_LANES - 1) / MK_LANES; }

static inline int64_t mk_kernel_size(const mk_convolution *shape) {
  return shape->kernel_height * shape->kernel_width;
}

static inline int64_t mk_image_pixels(const mk_convolution *shape) {
  return shape->in_height * shape->in_width;
}

static inline int64_t mk_result_pixels(const mk_convolution *shape) {
  return shape->out_height * shape->out_width;
}

/// Which code a pass takes.
typedef enum {
  MK_ROUTE_PANELS, MK_ROUTE_WINOGRAD, MK_ROUTE_THIN, MK_ROUTE_PLANES, MK_ROUTE_DEPTHWISE,
  MK_ROUTE_LOOPS
} mk_convolution_route;

mk_convolution_route mk_choose_route(const mk_convolution *shape, mk_convolution_pass pass);

/// The plan of the forward pass of a group without its arrays.
mk_convolution_plan mk_forward_plan(const mk_convolution *shape);

/// The plan of the weight gradient, which meets the same places, always in panels.
mk_convolution_plan mk_weight_plan(const mk_convolution *shape);

/// The plan of those rows and columns of the input gradient that lie a multiple of the strides
/// from `row` and `column`; dense whatever the strides are.
mk_convolution_plan mk_gradient_plan(const mk_convolution *shape, int64_t row, int64_t column);

/// The elements of the panels of a plan.
int64_t mk_panels_count(const mk_convolution_plan *plan);

/// Where the weight for a channel of the source and one of the destination starts.
typedef struct {
  int64_t source_stride, channel_stride;
} mk_weight_order;

/// plan->panels from plain weights, zeros beyond the channels.
void mk_pack_panels(
  const mk_convolution_plan *plan, const float *weights, mk_weight_order order);

/// Plain weights as the sums of `count` sets of panels, added in their order.
void mk_unpack_panels(
  const mk_convolution_plan *plan, int64_t count, float *weights, mk_weight_order order);

/// Computes the destination of a plan whose panels are packed.
void mk_run_convolution(const mk_convolution_plan *plan);

/// How many sets of panels the sums of a weight gradient are kept in, whatever the threads.
int64_t mk_sum_segments(const mk_convolution_plan *plan);

/// Adds up the products of source and destination over all pixels into the sets of panels.
void mk_run_convolution_sums(const mk_convolution_plan *plan);

/// Convolutions whose groups have one channel each; `weights` are [block][tap][16].
void mk_run_depthwise(const mk_convolution_plan *plan);

/// Their weight gradient, by way of a set of weights for each image in plan->panels.
void mk_run_depthwise_sums(const mk_convolution_plan *plan, float *weights);

/// [block][tap][16] for the taps of a plan from [channel][kernel].
void mk_pack_depthwise(const mk_convolution_plan *plan, const float *weights);

/// Whether the patches of an image, all its channels of all taps, fit into a few vectors.
int32_t mk_is_thin(const mk_convolution *shape);

/// The elements of the weights of patches.
int64_t mk_thin_weights_count(const mk_convolution *shape);

/// The input gradient by way of patches; `packed` has room for their weights.
void mk_run_thin(
  const mk_convolution *shape, const float *gradient, const float *weights,
  float *source_gradient, float *packed);

// Rows of plain images.

/// The layout of the rows that a plan reads; 0 where they are not plain or too long.
int mk_plan_rows(const mk_convolution_plan *plan, mk_row_plan *it);

/// Computes the destination.
void mk_run_rows(const mk_row_plan *it);

/// How many sets of panels the sums are kept in, and the sums.
int64_t mk_row_segments(const mk_convolution_plan *plan);
void mk_run_row_sums(const mk_row_plan *it);

// Winograd's algorithm.

/// Whether it serves a pass and is worth its transforms.
int mk_suits_winograd(const mk_convolution *shape, mk_convolution_pass pass);

/// The plans of its passes without their arrays; that of an input gradient is of those rows and
/// columns that lie a multiple of the strides from `row` and `column`.
mk_winograd_plan mk_winograd_forward_plan(const mk_convolution *shape);
mk_winograd_plan mk_winograd_gradient_plan(
  const mk_convolution *shape, int64_t row, int64_t column);
mk_winograd_plan mk_winograd_sums_plan(const mk_convolution *shape);

/// The numbers of transformed weights, and of the room for a block of tiles.
int64_t mk_winograd_weights_count(const mk_winograd_plan *plan);
int64_t mk_winograd_room_count(const mk_winograd_plan *plan);

/// Computes the destination, and the gradient of the weights.
void mk_run_winograd(const mk_winograd_plan *plan);
void mk_run_winograd_sums(const mk_winograd_plan *plan);

/// The numbers of working memory of a pass, and the passes; the bias is padded to whole panels, or
/// NULL.
int64_t mk_winograd_room(const mk_convolution *shape, mk_convolution_pass pass);

void mk_winograd_forward(
  const mk_convolution *shape, const float *source, const float *weights, const float *bias,
  float *destination, float *room);

void mk_winograd_input_gradient(
  const mk_convolution *shape, const float *gradient, const float *weights,
  float *source_gradient, float *room);

void mk_winograd_weight_gradient(
  const mk_convolution *shape, const float *source, const float *gradient,
  float *weight_gradient, float *room);

// Planes of plain images.

/// The layout of the planes that a pass other than the weight gradient computes; 0 where their
/// channels lie in blocks or the planes are too large.
int mk_plan_planes(const mk_convolution *shape, mk_convolution_pass pass, mk_plane_plan *it);

/// The numbers of the weights and biases of groups of channels.
int64_t mk_plane_weights_count(const mk_plane_plan *it);

/// Computes the destination; `packed` has room for the weights, and `bias` may be NULL.
void mk_run_planes(
  mk_plane_plan *it, mk_convolution_pass pass, const float *source, const float *weights,
  const float *bias, float *destination, float *packed);

/// The same for the weight gradient between plain images, and the numbers of its sums.
int mk_plan_plane_sums(const mk_convolution *shape, mk_plane_plan *it);
int64_t mk_plane_sums_count(const mk_plane_plan *it);
void mk_run_plane_sums(
  mk_plane_plan *it, const float *source, const float *gradient, float *weight_gradient,
  float *sums);

// Working memory.

/// The numbers of a padded bias, whole panels.
int64_t mk_bias_room(const mk_convolution *shape);

/// The numbers of the plain image or result that a route wants in blocks; 0 where there is none.
int64_t mk_blocked_room(
  const mk_convolution *shape, mk_convolution_pass pass, mk_convolution_route route);

// Images in the layout that they do not have.

/// The numbers of a batch of images in blocks of channels.
int64_t mk_blocked_count(int64_t batch, int64_t channels, int64_t pixels);

/// Blocks from plain images of fewer channels than a block holds, and back.
void mk_block_channels(
  const float *plain, int64_t batch, int64_t channels, int64_t pixels, float *blocked);
void mk_unblock_channels(
  const float *blocked, int64_t batch, int64_t channels, int64_t pixels, float *plain);

// Plain loops, for groups of a few channels.

void mk_forward_loops(
  const mk_convolution *shape, const float *source, const float *weights, const float *bias,
  float *destination);

void mk_input_gradient_loops(
  const mk_convolution *shape, const float *gradient, const float *weights,
  float *source_gradient);

void mk_weight_gradient_loops(
  const mk_convolution *shape, const float *source, const float *gradient,
  float *weight_gradient);

#endif
