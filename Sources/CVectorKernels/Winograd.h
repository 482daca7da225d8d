// A convolution by Winograd's algorithm, as the kernels see it: tiles of pixels and points.
#ifndef MK_WINOGRAD_H
#define MK_WINOGRAD_H

#include <stddef.h>

#include "CVectorKernels.h"

enum {
  // Tiles give 4 x 4 pixels.
  MK_WINOGRAD_PIXELS = 4,
  // The most points of a tile along an axis: pixels + taps - 1.
  MK_WINOGRAD_POINTS = 6,
  // The matrices of the points lie a little apart: at distances of a power of two, what belongs
  // to one tile would crowd a few sets of the cache.
  MK_WINOGRAD_GAP = 16
};

/// How the pixels and taps of a pass lie along the rows or the columns. With several phases, as
/// strides have them, every phase is a convolution of its own over each `phases`-th place of the
/// source, with taps of its own, and the sum of all is the result. Pixel p is place
/// first + p * step of the destination and meets, by tap t of phase f, place
/// (p + t) * phases + source_first + f of the source and place
/// kernel_first + t * tap_step + f of the kernel.
typedef struct {
  int64_t pixels, first, step, size, tiles;
  int64_t source_size, source_first;
  int64_t kernel_first, tap_step, kernel_size;
} mk_winograd_axis;

/// One pass, or one phase of an input gradient: for each point of the tiles a matrix product,
/// tiles x depth by depth x channels.
typedef struct {
  mk_winograd_axis rows, columns;
  int64_t batch, tiles;
  int32_t taps, points, phases;
  int64_t source_channels, channels, source_blocks, blocks;
  // The products of a tile's point, 16 for each phase and block of the source, and how many panels
  // hold the channels.
  int64_t depth, panels;
  // From a tile's numbers of a point to the next tile's, in the source and in the products.
  int64_t row, product_row;
  // How many tiles are worked on at once, and how many rooms there are for that: one for each
  // thread or, where sums are taken, for each segment of the tiles. Each segment has a set of sums.
  int64_t block_tiles, rooms, sets;
  // From a source channel, or a channel, to the next in the plain weights.
  int64_t source_stride, channel_stride;
  const float *source, *bias;
  // Of the destination, or of its gradient where that is read.
  float *destination;
  // Plain weights, or NULL where their gradient is written.
  const float *weights;
  float *weight_gradient;
  // Whether the transformed weights are more than caches hold, so that they are written past these.
  int32_t streams;
  // The transformed weights, or sums of products: [point][panel][depth][panel_columns].
  float *panels_of_points;
  // The rooms for a block of tiles, as points and as products, one behind the other.
  float *room;
} mk_winograd_plan;

/// Points of a tile.
static inline int64_t mk_winograd_matrices(const mk_winograd_plan *plan) {
  return (int64_t)plan->points * plan->points;
}

/// Numbers from the matrix of one point to that of the next, of `width` numbers for each tile.
static inline int64_t mk_winograd_pitch(const mk_winograd_plan *plan, int64_t width) {
  return plan->block_tiles * width + MK_WINOGRAD_GAP;
}

/// The same for weights in panels of `columns`.
static inline int64_t mk_winograd_weights_pitch(const mk_winograd_plan *plan, int64_t columns) {
  return plan->panels * plan->depth * columns + MK_WINOGRAD_GAP;
}

#endif
